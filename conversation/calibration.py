"""How sure a spoken answer should be, learnt from what followed in stored calls.

Nobody says of a call afterwards whether it was heard rightly, but the caller shows it: who is asked
whether something is right says so, who was misunderstood goes back or answers the same question
with something else, who was understood goes on. From such answers `limits_of` finds for each step
the least confidence at which no more than a stated share of what is acted on is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log
from statistics import NormalDist
from typing import Any

from conversation.redaction import MASK
from intents.limits import Limit

CERTAINTY = 0.95
"""How certain it must be that a limit keeps its promise."""
FEWEST_ASKED = 20
"""Answers that were asked about, from which on the limit for asking is moved."""
WORTH_ASKING = 0.4
"""The share of right ones from which on it is worth asking: fewer are only a nuisance."""
_ROUNDED = 0.0005  # half of what `hearing.trace` leaves out
_LOOK_AHEAD = 4
"""Turns in which a caller shows that something was misunderstood."""


@dataclass(frozen=True)
class Turn:
    """A stored turn: what was heard, its meaning as `conversation.hearing.trace` writes it, and
    the `flow.step` that is waited at afterwards, or how it ended."""

    kind: str
    meaning: Mapping[str, Any]
    place: str


@dataclass(frozen=True)
class Answer:
    """A spoken answer to a step's question of which it showed whether it was heard rightly."""

    place: str
    kind: str
    """`choice`, `intent`, or `slot`."""
    confidence: float
    right: bool


@dataclass(frozen=True)
class Finding:
    """What the calls say about one step.

    limit: None where there are too few answers, or where even the surest are wrong too often.
    """

    place: str
    answers: int
    wrong: int
    needed: int
    """Answers without a fault that it takes to show the share at all."""
    limit: Limit | None = None
    taken: float = 0.0
    """The share of answers that the limit takes at once."""
    wrong_at_most: float = 1.0
    """The share of wrong ones among them that is not exceeded, with `CERTAINTY`."""


def answers_of(turns: Sequence[Turn]) -> Iterable[Answer]:
    """The answers of one conversation, in order, of which it showed whether they were right."""
    for at, turn in enumerate(turns):
        asked = turn.meaning.get("asked")
        hinted = turn.meaning.get("hint")  # what a clerk meant says nothing of what was heard
        if turn.kind != "speech" or hinted or not asked or turn.meaning.get("doubt"):
            continue
        given = _given(turn.meaning)
        candidates = [answer for each in turn.meaning.get("maybe", ()) if (answer := _given(each))]
        if given is None and not candidates:
            continue
        if [kind for kind, _ in candidates] == ["intent", "intent"]:
            continue  # which of two subjects was meant says nothing of how well it was heard
        kind, _ = given or candidates[0]
        after = turns[at + 1 : at + 1 + _LOOK_AHEAD]
        right = _went_on(asked, given, after) if given else _said_about(candidates, after)
        if right is not None:
            yield Answer(asked, kind, float(turn.meaning.get("confidence", 0.0)), right)


def _given(meaning: Mapping[str, Any]) -> tuple[str, Any] | None:
    """What was answered; None for nothing, and for a command, which answers no question."""
    if meaning.get("command"):
        return None
    for kind in ("choice", "intent"):
        if meaning.get(kind):
            return kind, meaning[kind]
    return ("slot", meaning["slots"]) if meaning.get("slots") else None


def _said_about(candidates: Sequence[Any], after: Sequence[Turn]) -> bool | None:
    """Whether the first of the candidates was right, by what was answered when they were asked
    about. Nothing is learnt from a hang-up, a silence or a change of subject."""
    for turn in after:
        meaning = turn.meaning
        if not meaning.get("doubt"):
            return None
        if meaning.get("choice") in ("first", "second"):
            return bool(meaning["choice"] == "first")
        said = meaning.get("slots", {}).get("right")
        if isinstance(said, bool):
            return said if len(candidates) == 1 or not said else None
        given = _given(meaning) or next(map(_given, meaning.get("maybe", ())), None)
        if given is not None:
            # A choice may be said again as the subject that it stands for: nothing to learn.
            return given == candidates[0] if given[0] == candidates[0][0] else None
    return None


