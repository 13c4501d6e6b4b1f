"""Identifiers in the provider's form: two letters and 32 hex digits."""

from __future__ import annotations

import secrets


def new_sid(prefix: str) -> str:
    """A fresh identifier: "SM" for a text, "CA" for a call, "MZ" for a stream …"""
    return prefix + secrets.token_hex(16)
