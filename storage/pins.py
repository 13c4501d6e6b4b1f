"""Hashes of PINs: made and compared, and nothing else is ever kept of one."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)
"""A verification takes 64 MB: many at once must queue, not exhaust the machine."""


def hashed(pin: str) -> str:
    """What is kept of a PIN."""
    with _AT_ONCE:
        return _HASHER.hash(pin)


def fits(hash_: str | None, pin: str) -> bool:
    """Is it the PIN of this hash? The same work is done where there is none, so that the time
    tells nobody which numbers have one."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(hash_ or _nobody(), pin) and hash_ is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _HASHER.hash("no PIN at all")
