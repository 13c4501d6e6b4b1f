"""Lets a running server understand what was learnt, in every process and without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog

from conversation.teaching.teaching import lessons
from conversation.understanding import Changing, Understands
from intents.wording import Lesson
from storage.change_sets import ChangeSets

PAUSE_S = 1.0
"""Between two looks at what is in force: one look-up in a table of a few rows."""
_log = structlog.get_logger()


class Switching:
    """Fits a new understander beside the turns, and switches over when it is done."""

    def __init__(
        self,
        changes: ChangeSets,
        load: Callable[[Sequence[Lesson]], Understands],
        at_first: Callable[[Sequence[Lesson]], Understands] | None = None,
    ) -> None:
        """at_first: loads one that is ready sooner, where callers should not wait for `load`."""
        self._changes = changes
        self._load = load
        self._in_force: Sequence[int] | None = changes.in_force()
        self.understander = Changing((at_first or load)(lessons(changes)))
        if at_first:
            self._in_force = None  # the first look switches over
        self._wanted = threading.Event()
        self._stopped = False

    def look(self) -> bool:
        """Switch over if other examples are in force than before."""
        in_force = self._changes.in_force()
        if in_force == self._in_force:
            return False
        # Read before the lessons: what is accepted meanwhile is found at the next look.
        self._in_force = in_force
        self.understander.now = self._load(lessons(self._changes))
        _log.info("other examples are in force", change_sets=list(in_force))
        return True

    def soon(self) -> None:
        """Look now, and not after the pause."""
        self._wanted.set()

    def start(self) -> None:
        """Look in the background until `stop`."""
        threading.Thread(target=self._run, name="switching", daemon=True).start()

    def stop(self) -> None:
        """End after the look in hand."""
        self._stopped = True
        self._wanted.set()

    def _run(self) -> None:
        while not self._stopped:
            try:
                self.look()
            except Exception:
                # What was understood before is still understood.
                _log.exception("the examples in force could not be learnt")
            self._wanted.wait(PAUSE_S)
            self._wanted.clear()
