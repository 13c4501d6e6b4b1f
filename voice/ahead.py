"""Speaks every fixed sentence before somebody needs it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator

import structlog

from flows.library import Library
from flows.saying import sayings
from voice.phrasing import Piece, pieces
from voice.prompts import Prompts

PACES = ("normal", "slow")
_SHARE = 0.1
"""Of one processor that may be used for it beside calls."""
AFTER_S = 5.0
"""Seconds until it begins: a server that starts has other things to do."""
_log = structlog.get_logger()


def fixed_pieces(library: Library, language: str) -> Iterator[Piece]:
    """What may be said in a conversation in this language, without what holds a value."""
    found = (piece for prompt in sayings(library, language) for piece in pieces(prompt))
    yield from dict.fromkeys(piece for piece in found if piece.fixed)


def render(prompts: Prompts, library: Library, paces: Iterable[str] = PACES) -> int:
    """Have every fixed sentence on disk; answers how many had to be made."""
    return sum(prompts.prepare(piece, pace) for piece, pace in _all(library, paces))


def render_new(prompts: Prompts, was: Library, now: Library) -> int:
    """Have on disk what one library says and another does not; answers how many had to be made."""
    known = set(_all(was, PACES))
    found = (one for one in _all(now, PACES) if one not in known)
    return sum(prompts.prepare(piece, pace) for piece, pace in found)


def start(prompts: Prompts, library: Library) -> None:
    """The same in the background, beside calls."""
    run = threading.Thread(target=_gently, args=(prompts, library), name="prompts", daemon=True)
    run.start()


def _gently(prompts: Prompts, library: Library) -> None:
    time.sleep(AFTER_S)
    made = 0
    for piece, pace in _all(library, PACES):
        began = time.thread_time()
        if prompts.prepare(piece, pace):
            made += 1
            time.sleep((time.thread_time() - began) / _SHARE)
    if made:
        _log.info("prompts are ready", made=made)


def _all(library: Library, paces: Iterable[str]) -> Iterator[tuple[Piece, str]]:
    every = [piece for language in library.languages for piece in fixed_pieces(library, language)]
    for pace in paces:
        for piece in every:
            yield piece, pace
