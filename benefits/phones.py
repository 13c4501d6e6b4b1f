"""Telephone numbers as people say or type them, made E.164, and whom we may ring or text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from benefits.country import DATA, read

_FICTIONAL = re.compile(r"\+1555[0-9]{7}")
_NATIONAL = re.compile(r"[2-9]\d{9}")


@dataclass(frozen=True)
class Plan:
    """The country's numbering plan (`data/phones.yaml`); beginnings are of national numbers."""

    country_code: str
    ordinary: str
    """Regular expression for the numbers of homes and mobile phones."""
    mobile: str
    """Regular expression for those that may be mobile phones."""
    premium: tuple[str, ...]
    special: tuple[str, ...]
    abroad: tuple[str, ...]


@cache
def plan() -> Plan:
    """The numbering plan."""
    return TypeAdapter(Plan).validate_python(read(DATA / "phones.yaml"))


def normalised(said: str) -> str | None:
    """The number in E.164, or None for what cannot be called back.

    A number without a country code is taken for one of our own country. Only its form is
    checked: whether somebody answers there, nobody can know.
    """
    text, code = re.sub(r"[\s().\-/]", "", said), plan().country_code
    if text.startswith("00"):
        text = "+" + text[2:]
    if not re.fullmatch(r"\+?\d+", text) or len(set(text.lstrip("+"))) < 3:
        return None
    if text.startswith("+"):
        digits = text[1:]
        if not digits.startswith(code[1:]):
            return text if re.fullmatch(r"[1-9]\d{7,14}", digits) else None
        national = digits[len(code) - 1 :]
    else:
        national = text[1:] if len(text) == 11 and text[0] == code[1:] else text
    if not _NATIONAL.fullmatch(national) or national.startswith(plan().premium):
        return None
    return code + national


def is_fictional(phone: str) -> bool:
    """Is this E.164 number one that no network gives to anybody? The demo country has them."""
    return _FICTIONAL.fullmatch(phone) is not None


def is_own_country(phone: str) -> bool:
    """Is this E.164 number one of our own country?"""
    national = _national(phone)
    return national is not None and not national.startswith(plan().abroad)


def is_ordinary(phone: str) -> bool:
    """Is this E.164 number somebody's own line in our country, so that ringing it costs little?

    Foreign, premium and special numbers are not; nor is a withheld one, which is empty.
    """
    national = _national(phone)
    if national is None or not re.fullmatch(plan().ordinary, national):
        return False
    return not national.startswith((*plan().premium, *plan().special, *plan().abroad))


def may_be_mobile(phone: str) -> bool:
    """Is this E.164 number an ordinary one that may get texts?"""
    national = _national(phone)
    return is_ordinary(phone) and bool(re.fullmatch(plan().mobile, national or ""))


def _national(phone: str) -> str | None:
    """The number without our country code; None for any other."""
    code = plan().country_code
    return phone.removeprefix(code) if phone.startswith(code) else None
