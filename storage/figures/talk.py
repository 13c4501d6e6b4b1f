"""What figures know of one conversation, and what it adds to each of them. Pure."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

SLOW_MS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Upper ends of the classes of server time; what is above the last is in one of its own."""
WAIT_S = (30, 60, 120, 300, 600, 1200)
"""Upper ends of the classes of waiting for a clerk."""
ABOVE = "above"
HOUSEKEEPING = frozenset({"listen", "end", "handoff"})
"""Places that are no question."""
LOST = ("hung_up", "left")
"""The outcomes of who left in the middle of something."""
_WHERE = {**dict.fromkeys(LOST, "dropped"), "handoff": "handed"}
Entry = tuple[str, str, str]
"""Name of the figure, flow, and key."""


@dataclass(frozen=True)
class Turn:
    """A turn as figures see it: no word of what was said."""

    at: datetime
    kind: str
    place: str
    took_ms: float
    after_s: float = 0.0
    """Since the conversation began."""
    asked: str = ""
    """The question (`flow.step`) that an answer was given to; empty where none was."""
    missed: bool = False
    """Was nothing of the answer understood, or the wrong thing?"""
    steps: tuple[str, ...] = ()
    topic: str = ""
    resting: bool = False
    """Is nothing in progress any more, and something done?"""
    segments: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Talk:
    """A conversation up to now. `at` is when it began, on the country's clocks."""

    session_id: str
    at: datetime
    last_at: datetime
    channel: str
    language: str
    topic: str = ""
    place: str = ""
    """The last question."""
    ending: str = "open"
    """open, finished, hung_up or left; a person apart."""
    handed: bool = False
    callback: bool = False
    reason: str = ""
    helped: str = ""
    waited_s: int | None = None
    turns: int = 0
    slowest_ms: float = 0.0
    seconds: int = 0
    """The length of a call; 0 for texts."""
    segments: tuple[int, int] = (0, 0)
    answers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By step that was gone through: answers given there, and those not understood."""
    ways: tuple[str, ...] = ()
    """`flow.step>step`, each once."""
    last_in: Mapping[str, str] = field(default_factory=dict)
    """By flow, the last step of it."""
    took: Mapping[str, int] = field(default_factory=dict)
    resting: bool = False

    @property
    def outcome(self) -> str:
        """handoff and callback before how it ended by itself."""
        return "handoff" if self.handed else "callback" if self.callback else self.ending

    @property
    def missed(self) -> int:
        """Answers that were not understood."""
        return sum(missed for _, missed in self.answers.values())

    @property
    def detail(self) -> str:
        """What has no column of its own, as JSON. Lists look for `"flow.step":` in it."""
        held = {
            "answers": self.answers,
            "ways": self.ways,
            "missed": [f"!{step}" for step, (_, missed) in self.answers.items() if missed],
            "last_in": self.last_in,
            "took": self.took,
            "resting": self.resting,
            "handed": self.handed,
            "callback": self.callback,
        }
        return json.dumps(held, separators=(",", ":"))


def went_on(talk: Talk, turn: Turn) -> Talk:
    """The conversation with one more turn."""
    answers, ways, last_in = dict(talk.answers), dict.fromkeys(talk.ways), dict(talk.last_in)
    for place in turn.steps or ((turn.place,) if _is_step(turn.place) else ()):
        flow, _, step = place.partition(".")
        answers.setdefault(place, (0, 0))
        before = last_in.get(flow)
        if before is not None and before != step:
            ways[f"{flow}.{before}>{step}"] = None
        last_in[flow] = step
    if turn.asked:
        given, missed = answers.get(turn.asked, (0, 0))
        answers[turn.asked] = given + 1, missed + turn.missed
    over = turn.place == "end"
    resting = talk.resting if over else turn.resting
    ending = "finished" if over else "open"
    if turn.kind == "hangup":
        ending = "finished" if resting else "hung_up"
    bucket = bucket_of(turn.took_ms, SLOW_MS)
    return replace(
        talk,
        last_at=max(talk.last_at, turn.at),
        topic=turn.topic or talk.topic,
        place=turn.place if _is_step(turn.place) else talk.place,
        ending=ending,
        handed=talk.handed or turn.place == "handoff",
        turns=talk.turns + 1,
        slowest_ms=max(talk.slowest_ms, turn.took_ms),
        seconds=max(talk.seconds, round(turn.after_s)) if talk.channel == "voice" else 0,
        segments=(talk.segments[0] + turn.segments[0], talk.segments[1] + turn.segments[1]),
        answers=answers,
        ways=tuple(ways),
        last_in=last_in,
        took={**talk.took, bucket: talk.took.get(bucket, 0) + 1},
        resting=resting,
    )


def gone_quiet(talk: Talk) -> Talk:
    """The conversation once nobody is expected to come back to it."""
    return replace(talk, ending="finished" if talk.resting else "left")


def entries(talk: Talk) -> dict[Entry, int]:
    """What this conversation adds to the figures of its day, channel and language."""
    found: dict[Entry, int] = {
        ("begun", "", ""): 1,
        ("hour", "", f"{talk.at.hour:02}"): 1,
        ("outcome", "", talk.outcome): 1,
        ("topic", "", talk.topic): 1,
        ("turns", "", ""): talk.turns,
    }
    if talk.seconds:
        found["seconds", "", ""] = talk.seconds
        found["minutes", "", ""] = -(-talk.seconds // 60)
    for way, count in zip(("in", "out"), talk.segments, strict=True):
        if count:
            found["segments", "", way] = count
    for bucket, count in talk.took.items():
        found["took", "", bucket] = count
    if talk.handed:
        found["reason", "", talk.reason or "unknown"] = 1
    if talk.waited_s is not None:
        found["wait", "", bucket_of(talk.waited_s, WAIT_S)] = 1
        found["waited", "", ""] = talk.waited_s
    if talk.helped:
        found["helped", "", talk.helped] = 1
    _add_flows(talk, found)
    return found


def _add_flows(talk: Talk, found: dict[Entry, int]) -> None:
    for place, (given, missed) in talk.answers.items():
        flow, _, step = place.partition(".")
        found["passed", flow, ""] = found["passed", flow, step] = 1
        if given:
            found["answered", flow, step] = given
        if missed:
            found["missed", flow, step] = missed
    for way in talk.ways:
        flow, _, pair = way.partition(".")
        found["way", flow, pair] = 1
    what = _WHERE.get(talk.outcome)
    if what and talk.place:
        flow, _, step = talk.place.partition(".")
        found[what, flow, ""] = found[what, flow, step] = 1


def bucket_of(value: float, ends: tuple[int, ...]) -> str:
    """The class of a value, by its upper end."""
    at = bisect_left(ends, value)
    return f"{ends[at]:05}" if at < len(ends) else ABOVE


def _is_step(place: str) -> bool:
    return "." in place and place not in HOUSEKEEPING


def read_detail(text: str) -> dict[str, Any]:
    """The fields of a Talk that `detail` holds."""
    held = json.loads(text)
    held.pop("missed")
    held["answers"] = {step: (given, missed) for step, (given, missed) in held["answers"].items()}
    held["ways"] = tuple(held["ways"])
    return held
