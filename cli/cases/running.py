"""Plays a case turn by turn, and compares what comes of it with what the case expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from cli.cases.hotline import Hotline
from cli.cases.reading import Case, Turn
from conversation.heard import BEGINNINGS, Heard, Kind
from conversation.reply import Reply
from intents import Understood
from sms.keywords import change_to_stop

OURS = "+15550199999"


@dataclass(frozen=True)
class Seen:
    """What came of a turn. None: this way of playing a case cannot see it."""

    said: str
    at: str | None = None
    understood: Understood | None = None
    meant: frozenset[str] = frozenset()
    """The intents that it may be called: the one that was understood, or those of the flow that
    was chosen, since the words of an option are often those of an intent too."""
    language: str | None = None
    pace: str | None = None


def play(case: Case, take: Callable[[Turn], Seen]) -> None:
    """Play all turns of the case."""
    for number, turn in enumerate(case.turns, start=1):
        seen = take(turn)
        where = f"turn {number} ({turn.way}: {turn.words})\n  said: {seen.said}\n  at: {seen.at}"
        compare(turn, seen, where)


class NotAsExpected(AssertionError):
    """What came of a turn is not what the case expects."""


def compare(turn: Turn, seen: Seen, where: str) -> None:
    """Is it what the turn expects?"""
    said = seen.said.casefold()
    for part in turn.says:
        _check(part.casefold() in said, f"{where}\n  misses: {part}")
    for part in turn.unsaid:
        _check(part.casefold() not in said, f"{where}\n  should not say: {part}")
    for name in ("at", "language", "pace"):
        wanted, found = getattr(turn, name), getattr(seen, name)
        _check(not wanted or found in (wanted, None), f"{where}\n  {name} should be: {wanted}")
    if seen.understood is not None:
        understood = f"{where}\n  understood: {seen.understood}"
        _check(turn.intent is None or turn.intent in seen.meant, understood)
        _check(turn.command in (None, seen.understood.command), understood)


def compare_stored(case: Case, rows_of: Callable[[str], list[dict[str, object]]]) -> None:
    """Do the tables hold the rows that the case expects, and no others?"""
    for table, expected in case.stored.items():
        rows = rows_of(table)
        found = [
            {name: str(row[name]) for name in wanted}
            for row, wanted in zip(rows, expected, strict=False)
        ]
        _check(len(rows) == len(expected), f"{table}: {rows}")
        _check(found == expected, f"{table}: {found}")


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotAsExpected(otherwise)


class Direct:
    """Takes the turns of a case by calling `Turns` itself, as a channel does."""

    def __init__(self, case: Case, hotline: Hotline) -> None:
        self._case, self._hotline, self._number = case, hotline, 0
        self._crowded = False
        self._placed = case.called_back
        self.places: set[str] = set()
        """Every `flow.step` that said something or waited for an answer."""

    def take(self, turn: Turn) -> Seen:
        self._number += 1
        # A text after a call that broke off comes on the other channel.
        self._crowded |= "crowded" in (turn.way, turn.words)
        if turn.way in BEGINNINGS:
            self._placed = self._case.called_back or turn.way != "start"
        by_text = turn.way == "text" or self._case.channel == "sms"
        channel: Literal["voice", "sms"] = "sms" if by_text else "voice"
        self._hotline.clock.later(turn.after)
        if turn.staff:
            self._hotline.work_on_case(turn.staff)
        if turn.records:
            self._hotline.records_up = turn.records == "up"
        self._hotline.understander.understood = None
        words = self._hotline.told(turn.words) if turn.words.startswith("$") else turn.words
        reply = self._hotline.turns.take(
            Heard(
                provider_id=f"turn-{self._number}",
                channel=channel,
                session=f"{self._case.caller}>{OURS}",
                caller=self._case.caller,
                called=OURS,
                kind=_kind(turn),
                text="" if words == "true" else words,
                placed=self._placed,
                alternatives=turn.readings,
                confidence=turn.confidence,
                # A number called may stand for a language; what a text is written in is seen.
                language=self._case.language if channel == "voice" else None,
                speech_languages=frozenset() if self._crowded else self._case.hears,
                crowded=self._crowded,
                stops=(change_to_stop(turn.words) or "") if turn.way == "text" else "",
            )
        )
        self._hotline.hear(reply)
        self.places |= {place(reply), *(prompt.step for prompt in reply.prompts)}
        understood = self._hotline.understander.understood
        return Seen(
            said=reply.text,
            at=place(reply),
            understood=understood,
            meant=frozenset(self._meant(understood, reply)),
            language=reply.language,
            pace=reply.pace,
        )

    def _meant(self, understood: Understood | None, reply: Reply) -> Iterator[str]:
        if understood and understood.intent:
            yield understood.intent
        elif understood and understood.choice:
            flows = {
                step.split(".")[0] for step in (place(reply), *(p.step for p in reply.prompts))
            }
            for intent, flow in self._hotline.library.by_intent.items():
                if flow.name in flows:
                    yield intent


def _kind(turn: Turn) -> Kind:
    """The kind of a Heard, as the channels make it."""
    if turn.way == "text" and not turn.words:
        return "silence"
    return "speech" if turn.way == "say" else cast(Kind, turn.way)


def place(reply: Reply) -> str:
    """Where the conversation waits: flow.step, handoff or ended."""
    if reply.expects:
        return f"{reply.expects.flow}.{reply.expects.step}"
    return "ended" if reply.next == "end" else reply.next
