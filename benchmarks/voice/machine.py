"""What a process uses, read from /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """A server: the process that was started, and the workers that it started."""

    def __init__(self, pid: int) -> None:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self._pids = [pid, *map(int, children)]

    @property
    def cpu_s(self) -> float:
        """Seconds of CPU so far."""
        return sum(map(_cpu_s, self._pids))

    @property
    def resident_mb(self) -> float:
        """Resident memory, in millions of bytes."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._pids)
        return sum(pages) * _PAGE / 1e6

    @property
    def threads(self) -> int:
        return sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in self._pids)

    @property
    def files(self) -> int:
        """Open files and sockets."""
        return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in self._pids)


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Whatever is started inside runs on this core only."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cores() -> tuple[int, int | None]:
    """One core to measure on, and another one for the load; None where there is only one."""
    first, *others = sorted(os.sched_getaffinity(0))
    return first, others[0] if others else None


def conditions() -> str:
    """What else the machine is doing, in words."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} ({five:.1f} over five minutes)"
