"""What a change of the examples does before it is in force: how it is, and how it would be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.cases.playing import Player
from cli.cases.reading import FOLDER as CASES
from cli.cases.reading import Case, read_cases
from cli.intent_trial import Row, Tried, tried
from conversation import found_limits
from conversation.understanding import Understands
from flows import Library
from intents import Said, Situation, Understander, Understood
from intents.examples import left_out
from intents.limits import load as usual_limits
from intents.matching.encoding import installed as encoder
from intents.wording import Lesson, extended, wordings

_ROOT = Path(__file__).parent.parent
PEOPLE = (_ROOT / "intents" / "people", _ROOT / "tests" / "intents" / "data" / "people")
"""Sentences of people, which nothing is learnt from: where the product is installed, and here."""
OWN_CASES = "cases"
"""Folder in the data folder with the institution's own cases."""
SHOWN = 200
"""Sentences and cases of a kind that are told."""
Progress = Callable[[str, int, int], None]
"""Takes what is done at the moment, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Place:
    """Where an installation has its data, and what was fitted."""

    data: Path
    cache: Path
    semantic: bool = False
    """Is understood, too, what sentences mean?"""

    def understander(self, lessons: Sequence[Lesson]) -> Understander:
        """As the server has it. Raises LimitsError."""
        found = found_limits.read(self.data / found_limits.NAME)
        limits = usual_limits().with_steps(found)
        return Understander.load(
            limits=limits,
            cache=self.cache / "intents",
            lessons=lessons,
            encoder=encoder() if self.semantic else None,
        )

    def cases(self) -> list[Case]:
        """The product's and the institution's own, but for those that need a voice. Raises
        ValueError for one that cannot be read."""
        own = self.data / OWN_CASES
        folders = [CASES, own] if own.is_dir() else [CASES]
        return [case for case in read_cases(*folders) if not case.spoken]


def trial(
    place: Place,
    in_force: Sequence[Lesson],
    proposed: Sequence[Lesson],
    progress: Progress,
    cases: Sequence[Case] | None = None,
) -> dict[str, Any]:
    """Figures before and after, with what changed sides. cases: all, if none are given."""
    every = place.cases() if cases is None else list(cases)
    progress("fitting", 0, 2)
    before = place.understander(in_force)
    progress("fitting", 1, 2)
    after = place.understander([*in_force, *proposed])
    languages = sorted({one.language for one in proposed})
    told: dict[str, Any] = {"languages": {}}
    for number, language in enumerate(languages):
        progress("left_out", number, len(languages))
        examples = _left_out(language, in_force, proposed)
        progress("people", number, len(languages))
        people = _people(before, after, language)
        told["languages"][language] = {"left_out": examples, "people": people}
    told["sentences"] = [_sentence(before, after, one) for one in proposed]
    told["cases"] = _cases(before, after, every, progress)
    return told


def _sentence(before: Understander, after: Understander, one: Lesson) -> dict[str, Any]:
    """A proposed sentence, and what is made of it."""
    row = Row(one.intent, one.text, one.language)
    found = {"before": _found(tried(before, row)), "after": _found(tried(after, row))}
    return {"language": one.language, "intent": one.intent, "text": one.text, **found}


def _left_out(
    language: str, in_force: Sequence[Lesson], proposed: Sequence[Lesson]
) -> dict[str, Any]:
    """What examples are taken for when they are left out. Those proposed count only afterwards."""
    own = next(one for one in wordings() if one.language == language)
    results = [
        {(intent, text): found for intent, text, found in left_out(extended(own, lessons))}
        for lessons in (in_force, [*in_force, *proposed])
    ]
    before, after = results
    figures = [
        {
            "rows": len(found),
            "right": sum(intent == taken for (intent, _), taken in found.items()),
        }
        for found in results
    ]
    changed = [
        _changed(intent, text, before[intent, text] == intent, found, before[intent, text])
        for (intent, text), found in after.items()
        if (intent, text) in before and (found == intent) != (before[intent, text] == intent)
    ]
    return {"before": figures[0], "after": figures[1], "changed": changed[:SHOWN]}


def _people(before: Understander, after: Understander, language: str) -> dict[str, Any]:
    """What is made of people's sentences that nothing is learnt from."""
    rows = list(_rows(language))
    results = [[tried(each, row) for row in rows] for each in (before, after)]
    figures = [_figures(one.outcome for one in found) for found in results]
    changed = [
        _changed(row.intent, row.text, _is_right(was), _found(now), _found(was))
        for row, was, now in zip(rows, *results, strict=True)
        if _is_right(was) != _is_right(now)
    ]
    return {"before": figures[0], "after": figures[1], "changed": changed[:SHOWN]}


