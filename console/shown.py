"""How values are put before a person: confidence and what was understood, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from console.reading import clock, day, day_and_time, duration, number, offset, percent, stamped
from console.texts import language, name, text
from flows import Library
from storage.recordings import Consent
from storage.watched import Turn

__all__ = [
    "Candidate",
    "Meaning",
    "Spoken",
    "Sureness",
    "candidates",
    "clock",
    "consent",
    "day",
    "day_and_time",
    "duration",
    "number",
    "offset",
    "percent",
    "placed",
    "plain",
    "spoken",
    "stamped",
    "status",
    "sureness",
    "titled",
    "understood",
    "waiting",
]


@dataclass(frozen=True)
class Sureness:
    """A confidence in words and as a share; never by colour alone."""

    level: str
    """high, middle or low; the class of the style sheet."""
    word: str
    percent: int

    @property
    def share(self) -> str:
        """The percent as the reader writes them: 93%."""
        return percent(self.percent / 100)


@dataclass(frozen=True)
class Meaning:
    """What a turn was understood as."""

    label: str
    sureness: Sureness | None


@dataclass(frozen=True)
class Spoken:
    """A word as it was heard, and the sign between it and the word before."""

    gap: str
    text: str
    sureness: Sureness
    time: str
    """From when to when, since the call began."""


@dataclass(frozen=True)
class Hint:
    """What a clerk whispered to the assistant."""

    by: str
    value: str


@dataclass(frozen=True)
class Candidate:
    """A subject that was considered, and the example that came closest."""

    name: str
    sureness: Sureness
    example: str


def sureness(confidence: float) -> Sureness:
    """The confidence (0 to 1) in words."""
    level = "high" if confidence >= 0.85 else "middle" if confidence >= 0.6 else "low"
    return Sureness(level, text(f"sure.{level}"), round(100 * min(1.0, max(0.0, confidence))))


def understood(turn: Turn | None) -> Meaning | None:
    """What the turn was understood as; None when there was nothing to understand."""
    if turn is None or turn.kind in ("start", "silence", "hangup", "clerk", "returned"):
        return None
    if turn.place == "handoff" and "asked" not in turn.meaning:
        return None  # it was for a person
    meaning = turn.meaning
    overall = _number(meaning.get("confidence"))
    if turn.intent:
        sure = turn.intent_confidence if turn.intent_confidence is not None else overall
        return Meaning(text("understood.intent", name=plain(turn.intent)), _sure(sure))
    for part in ("command", "choice"):
        if value := meaning.get(part):
            label = text(f"understood.{part}", name=plain(str(value)))
            return Meaning(label, _sure(overall))
    for part, key in (("slots", "values"), ("invalid", "invalid")):
        if values := meaning.get(part):
            return Meaning(text(f"understood.{key}", name=_values(values)), _sure(overall))
    for best in candidates(turn)[:1]:
        return Meaning(text("understood.closest", name=best.name), best.sureness)
    return Meaning(text("understood.nothing"), None)


def candidates(turn: Turn) -> list[Candidate]:
    """The subjects that were considered, best first."""
    listed = turn.meaning.get("candidates")
    return [
        Candidate(
            name=plain(str(one.get("intent"))),
            sureness=sureness(_number(one.get("confidence")) or 0.0),
            example=str(one.get("example", "")),
        )
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    ]


def spoken(turn: Turn) -> list[Spoken]:
    """The words of a turn; none where it has no times, or they make another text."""
    words, at = [], 0
    for word in turn.words:
        start = turn.heard.find(word.text, at)
        if start < 0:
            return []
        time = f"{offset(word.start)}–{offset(word.end)}"
        words.append(Spoken(turn.heard[at:start], word.text, sureness(word.confidence), time))
        at = start + len(word.text)
    return words


def hint(turn: Turn) -> Hint | None:
    """What a clerk whispered in this turn."""
    given = turn.meaning.get("hint")
    if not isinstance(given, Mapping):
        return None
    kind, value = str(given.get("kind", "")), str(given.get("value", ""))
    said = name("hint", kind) if kind == "person" else value
    return Hint(str(given.get("by", "")), plain(said) if kind in ("intent", "choice") else said)


def consent(given: Consent) -> str:
    """That the caller agreed to be recorded, and how that ended."""
    if given.ended_why is None:
        return text("recording.agreed")
    if given.ended_why == "caller":
        return text("recording.by_caller")
    return text("recording.failed", why=given.ended_why)


def plain(identifier: str) -> str:
    """`claim_status.ask_reference` as words."""
    return identifier.replace("_", " ").replace(".", " › ")


def titled(library: Library | None, flow: str) -> str:
    """What a flow is about, by its title where it has one."""
    if library is None or flow not in library.flows:
        return plain(flow)
    return library.flow(flow).title.template(language(), "sms")


def placed(library: Library | None, place: str) -> str:
    """Where a conversation is: the subject and the step in words, or that it is with a person."""
    if place in ("handoff", "end"):
        return name("status", {"handoff": "handoff", "end": "ended"}[place])
    flow, _, step = place.partition(".")
    return f"{titled(library, flow)} › {plain(step)}" if step else titled(library, flow)


def status(shown: str, going_on: bool) -> str:
    """The status in words; one that is open without a sign of life is not in progress."""
    return name("status", "quiet" if shown == "open" and not going_on else shown)


def _values(values: object) -> str:
    if not isinstance(values, Mapping):
        return str(values)
    return ", ".join(f"{plain(str(key))} {value}" for key, value in values.items())


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _sure(confidence: float | None) -> Sureness | None:
    return None if confidence is None else sureness(confidence)


def waiting(since: datetime, now: datetime) -> Markup:
    """How long somebody has waited, which `waiting.js` counts on."""
    seconds = max(0, int((now - since).total_seconds()))
    words = escape(duration(seconds))
    return Markup(f'<span class="number" data-waited="{seconds}">{words}</span>')
