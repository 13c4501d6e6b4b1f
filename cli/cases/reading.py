"""Conversations as data: YAML files, several cases a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from benefits.hours import Desk, Hours

CODE = "$code"
"""Stands in what a person keys or writes for the code of the last text that brought one."""
LETTER = "$letter"
"""The same for the code of the last letter."""
_ROOT = Path(__file__).parents[2]
FOLDER = next(filter(Path.is_dir, (_ROOT / "flows" / "cases", _ROOT / "tests" / "cases")), _ROOT)
"""The cases of the product: with the flows where it is installed, in a checkout with the tests."""
BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""In C where that is installed: every process of the tests reads all cases."""
WAYS = ("start", "code", "pin", "say", "keys", "text", "silence", "crowded", "hangup", "audio")
"""What a person does in a turn; each turn has one of them."""


@dataclass(frozen=True)
class Turn:
    """What a person does, and what must come of it. An expectation that is not written holds."""

    way: str
    words: str
    says: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    at: str = ""
    intent: str | None = None
    command: str | None = None
    language: str = ""
    pace: str = ""
    records: str = ""
    """From this turn on the records of the institution can be reached (`up`) or not (`down`)."""
    after: timedelta = timedelta()
    """How long the person waits before it."""
    staff: str = ""
    """What somebody has made of the latest case before it: its new status."""
    confidence: float = 1.0
    """Of the recogniser in what is said."""
    readings: tuple[tuple[str, float], ...] = ()
    """What else it may have been, with the share of the probability of each."""

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Turn:
        (way,) = [name for name in WAYS if name in raw]
        known = {way, "says", "not", "at", "intent", "command", "language", "pace", "after"}
        known |= {"staff", "confidence", "readings", "records"}
        if raw.keys() - known:
            raise ValueError(f"unknown: {', '.join(sorted(raw.keys() - known))}")
        return cls(
            way=way,
            words=raw[way],
            says=_list(raw.get("says", [])),
            unsaid=_list(raw.get("not", [])),
            at=raw.get("at", ""),
            intent=raw.get("intent"),
            command=raw.get("command"),
            language=raw.get("language", ""),
            pace=raw.get("pace", ""),
            records=raw.get("records", ""),
            after=timedelta(minutes=int(raw.get("after", 0))),
            staff=raw.get("staff", ""),
            confidence=float(raw.get("confidence", 1)),
            readings=tuple((text, float(share)) for text, share in raw.get("readings", {}).items()),
        )


@dataclass(frozen=True)
class Case:
    """A conversation from its beginning."""

    case: str
    channel: str
    turns: tuple[Turn, ...]
    language: str | None = None
    caller: str = "+15550100001"
    today: datetime = datetime(2026, 11, 23, 10)
    seeded: date | None = None
    """The day for which the country's records are made, where it is not today."""
    hears: frozenset[str] = frozenset({"en", "zh", "es"})
    """Languages that the call can listen to."""
    desk: Desk = field(default_factory=Desk)
    waits: tuple[int, ...] = ()
    """How long, in seconds, those waited for a person who called before."""
    webhook: bool = False
    recording: str = "off"
    """The setting of that name."""
    survey: float = 0.0
    """The share of calls after which a question is put."""
    fails: tuple[str, ...] = ()
    """Functions that cannot be run."""
    identity: tuple[str, int] | None = None
    """The insurance number and the level with which the conversation begins, so that not every case
    plays how somebody is identified; on the whole server that has to be played."""
    needs: dict[str, int] = field(default_factory=dict)
    """Assurance levels that functions take in this case, instead of their own."""
    consents: tuple[tuple[str, str], ...] = ()
    """Who lets whom act, by their insurance numbers."""
    called_back: bool = False
    """Have we placed the call?"""
    sim: str = ""
    """What the network says of the caller's SIM: same or swapped; empty: it is not asked."""
    found: tuple[dict[str, Any], ...] = ()
    """What checks have found before: check, person (an insurance number) and facts (JSON)."""
    stored: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def records(self) -> date:
        """The day for which the country's records are made."""
        return self.seeded or self.today.date()

    @property
    def brings_codes(self) -> bool:
        """Does somebody answer with a code that came by text?"""
        return any(CODE in turn.words for turn in self.turns)

    @property
    def spoken(self) -> bool:
        """Does it need the line itself, with a voice on it?"""
        return any(turn.way == "audio" for turn in self.turns)

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Case:
        given = dict(raw)
        if "today" in given:
            given["today"] = datetime.fromisoformat(given["today"])
        if "seeded" in given:
            given["seeded"] = date.fromisoformat(given["seeded"])
        if "hears" in given:
            given["hears"] = frozenset(given["hears"])
        if "desk" in given:
            given["desk"] = Desk(Hours.parse(given["desk"]))
        given["waits"] = tuple(int(wait) for wait in given.get("waits", ()))
        if "identity" in given:
            given["identity"] = given["identity"]["person"], int(given["identity"]["level"])
            if "webhook" in given:
                raise ValueError("on the whole server nobody is identified beforehand")
        given["fails"] = tuple(given.get("fails", ()))
        given["survey"] = float(given.get("survey", 0))
        given["found"] = tuple(
            {**one, "facts": json.loads(one["facts"])} for one in given.get("found", ())
        )
        given["consents"] = tuple(tuple(pair) for pair in given.get("consents", ()))
        given["called_back"] = given.get("called_back") == "true"
        given["needs"] = {name: int(level) for name, level in given.get("needs", {}).items()}
        given["webhook"] = given.get("webhook") == "true"
        given["turns"] = tuple(Turn.of(turn) for turn in raw["turns"])
        return cls(**given)


def read_cases(*folders: Path) -> list[Case]:
    """Every case of these folders, by default of the product's. Raises ValueError for one that
    cannot be read, and for two of a name."""
    cases = []
    files = [sorted(folder.rglob("*.yaml")) for folder in folders or (FOLDER,)]
    for path in (file for each in files for file in each):
        # The base loader leaves everything text: "yes" and 1 are what people say and press.
        for raw in yaml.load_all(path.read_text("utf-8"), Loader=BaseLoader):
            try:
                cases.append(Case.of(raw))
            except Exception as error:
                raise ValueError(f"{path.name}: {raw.get('case')}: {error}") from error
    names = [case.case for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"these cases are there twice: {', '.join(twice)}")
    return cases


def _list(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
