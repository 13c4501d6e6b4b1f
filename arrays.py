"""Arrays in a file: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile)
"""What reading a file raises that is missing, damaged or somebody else's."""


def write(file: Path, parts: Mapping[str, NDArray[Any]]) -> None:
    """Keeps arrays by name; where the folder cannot be written, nothing is kept."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        # Readers see the whole file or none; a start that breaks off leaves nothing behind.
        with tempfile.TemporaryDirectory(dir=file.parent) as apart:
            written = Path(apart) / "parts.npz"
            np.savez(written, **parts)  # type: ignore[arg-type]
            os.replace(written, file)
