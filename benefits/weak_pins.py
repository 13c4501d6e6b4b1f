"""PINs that somebody who knows a little about a person would try first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

_ROWS = "01234567890", "09876543210"
_FEWEST = 4
"""Different digits that a PIN has at least."""


def is_weak(pin: str, born: str, numbers: Iterable[str]) -> bool:
    """Is a PIN of eight digits easily guessed? born: the date of birth (ISO), or empty. numbers:
    that belong to the person, whose digits it must not be."""
    first, second = pin[: len(pin) // 2], pin[len(pin) // 2 :]
    return (
        len(set(pin)) < _FEWEST
        or first == second
        or all(any(half in row for row in _ROWS) for half in (first, second))
        or any(day in pin for day in _birthdays(born))
        or any(pin in number for number in numbers)
    )


def _birthdays(born: str) -> Iterator[str]:
    """How a date of birth is keyed in, the year alone included."""
    if born:
        day = date.fromisoformat(born)
        yield f"{day:%Y}"
        for form in ("%d%m%y", "%m%d%y", "%y%m%d"):
            yield day.strftime(form)
