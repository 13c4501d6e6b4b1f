"""Which rules ran, for whoever asks what a turn did: names and versions, never facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("rules that ran", default=None)


@contextmanager
def noting() -> Iterator[set[str]]:
    """While this lasts, on this thread, the set takes "programme version" of all rules that run."""
    found: set[str] = set()
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def note(programme: str, version: str) -> None:
    """The rules of a programme run."""
    found = _noted.get()
    if found is not None:
        found.add(f"{programme} {version}")
