"""Numbers of bank accounts: the country's own, and their IBAN."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

COUNTRY = "XB"
"""The demo country: a code that ISO 3166 leaves to its users."""
DIGITS = 16
"""Of a national number: bank 4, account 10, check digits 2. Like Kosovo's, all of them digits, so
that it can be keyed in; the check digits are those of MOD 97-10."""


def national(written: str) -> str | None:
    """The 16 digits of an account, written so or as an IBAN; None where a digit is wrong, and for
    accounts abroad."""
    text = re.sub(r"[^0-9A-Z]", "", written.upper())
    if text.startswith(COUNTRY):
        if not mod_97_10.is_valid(text[4:] + text[:4]):
            return None
        text = text[4:]
    fits = re.fullmatch(rf"\d{{{DIGITS}}}", text)
    return text if fits and mod_97_10.is_valid(text) else None


def is_abroad(written: str) -> bool:
    """Is it the IBAN of an account in another country?"""
    try:
        return bool(iban.validate(written))
    except ValidationError:
        return False


def iban_of(account: str) -> str:
    """The IBAN of a national number."""
    return COUNTRY + mod_97_10.calc_check_digits(account + COUNTRY) + account


def with_check_digits(digits: str) -> str:
    """A national number from its first 14 digits."""
    return digits + mod_97_10.calc_check_digits(digits)
