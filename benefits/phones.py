"""Telephone numbers as people say or type them, made E.164."""

from __future__ import annotations

import re

from benefits.country import COUNTRY_CODE

_NATIONAL = re.compile(r"[2-9]\d{9}")
_PREMIUM = ("900", "976")
"""Area codes where a call back would be charged to us: a known fraud."""


def normalised(said: str) -> str | None:
    """The number in E.164, or None for what cannot be called back.

    A number without a country code is taken for one of our own country. Only its form is
    checked: whether somebody answers there, nobody can know.
    """
    text = re.sub(r"[\s().\-/]", "", said)
    if text.startswith("00"):
        text = "+" + text[2:]
    if not re.fullmatch(r"\+?\d+", text) or len(set(text.lstrip("+"))) < 3:
        return None
    if text.startswith("+"):
        digits = text[1:]
        if not digits.startswith(COUNTRY_CODE[1:]):
            return text if re.fullmatch(r"[1-9]\d{7,14}", digits) else None
        national = digits[len(COUNTRY_CODE) - 1 :]
    else:
        national = text[1:] if len(text) == 11 and text[0] == COUNTRY_CODE[1:] else text
    if not _NATIONAL.fullmatch(national) or national.startswith(_PREMIUM):
        return None
    return COUNTRY_CODE + national


def is_own_country(phone: str) -> bool:
    """Is this E.164 number one of our own country?"""
    return phone.startswith(COUNTRY_CODE)
