"""Encryption of personal columns, and keyed fingerprints to look them up by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_WORTH_PACKING = 200
"""Bytes from which on a value is compressed first: state and replies shrink to a third."""
_PACKED = b"\x78\x01"
"""How compressed values begin; no text does, as its second character is not one."""


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
        if not text:
            return ""
        plain = text.encode()
        if len(plain) >= _WORTH_PACKING:
            plain = zlib.compress(plain, 1)
        return self._fernet.encrypt(plain).decode()

    def decrypt(self, token: str) -> str:
        """The inverse of `encrypt`. Raises VaultError if no key opens it."""
        try:
            plain = self._fernet.decrypt(token.encode()) if token else b""
        except InvalidToken:
            raise VaultError("a stored value was encrypted with a key that is not given") from None
        return (zlib.decompress(plain) if plain.startswith(_PACKED) else plain).decode()

    def encrypt_bytes(self, plain: bytes) -> bytes:
        """Encrypted bytes, for files."""
        return base64.urlsafe_b64decode(self._fernet.encrypt(plain))

    def decrypt_bytes(self, sealed: bytes) -> bytes:
        """The inverse of `encrypt_bytes`. Raises VaultError if no key opens them."""
        try:
            return self._fernet.decrypt(base64.urlsafe_b64encode(sealed))
        except InvalidToken:
            raise VaultError("it was encrypted with a key that is not given") from None

    def fingerprint(self, text: str) -> str:
        """The same text always gives the same 32 hex digits; without the key they say nothing."""
        return (
            hmac.new(self._pepper, text.encode(), hashlib.sha256).hexdigest()[:32] if text else ""
        )
