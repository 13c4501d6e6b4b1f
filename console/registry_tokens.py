"""Access tokens of other systems: signed, short, and good for nothing but searching."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

import jwt

LASTS = timedelta(minutes=15)
SCOPE = "registry/search"
_ALGORITHM = "HS256"
_AUDIENCE = "registry"


class Tokens:
    """Issues tokens and reads them; the key is made of the server's secret."""

    def __init__(self, secret_key: str, clock: Callable[[], datetime]) -> None:
        self._key = hmac.new(secret_key.encode(), b"registry tokens", hashlib.sha256).digest()
        self._clock = clock

    def issue(self, client_id: str) -> str:
        """A token for this client."""
        now = self._clock()
        claims = {
            "sub": client_id,
            "aud": _AUDIENCE,
            "scope": SCOPE,
            "iat": int(now.timestamp()),
            "exp": int((now + LASTS).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def holder(self, token: str) -> str | None:
        """Whose token this is; None when it is none of ours or over."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                # The time is checked below by our own clock, which tests set.
                options={
                    "verify_exp": False,
                    "verify_iat": False,
                    "require": ["sub", "exp", "aud"],
                },
            )
        except jwt.InvalidTokenError:
            return None
        return str(claims["sub"]) if claims["exp"] > self._clock().timestamp() else None
