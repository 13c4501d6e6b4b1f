"""Checksums written as `sha256:…` or `md5:…`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_HEX_DIGITS = {"sha256": 64, "md5": 32}
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Checksum:
    """`algorithm` is sha256 or md5, `digest` lower-case hexadecimal."""

    algorithm: str
    digest: str

    @classmethod
    def parse(cls, text: str) -> Checksum:
        """Raises ValueError, with a sentence, for anything but `algorithm:hexadecimal`."""
        algorithm, _, digest = text.strip().lower().partition(":")
        digits = _HEX_DIGITS.get(algorithm)
        if digits is None or not re.fullmatch(rf"[0-9a-f]{{{digits}}}", digest):
            raise ValueError(
                f"{text!r} is no checksum: write sha256: and 64, or md5: and 32 hexadecimal digits."
            )
        return cls(algorithm, digest)

    @classmethod
    def of(cls, file: Path, algorithm: str = "sha256") -> Checksum:
        """Of a whole file."""
        # md5 is what the publisher of most models gives; it is asked to find accidents only.
        digest = hashlib.new(algorithm, usedforsecurity=False)
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return cls(algorithm, digest.hexdigest())

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.digest}"
