"""Encryption of personal columns, and keyed fingerprints to look them up by."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class VaultError(Exception):
    """A key that is not one, or a value that none of the keys opens."""


class Vault:
    """Encrypts with the first key, decrypts with any: keys are rotated by putting one in front."""

    def __init__(self, keys: list[str]) -> None:
        """keys: Fernet keys (32 bytes, URL-safe base64), newest first.

        Raises VaultError for an empty list or a malformed key.
        """
        if not keys:
            raise VaultError("no encryption key is given")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise VaultError(f"an encryption key is malformed: {error}") from None
        # The oldest key makes the fingerprints, so that rotation does not lose the look-ups.
        self._pepper = hashlib.sha256(b"fingerprint" + keys[-1].encode()).digest()

    @staticmethod
    def new_key() -> str:
        """A fresh random key."""
        return Fernet.generate_key().decode()

    def encrypt(self, text: str) -> str:
        """The encrypted text; an empty text stays empty."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def decrypt(self, token: str) -> str:
        """The inverse of `encrypt`. Raises VaultError if no key opens it."""
        try:
            return self._fernet.decrypt(token.encode()).decode() if token else ""
        except InvalidToken:
            raise VaultError("a stored value was encrypted with a key that is not given") from None

    def fingerprint(self, text: str) -> str:
        """The same text always gives the same 32 hex digits; without the key they say nothing."""
        return (
            hmac.new(self._pepper, text.encode(), hashlib.sha256).hexdigest()[:32] if text else ""
        )