def _rows(language: str) -> Iterable[Row]:
    folder = next(filter(Path.is_dir, PEOPLE), None)
    file = folder / f"{language}.jsonl" if folder else None
    for line in file.read_text("utf-8").splitlines() if file and file.is_file() else ():
        row = json.loads(line)
        yield Row("" if row["intent"] == "oos" else row["intent"], row["text"], language)


def _figures(outcomes: Iterable[str]) -> dict[str, int]:
    counts = {"rows": 0, "right": 0, "asked": 0, "refused": 0, "wrong": 0}
    for outcome in outcomes:
        counts["rows"] += 1
        counts[outcome] += 1
    return counts


def _is_right(one: Tried) -> bool:
    return one.outcome in ("right", "asked")


def _found(one: Tried) -> str:
    return one.found


def _changed(intent: str, text: str, was_right: bool, now: str, was: str) -> dict[str, Any]:
    return {"intent": intent, "text": text, "better": not was_right, "before": was, "after": now}


def _cases(
    before: Understander, after: Understander, cases: list[Case], progress: Progress
) -> dict[str, Any]:
    """How many cases go as they should, which of them broke, and which were mended.

    Where nothing that is said in a case is understood otherwise, it goes as it did before.
    """
    with TemporaryDirectory() as folder:
        player = Player(Path(folder), Library.load())
        was, differ = {}, []
        for number, case in enumerate(cases):
            progress("cases", number, len(cases))
            both = Comparing(before, after)
            was[case.case] = player.outcome(case, both)
            differ += [case] if both.differ else []
        now = dict(was)
        for number, case in enumerate(differ):
            progress("cases_again", number, len(differ))
            now[case.case] = player.outcome(case, after)
    broke = [{"case": name, "why": now[name]} for name in now if now[name] and not was[name]]
    mended = [{"case": name, "why": was[name]} for name in now if was[name] and not now[name]]
    return {
        "before": {"rows": len(was), "right": sum(not wrong for wrong in was.values())},
        "after": {"rows": len(now), "right": sum(not wrong for wrong in now.values())},
        "broke": broke[:SHOWN],
        "mended": mended[:SHOWN],
    }


class Comparing:
    """Understands as one understander does, and finds out whether another differs."""

    def __init__(self, one: Understands, other: Understands) -> None:
        self._one, self._other = one, other
        self.differ = False

    def understand(self, said: Said, situation: Situation) -> Understood:
        found = self._one.understand(said, situation)
        self._compare(found, self._other.understand(said, situation))
        return found

    def elsewhere(self, said: Said, situation: Situation) -> Understood:
        found = self._one.elsewhere(said, situation)
        self._compare(found, self._other.elsewhere(said, situation))
        return found

    def _compare(self, one: Understood, other: Understood) -> None:
        self.differ |= _meaning(one) != _meaning(other)


def _meaning(found: Understood) -> Understood:
    """Without what no flow sees: how sure it is, and what else was considered."""
    maybe = tuple(map(_meaning, found.maybe))
    then = _meaning(found.then) if found.then else None
    return replace(found, maybe=maybe, then=then, confidence=0.0, candidates=())
