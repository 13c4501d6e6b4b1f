"""Keys, gathered into entries: "3" at a menu, "123456789" where a number is asked for."""

from __future__ import annotations

from collections import deque

from intents import KeyEntry
from voice.endpoint import FRAME_S

KEYS = frozenset("0123456789*#")
STAR = "*"
"""Begins a command of two keys, such as `*5`; alone it is one too."""
NOTHING = "#"
"""An entry without a key in it: it answers nothing, and so the question is put again."""
FASTEST = 12.0
"""Keys a second that a person, or a telephone that dials for one, can press …"""
_MASHED = 12
"""… and how many more than that make clear that nobody means them."""
_CALM_S = 1.0
"""Seconds without a key after which keys count again."""


class Keypad:
    """Collects the keys of one call; keys typed ahead of the question wait in order."""

    def __init__(self) -> None:
        self._ahead: deque[str] = deque()
        self._entry = ""
        self._expected = KeyEntry(1, 1)
        self._slower = 1.0
        self._since_key = 0.0
        self._just_full = False
        self._hurry = 0.0
        """How many keys came faster than they can be meant."""
        self._mashed = False

    @property
    def typing(self) -> bool:
        """Is an entry begun, or a key waiting?"""
        return bool(self._entry or self._ahead or self._mashed)

    def expect(self, keys: KeyEntry, slower: float = 1.0) -> None:
        """The next entry has so many keys; `#` may end it early. slower: how many times as long
        they may take."""
        self._expected, self._slower = keys, slower
        self._entry = ""
        self._since_key = 0.0

    def press(self, key: str) -> None:
        """A key went down. More keys than a person can mean are none at all: a child with the
        telephone, or a fault of the line, must not walk through the questions."""
        if key not in KEYS:
            return
        self._hurry += 1
        self._mashed = self._mashed or self._hurry > _MASHED
        if self._mashed:
            self._ahead.clear()
            self._entry = ""
            self._since_key = 0.0
        else:
            self._ahead.append(key)

    def tick(self) -> None:
        """One more frame of audio."""
        self._since_key += FRAME_S
        self._hurry = max(0.0, self._hurry - FASTEST * FRAME_S)

    def take(self) -> str | None:
        """The entry, when the keys pressed so far complete one."""
        while self._ahead:
            entry = self._add(self._ahead.popleft())
            if entry is not None:
                return entry
        return None

    def late(self) -> str | None:
        """The entry, when no further key came in time."""
        if self._mashed and self._since_key >= _CALM_S:
            self._mashed = False
            self._hurry = 0.0
            return NOTHING
        enough = self._entry == STAR or len(self._entry) >= self._expected.min
        patience = self._expected.between_s if enough else self._expected.looking_s
        if self._entry and self._since_key >= patience * self._slower:
            return self._complete()
        return None

    def _add(self, key: str) -> str | None:
        # People who were told "then press hash" press it even when the last digit was enough.
        needless_hash = key == "#" and self._just_full and self._since_key < 2.5
        self._just_full = False
        self._since_key = 0.0
        if needless_hash:
            return None
        if key == "#":
            self._entry = self._entry or NOTHING
            return self._complete()
        if key == "*":
            self._entry = STAR  # a command begins, also in the middle of a number
            return None
        command = self._entry == STAR
        self._entry += key
        if command:
            return self._complete()
        if len(self._entry) >= self._expected.max:
            self._just_full = self._expected.max > 1
            return self._complete()
        return None

    def _complete(self) -> str:
        entry, self._entry = self._entry, ""
        return entry
