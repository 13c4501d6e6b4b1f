"""Signatures of messages: a detached JWS (RFC 7797) with Ed25519 over header and message.

The standard asks for a signature of header and message by the sender's key and leaves its form
open. What is signed is their JSON with sorted keys and without spaces, so that whoever passes a
message on may lay it out anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_ALGORITHM = "EdDSA"


class Signer:
    """The key of this hotline, made of its secret: nothing more has to be kept."""

    def __init__(self, secret_key: str) -> None:
        seed = hmac.new(secret_key.encode(), b"registry messages", hashlib.sha256).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """What others check our signatures with: 32 bytes in base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def signed(self, message: Mapping[str, Any], sender: str) -> dict[str, Any]:
        """The message with its signature; `sender` is whose key it says to be."""
        signature = jwt.api_jws.encode(
            _content(message),
            self._key,
            algorithm=_ALGORITHM,
            headers={"kid": sender},
            is_payload_detached=True,
        )
        return {"signature": signature, **message}


class Verifier:
    """The key of somebody else."""

    def __init__(self, public_key: str) -> None:
        """public_key: 32 bytes in base64. Raises ValueError for anything else."""
        try:
            self._key = Ed25519PublicKey.from_public_bytes(
                base64.b64decode(public_key, validate=True)
            )
        except ValueError:
            raise ValueError("must be the 32 bytes of an Ed25519 key in base64") from None

    def approves(self, message: Mapping[str, Any]) -> bool:
        """Is the message as its sender signed it?"""
        try:
            content = _content(message)
            signed = jwt.api_jws.decode_complete(
                message["signature"],
                self._key,
                algorithms=[_ALGORITHM],
                detached_payload=content,
            )
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            return False
        # A signature may also bring what it signs along: that would be another text of the sender.
        return bool(signed["payload"] == content)


def _content(message: Mapping[str, Any]) -> bytes:
    signed = {"header": message["header"], "message": message["message"]}
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
