"""Trials and reports run one at a time, in a process of their own: calls go on beside them.

The process holds a lock of the operating system. It inherits it from whoever starts it, so that
there is no moment between, and gives it back however it ends: what seems to run while nobody holds
the lock has died.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from storage.teaching_runs import FAILED, RUNNING, Kind, Run, Runs

_QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A trial takes one core, however many there are."""


class Busy(Exception):
    """Another trial or report is running."""


class Running:
    """Starts runs, and tells how far they are."""

    def __init__(self, runs: Runs, lock: Path, command: Sequence[str], folder: Path) -> None:
        """command: what carries out a run, in a folder; the number of the run is added."""
        self.runs = runs
        self._lock = lock
        self._command = command
        self._folder = folder

    @contextmanager
    def begun(
        self, kind: Kind, change_set: int | None, basis: str, by: str
    ) -> Iterator[tuple[int, IO[str]]]:
        """Begin a run: its number, and the open lock. Raises Busy."""
        with self._opened() as lock:
            if not _taken(lock):
                raise Busy
            yield self.runs.begin(kind, change_set, basis, by), lock

    def start(self, kind: Kind, change_set: int | None, basis: str, by: str) -> int:
        """Begin a run that a process of its own carries out; its number. Raises Busy."""
        with self.begun(kind, change_set, basis, by) as (number, lock):
            process = subprocess.Popen(
                [*self._command, str(number)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                pass_fds=(lock.fileno(),),
                env={**os.environ, **_QUIET},
                start_new_session=True,
            )
        # Whoever waits for it lets the system forget it.
        threading.Thread(target=process.wait, name="teaching", daemon=True).start()
        return number

    def latest(self, kind: Kind, change_set: int | None = None) -> Run | None:
        """The last run of a kind, or of a change set; one that has died is shown as failed."""
        while True:
            free = self._is_free()
            run = self.runs.latest(kind, change_set)
            if run is None or run.status != RUNNING or not free:
                return run
            # Another may have begun, and this one ended, since we looked at the lock.
            if self._is_free() and self.runs.latest(kind, change_set) == run:
                return replace(run, status=FAILED, result={"error": "died"})

    @contextmanager
    def _opened(self) -> Iterator[IO[str]]:
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a") as opened:
            yield opened

    def _is_free(self) -> bool:
        with self._opened() as lock:
            return _taken(lock)


def _taken(lock: IO[str]) -> bool:
    """Take the lock, if nobody has it. Closing the file in all that inherited it gives it back."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
