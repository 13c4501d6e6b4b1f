"""Why a turn was understood as it was, and what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benefits import FUNCTIONS
from console import shown
from console.texts import FALLBACK, text, texts
from storage.watched import Turn


@dataclass(frozen=True)
class Ran:
    """A function that ran."""

    name: str
    what: str
    """What it is for, in English as it is written beside it; empty for one that is no more."""
    came_to: str
    """In words."""
    took_ms: float
    rules: tuple[str, ...]
    """Benefit and version of the rules that it used."""


@dataclass(frozen=True)
class Stored:
    """What was stored in a table: its name and those of the fields, never a value."""

    what: str
    """In words."""
    table: str
    fields: tuple[str, ...]


def why(turn: Turn) -> list[str]:
    """In sentences, why it was understood as it was."""
    meaning, found = turn.meaning, []
    if asked := str(meaning.get("asked") or ""):
        found.append(text("explain.asked", step=shown.plain(asked)))
    for part in ("command", "choice", "corrects"):
        if meaning.get(part):
            found.append(text(f"explain.{part}", name=shown.plain(str(meaning[part]))))
    slots, maybe = meaning.get("slots"), meaning.get("maybe")
    if isinstance(slots, Mapping) and slots:
        names = ", ".join(shown.plain(str(name)) for name in slots)
        found.append(text("explain.values", names=names))
    found += _compared(turn)
    if isinstance(maybe, list) and maybe:
        found.append(text("explain.maybe", count=len(maybe)))
    if meaning.get("upset"):
        found.append(text("explain.upset"))
    return found


def _compared(turn: Turn) -> list[str]:
    """The example that it was most like, and by how much the next subject was behind."""
    listed = shown.candidates(turn)
    if not listed:
        return []
    best, *others = listed
    found = []
    if best.example:
        values = {"example": best.example, "name": best.name, "percent": best.sureness.percent}
        found.append(text("explain.example", **values))
    if others:
        behind = best.sureness.percent - others[0].sureness.percent
        next_ = {"name": others[0].name, "percent": others[0].sureness.percent, "behind": behind}
        found.append(text("explain.runner_up", **next_))
    return found


def steps(turn: Turn) -> list[str]:
    """The steps that it went through, one that was entered twice in a row once."""
    walked: list[str] = []
    for step in _listed(turn.trace, "steps"):
        if not walked or walked[-1] != step:
            walked.append(step)
    return [shown.plain(step) for step in walked]


def ran(turn: Turn) -> list[Ran]:
    """The functions that ran, in their order."""
    return [_ran(one) for one in _listed(turn.trace, "calls") if isinstance(one, Mapping)]


def _ran(one: Mapping[str, Any]) -> Ran:
    name = str(one.get("function", ""))
    known = FUNCTIONS.get(name)
    came_to = str(one.get("came_to", ""))
    return Ran(
        name,
        known.summary if known else "",
        text(f"came_to.{came_to}") if f"came_to.{came_to}" in texts(FALLBACK) else came_to,
        float(one.get("took_ms", 0.0)),
        tuple(str(rule) for rule in one.get("rules", ())),
    )


def stored(turn: Turn) -> list[Stored]:
    """What was stored, the same twice once."""
    found: dict[Stored, None] = {}
    for one in _listed(turn.trace, "wrote"):
        if not isinstance(one, Mapping):
            continue
        what, fields = str(one.get("what", "")), one.get("fields", ())
        said = text(f"wrote.{what}") if f"wrote.{what}" in texts(FALLBACK) else what
        found[Stored(said, shown.plain(str(one.get("table", ""))), tuple(map(str, fields)))] = None
    return list(found)


def _listed(trace: Mapping[str, Any], name: str) -> Sequence[Any]:
    listed = trace.get(name)
    return listed if isinstance(listed, list) else ()
