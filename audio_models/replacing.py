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
        if not folder.exists():
            new.rename(folder)
        elif not exchange(new, folder):
            folder.rename(new.with_name(new.name + ".old"))  # for a moment nobody finds any
            new.rename(folder)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders of one file system at once; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
