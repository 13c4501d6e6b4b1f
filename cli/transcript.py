"""What happened in a conversation, read from the server's database turn by turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import click

from cli.environment import Store
from conversation.reply import Reply
from storage.watched import Turn


@dataclass(frozen=True)
class Exchange:
    """A turn, and the words of its answer; `said` is complete, where the database's is redacted.

    The words are those of the latest answer: an older turn that was read late has them redacted.
    """

    turn: Turn
    said: tuple[str, ...]


class Transcript:
    """Follows one conversation: its channel, and its CallSid or pair of numbers ("ours|theirs")."""

    def __init__(self, store: Store, channel: Literal["voice", "sms"], key: str) -> None:
        self._store, self._channel, self._key = store, channel, key
        self._conversation = ""
        self._seen = 0

    def news(self) -> Iterator[Exchange]:
        """The turns since the last time."""
        stored = self._store.conversations.last_reply(self._channel, self._key)
        if stored is None:
            return
        reply = Reply.from_json(stored)
        if reply.session_id != self._conversation:
            self._conversation, self._seen = reply.session_id, 0
        for turn in self._store.watching.turns(reply.session_id, self._seen):
            self._seen = turn.number
            latest = turn.number == reply.turn
            said = tuple(prompt.text for prompt in reply.prompts) if latest else (turn.said,)
            yield Exchange(turn, said)


def show(exchange: Exchange) -> None:
    """Print a turn: what was heard and understood, how long that took, and the answer."""
    turn = exchange.turn
    if turn.kind != "start":
        click.echo(f"  heard  {turn.heard or turn.kind}   [{understood(turn)}]")
    click.echo(f"  line   {' '.join(exchange.said)}")


def understood(turn: Turn) -> str:
    """Recognition, meaning, place and time of a turn in one line."""
    parts = [turn.kind]
    if turn.kind == "speech":
        parts.append(f"recognised {turn.confidence:.2f}")
    for name in ("command", "choice", "intent"):
        if turn.meaning.get(name):
            parts.append(f"{name} {turn.meaning[name]}")
    if slots := turn.meaning.get("slots"):
        parts.append(", ".join(f"{name} {value}" for name, value in slots.items()))
    if sure := turn.meaning.get("confidence"):
        parts.append(f"confidence {sure:.2f}")
    return "; ".join([*parts, f"at {turn.place}", f"{turn.took_ms:.1f} ms"])
