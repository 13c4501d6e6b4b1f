"""Putting a finished folder in the place of another, so that nobody finds none or half of one."""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
_HERE = -100  # AT_FDCWD


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, which takes its place when the block ends well.

    What was there before is deleted. When the block raises, everything stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as place:
        new = Path(place) / folder.name
        new.mkdir()
        yield new
        if folder.exists():
            _exchange(new, folder)
        else:
            new.rename(folder)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders: at once where the system can, else with a moment in which one is gone."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        names = (os.fsencode(one), os.fsencode(other))
        if library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0:
            return
    other.rename(one.with_name(one.name + ".old"))
    one.rename(other)
