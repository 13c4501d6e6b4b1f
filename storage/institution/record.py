"""What the records of all kinds have in common: numbers of people, days, months and money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

INSURANCE_NUMBER = "UIN"
PHONE = "MOBILE"
CLAIM_REFERENCE = "CLAIM_REF"
IDENTIFIERS = (INSURANCE_NUMBER, PHONE, CLAIM_REFERENCE)
"""What a record is asked for by, as DCI's identifier types."""
MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
Money = Annotated[Decimal, Field(decimal_places=2)]


def _day(value: Any) -> Any:
    """A date, or the date of a time; empty where nothing is given."""
    text = str(value or "").partition("T")[0]
    return date.fromisoformat(text).isoformat() if text else ""


Day = Annotated[str, BeforeValidator(_day)]


class Identifier(BaseModel):
    """A number by which a person is known."""

    model_config = ConfigDict(frozen=True)
    identifier_type: str
    identifier_value: str


class Record(BaseModel):
    """A record as it travels; what it has beyond these fields is not ours to know."""

    model_config = ConfigDict(frozen=True)
    kind: ClassVar[str]
    """As `reg_record_type`."""

    def belongs(self, identifier: str, value: str) -> bool:
        """Is it what was asked for? An identifier that a record does not carry tells nothing."""
        raise NotImplementedError


def insured(number: str) -> Identifier:
    """An insurance number."""
    return Identifier(identifier_type=INSURANCE_NUMBER, identifier_value=number)


def money(cents: int) -> Decimal:
    """An amount as records have it."""
    return Decimal(cents).scaleb(-2)


def cents(amount: Decimal) -> int:
    """An amount as rows have it."""
    return int(amount.scaleb(2))
