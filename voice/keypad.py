"""Keys, gathered into entries: "3" at a menu, "123456789" where a number is asked for."""

from __future__ import annotations

from collections import deque

from voice.endpoint import FRAME_S, Timing

KEYS = frozenset("0123456789*#")
STAR = "*"
"""Begins a command of two keys, such as `*5`; alone it is one too."""


class Keypad:
    """Collects the keys of one call; keys typed ahead of the question wait in order."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._ahead: deque[str] = deque()
        self._entry = ""
        self._least, self._most = 1, 1
        self._since_key = 0.0
        self._just_full = False

    @property
    def typing(self) -> bool:
        """Is an entry begun, or a key waiting?"""
        return bool(self._entry or self._ahead)

    def expect(self, least: int, most: int, timing: Timing | None = None) -> None:
        """The next entry has so many keys; `#` may end it early. timing: from here on."""
        self._timing = timing or self._timing
        self._least, self._most = max(1, least), max(1, least, most)
        self._entry = ""
        self._since_key = 0.0

    def press(self, key: str) -> None:
        """A key went down."""
        if key in KEYS:
            self._ahead.append(key)

    def take(self) -> str | None:
        """The entry, when the keys pressed so far complete one."""
        while self._ahead:
            entry = self._add(self._ahead.popleft())
            if entry is not None:
                return entry
        return None

    def frame(self) -> str | None:
        """One more frame of audio; the entry, when no further key came in time."""
        self._since_key += FRAME_S
        enough = self._entry == STAR or len(self._entry) >= self._least
        patience = self._timing.between_keys if enough else self._timing.before_enough_keys
        if self._entry and self._since_key >= patience:
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
            self._entry = self._entry or "#"
            return self._complete()
        if key == "*":
            self._entry = STAR  # a command begins, also in the middle of a number
            return None
        command = self._entry == STAR
        self._entry += key
        if command:
            return self._complete()
        if len(self._entry) >= self._most:
            self._just_full = self._most > 1
            return self._complete()
        return None

    def _complete(self) -> str:
        entry, self._entry = self._entry, ""
        return entry
