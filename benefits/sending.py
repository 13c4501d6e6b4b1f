"""Texts with what somebody wants to have in writing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from benefits.function import Asked

_REFERENCE = {
    "en": ("Benefitline: payment reference {reference}, {amount}, due {day}.", "d MMM y", "en_US"),
    "zh": (
        "Benefitline：缴费参考号{reference}，金额{amount}，应缴日期{day}。",
        "y年M月d日",
        "zh_CN",
    ),
    "es": (
        "Benefitline: referencia de pago {reference}, {amount}, vence el {day}.",
        "d MMM y",
        "es_US",
    ),
}


def send_reference(asked: Asked, reference: str, cents: int, due_on: str) -> None:
    """Send a payment reference to the phone that calls; it says nothing of what it is for."""
    code = asked.language if asked.language in _REFERENCE else "en"
    sentence, pattern, locale = _REFERENCE[code]
    body = sentence.format(
        reference=" ".join(reference[at : at + 3] for at in range(0, len(reference), 3)),
        amount=format_currency(Decimal(cents) / 100, "USD", locale=locale).replace("\xa0", " "),
        day=format_date(date.fromisoformat(due_on), pattern, locale=locale).replace(".", ""),
    )
    asked.registry.add_text(asked.caller, body, asked.language)
