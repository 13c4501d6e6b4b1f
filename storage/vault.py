"""Encryption of personal columns, and keyed fingerprints to look them up by."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_WORTH_PACKING = 200
"""Bytes from which on a value is compressed first: state and replies shrink to a third."""
_PACKED = b"\x78\x01"
"""How compressed values begin; no text does, as its second character is not one."""
_VERSION = b"\x02"
"""How values begin; those of Fernet begin with 0x80."""
_NAME = 4
_NONCE = 12
_HEAD = len(_VERSION) + _NAME


class VaultError(Exception):
    """A key that is not one, or a value that none of the keys opens."""


class Vault:
    """Encrypts with the first key, decrypts with any: keys are rotated by putting one in front.

    AES-256 in Galois/Counter mode with random nonces, which is good for 2^32 values of a key: a
    tenth of the time of Fernet, in which values were written before, and which is still read.
    """

    def __init__(self, keys: list[str]) -> None:
        """keys: 32 bytes in URL-safe base64, newest first.

        Raises VaultError for an empty list or a malformed key.
        """
        if not keys:
            raise VaultError("no encryption key is given")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise VaultError(f"an encryption key is malformed: {error}") from None
        raw = [base64.urlsafe_b64decode(key) for key in keys]
        self._keys = {_name(key): AESGCM(_derived(key)) for key in reversed(raw)}
        self._name, self._key = _name(raw[0]), self._keys[_name(raw[0])]
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
        return base64.urlsafe_b64encode(self.encrypt_bytes(plain)).decode()

    def decrypt(self, token: str) -> str:
        """The inverse of `encrypt`. Raises VaultError if no key opens it."""
        if not token:
            return ""
        try:
            sealed = base64.urlsafe_b64decode(token)
        except ValueError:
            raise VaultError("a stored value is damaged") from None
        plain = self.decrypt_bytes(sealed)
        return (zlib.decompress(plain) if plain.startswith(_PACKED) else plain).decode()

    def encrypt_bytes(self, plain: bytes) -> bytes:
        """Encrypted bytes, for files."""
        nonce = os.urandom(_NONCE)
        return _VERSION + self._name + nonce + self._key.encrypt(nonce, plain, None)

    def decrypt_bytes(self, sealed: bytes) -> bytes:
        """The inverse of `encrypt_bytes`. Raises VaultError if no key opens them."""
        try:
            if not sealed.startswith(_VERSION):
                return self._fernet.decrypt(base64.urlsafe_b64encode(sealed))
            nonce = sealed[_HEAD : _HEAD + _NONCE]
            return self._keys[sealed[1:_HEAD]].decrypt(nonce, sealed[_HEAD + _NONCE :], None)
        except (KeyError, ValueError, InvalidTag, InvalidToken):
            raise VaultError("a stored value was encrypted with a key that is not given") from None

    def fingerprint(self, text: str) -> str:
        """The same text always gives the same 32 hex digits; without the key they say nothing."""
        return hmac.digest(self._pepper, text.encode(), "sha256").hex()[:32] if text else ""


def _derived(key: bytes) -> bytes:
    """Of its own, as Fernet uses the halves of the key itself."""
    return HKDF(SHA256(), 32, None, b"benefitline vault 2").derive(key)


def _name(key: bytes) -> bytes:
    """Says in a value which key opens it."""
    return hashlib.sha256(b"name" + _derived(key)).digest()[:_NAME]
