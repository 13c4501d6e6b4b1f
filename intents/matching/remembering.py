"""Vectors of examples, kept in a file: thousands take minutes, and most outlive a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arrays import UNREADABLE, write
from intents.matching.encoding import SIZE, Encoder

Floats = NDArray[np.floating]

_KEY = 16  # bytes of a checksum


def vectors(encoder: Encoder, texts: Sequence[str], folder: Path | None) -> Floats:
    """n by 384: what the encoder makes of texts. folder: where it is kept; None: nowhere."""
    if folder is None:
        return encoder(texts)
    file = _file(encoder, folder)
    known = _read(file)
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY] for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known |= zip(new, encoder(list(new.values())).astype(np.float16), strict=True)
        parts: dict[str, NDArray[Any]] = {
            "keys": np.frombuffer(b"".join(known), np.uint8).reshape(-1, _KEY),
            "vectors": np.array(list(known.values()), np.float16),
        }
        write(file, parts)
    # The same numbers whether they were kept or not.
    found = np.array([known[key] for key in keys], np.float16).reshape(-1, SIZE)
    return found.astype(np.float32)


class Remembered:
    """An encoder that has the vectors of some texts at hand."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], folder: Path | None) -> None:
        """folder: as for `vectors`."""
        self._encoder, self.words = encoder, encoder.words
        self._known = dict(zip(texts, vectors(encoder, texts, folder), strict=True))

    def vector(self, text: str) -> Floats:
        """As `Encoder.vector`."""
        known = self._known.get(text)
        return self._encoder.vector(text) if known is None else known


def kept(encoder: Encoder, folder: Path) -> bool:
    """Has the folder vectors of this encoder, so that only new texts take time?"""
    return _file(encoder, folder).is_file()


def _file(encoder: Encoder, folder: Path) -> Path:
    return folder / f"meanings-{encoder.name[:32]}.npz"


def _read(file: Path) -> dict[bytes, Floats]:
    """By the checksum of a text, its vector; nothing where the file holds something else."""
    try:
        with np.load(file, allow_pickle=False) as parts:
            keys, held = parts["keys"], parts["vectors"]
    except UNREADABLE:
        return {}
    fits = keys.shape == (len(held), _KEY) and held.shape == (len(keys), SIZE)
    if not fits or (keys.dtype, held.dtype) != (np.uint8, np.float16):
        return {}
    if not np.isfinite(held).all():
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, held, strict=True)}
