"""Figures in words and digits, as the reader's language writes them."""

from __future__ import annotations

from math import isinf

from babel.numbers import format_currency, format_decimal

from console.figures.summary import SLOWEST, Figure, Unit
from console.texts import language, text
from storage.figures.talk import ABOVE, SLOW_MS

NOTHING = "–"


def count(value: float) -> str:
    """A whole number."""
    return str(format_decimal(round(value), locale=language()))


def share(value: float | None) -> str:
    """A part of a whole, in hundredths."""
    if value is None:
        return NOTHING
    return f"{format_decimal(100 * value, format='#,##0.0', locale=language())} %"


def value(figure: Figure, currency: str) -> str:
    """The value of a figure with its unit."""
    if figure.value is None:
        return NOTHING
    match figure.unit:
        case "share":
            return share(figure.value)
        case "ms":
            if isinf(figure.value):
                return text("figures.above_ms", ms=count(SLOWEST))
            return text("figures.up_to_ms", ms=count(figure.value))
        case "seconds":
            return text("seconds", n=count(figure.value))
        case "money" | "fine_money":
            return _money(figure.value, figure.unit, currency)
    return count(figure.value)


def change(now: Figure, before: Figure) -> str:
    """How a figure differs from what it was, with its sign; empty where that says nothing."""
    grown = now.change(before)
    if grown is None or now.unit == "ms":
        return ""
    if now.unit == "share":
        points = format_decimal(grown, format="+#,##0.0;-#,##0.0", locale=language())
        return text("figures.points", points=points)
    return f"{format_decimal(100 * grown, format='+#,##0;-#,##0', locale=language())} %"


def upper(bucket: str, unit: str) -> str:
    """A class of times, by its upper end. unit: a text with `{ms}` or `{seconds}` as {n}."""
    if bucket != ABOVE:
        return text(f"figures.up_to_{unit}", **{unit: count(int(bucket))})
    last = SLOW_MS[-1] if unit == "ms" else 1200
    return text(f"figures.above_{unit}", **{unit: count(last)})


def _money(amount: float, unit: Unit, currency: str) -> str:
    if unit == "money":
        said = format_currency(amount, currency, locale=language())
    else:
        said = format_currency(
            amount, currency, "¤#,##0.0000", locale=language(), currency_digits=False
        )
    return str(said).replace("\xa0", " ")
