"""Takes new turns into the figures in the background, so that pages find little left to do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from storage.figures import Folding

_PAUSE_S = 30.0
_AT_ONCE = 500
_BREATH_S = 1.0
_log = structlog.get_logger()


class Counting:
    """The worker that keeps figures up to date."""

    def __init__(self, folding: Folding, clock: Callable[[], datetime]) -> None:
        self._folding = folding
        self._clock = clock
        self._stopped = threading.Event()

    def start(self) -> None:
        """Count what is new, and then what comes, in the background until `stop`."""
        threading.Thread(target=self._run, name="counting", daemon=True).start()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(_PAUSE_S):
            try:
                # Years of turns, after an update, are taken in bit by bit: callers come first.
                while self._folding.fold(self._clock(), _AT_ONCE) == _AT_ONCE:
                    if self._stopped.wait(_BREATH_S):
                        return
            except Exception:
                # The worker must outlive a full disk or a locked database.
                _log.exception("figures could not be counted")
