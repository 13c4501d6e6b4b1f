"""What a channel needs to know of a question to listen well for its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from conversation.lists import Lists
from conversation.reply import Reply
from intents import KeyEntry, Pause, key_entry, listening, pause_after, readings_wanted
from storage.database import Write
from storage.registry import SqlRegistry

Registries = Callable[[list[Write], str, datetime], SqlRegistry]


class Ears:
    """What is expected after a reply."""

    def __init__(self, registries: Registries, lists: Lists, clock: Callable[[], datetime]) -> None:
        """registries: makes the registry that lists are looked up in. clock: the time in UTC."""
        self._registries = registries
        self._lists = lists
        self._clock = clock

    def listening(self, reply: Reply) -> tuple[str, ...]:
        """Every phrase expected after this reply, global commands included, in lower case."""
        if reply.expects is None:
            return ()
        now = self._clock()
        registry = self._registries([], reply.session_id, now)
        lists = self._lists.view(registry, reply.language, now)
        return listening(reply.language, reply.expects, lists)

    def pause_after(self, reply: Reply, words: str) -> Pause:
        """The silence that ends a spoken answer to this reply, after these words of it."""
        if reply.expects is None:
            return "usual"
        now = self._clock()
        registry = self._registries([], reply.session_id, now)
        lists = self._lists.view(registry, reply.language, now)
        return pause_after(words, reply.language, reply.expects, now.date(), lists)

    def keys_expected(self, reply: Reply) -> KeyEntry:
        """How many keys an answer to this reply has, and how fast they come."""
        slot = reply.expects.slot if reply.expects else None
        return key_entry(slot.type) if slot else KeyEntry(1, 1)

    def readings_wanted(self, reply: Reply) -> int:
        """How many readings of what is said help to understand it; 0: the usual few."""
        slot = reply.expects.slot if reply.expects else None
        return readings_wanted(slot.type) if slot else 0
