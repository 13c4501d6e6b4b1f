"""A lock that many processes of one machine share, and that a killed one leaves open."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(file: Path) -> Iterator[bool]:
    """True for one at a time, in all threads and processes; False while another has it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        # Closing the file gives the lock back, and so does the end of the process, even by kill -9.
        yield True