def _went_on(asked: str, given: tuple[str, Any], after: Sequence[Turn]) -> bool | None:
    """Whether an answer that was acted on was right: the caller goes on with the next question.
    Who goes back, or answers the same question otherwise soon after, was misunderstood."""
    moved_on = None
    for turn in after:
        meaning = turn.meaning
        if meaning.get("command") in ("repeat", "slower"):
            continue
        if meaning.get("command") == "back":
            return False
        if moved_on is None and meaning.get("command") in ("menu", "person", "stop"):
            return None
        again = _given(meaning)
        if meaning.get("asked") == asked and again is not None and not meaning.get("doubt"):
            # A masked number that was asked for again counts as another one.
            return again == given and MASK not in str(given)
        if turn.kind in ("hangup", "silence", "start", "unanswered") and moved_on is None:
            return None
        if again is not None:
            moved_on = True
    return moved_on


def limits_of(
    answers: Iterable[Answer], most_wrong: float, current: Mapping[str, Limit], usual: Limit
) -> list[Finding]:
    """What the answers say about each step, in the order of the steps' names.

    most_wrong: the share, 0 to 1, of wrong ones among answers that are taken.
    current: the limits that held, by step; `usual` where a step has none.
    """
    by_place: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_place[answer.place].append(answer)
    return [
        _finding(place, own, most_wrong, current.get(place, usual))
        for place, own in sorted(by_place.items())
    ]


def needed(most_wrong: float) -> int:
    """How many right answers, and no wrong one, show that no larger share is wrong."""
    return ceil(log(1 - CERTAINTY) / log(1 - most_wrong))


def wrong_at_most(wrong: int, total: int) -> float:
    """The share of wrong ones that is not exceeded, with `CERTAINTY`, where so many were wrong:
    the upper end of Wilson's interval, or for none at all the exact one."""
    if not total:
        return 1.0
    if not wrong:
        return float(1 - (1 - CERTAINTY) ** (1 / total))
    z, share = NormalDist().inv_cdf(CERTAINTY), wrong / total
    middle = share + z * z / (2 * total)
    spread = z * ((share * (1 - share) + z * z / (4 * total)) / total) ** 0.5
    return float(min(1.0, (middle + spread) / (1 + z * z / total)))


def _finding(place: str, answers: Sequence[Answer], most_wrong: float, current: Limit) -> Finding:
    wrong = sum(not answer.right for answer in answers)
    nothing = Finding(place, len(answers), wrong, needed(most_wrong))
    for take in sorted({answer.confidence for answer in answers}):
        taken = [answer.right for answer in answers if answer.confidence >= take]
        if len(taken) < nothing.needed:
            break
        bound = wrong_at_most(taken.count(False), len(taken))
        if bound <= most_wrong:
            limit = Limit(_from(take), _confirm(answers, take, current))
            share = len(taken) / len(answers)
            return Finding(
                place, len(answers), wrong, nothing.needed, limit, round(share, 3), round(bound, 4)
            )
    return nothing


def _confirm(answers: Sequence[Answer], take: float, current: Limit) -> float:
    """The least confidence from which on it is worth asking whether something was meant: where
    the right ones among those asked about outweigh the wrong ones most."""
    below = [answer for answer in answers if answer.confidence < take]
    if len(below) < FEWEST_ASKED:
        return min(current.confirm, _from(take))
    confirm, worth, best = take, 0.0, 0.0
    for confidence in sorted({answer.confidence for answer in below}, reverse=True):
        same = [answer.right for answer in below if answer.confidence == confidence]
        worth += sum(same) - WORTH_ASKING * len(same)
        if worth > best:
            confirm, best = confidence, worth
    return _from(confirm)


def _from(confidence: float) -> float:
    """The limit that lets this confidence pass, which was rounded when it was stored."""
    return max(0.0, round(confidence - _ROUNDED, 4))
