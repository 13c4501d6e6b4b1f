"""What a case is about, as staff read it: names and values, with what is personal masked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from console.shown import plain
from console.texts import FALLBACK, language, text, texts
from conversation.redaction import MASK, redact

NOTHING = "–"
"""What stands for an empty value."""
_BESIDE = frozenset({"to_do", "what_to_do", "who", "key", "job", "cause", "payments"})
"""What is shown elsewhere on the page, or says nothing to a person."""
_PERSONAL = frozenset(
    {
        *("name", "given_name", "surname", "birth_date", "born", "address", "phone", "account"),
        *("insurance_number", "reference", "key", "person"),
    }
)
_MONEY = frozenset({"amount", "declared", "recorded", "said"})
"""In cents."""


@dataclass(frozen=True)
class Row:
    """Something that a case is about."""

    label: str
    value: str
    """As everybody may read it."""
    what: str = ""
    """The name of a value that is personal, and is shown in full for a reason only."""
    secret: str = ""
    """That value."""


def rows(about: Mapping[str, Any]) -> list[Row]:
    """Everything that a case is about, in words."""
    return list(_rows(about, ""))


def to_do(about: Mapping[str, Any]) -> str:
    """What staff do about it, in English as jobs and checks have written it; or empty."""
    return redact(str(about.get("to_do") or about.get("what_to_do") or ""))


def _rows(about: Mapping[str, Any], before: str) -> Iterator[Row]:
    for name, value in about.items():
        if name in _BESIDE and not before:
            continue
        label = f"{before}{_called(name)}"
        if isinstance(value, Mapping):
            yield from _rows(value, "" if name == "facts" else f"{label}: ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, one in enumerate(value, 1):
                said = "; ".join(f"{row.label}: {row.value}" for row in _rows(one, ""))
                yield Row(f"{label} {number}", said)
        elif name in _PERSONAL and value:
            yield Row(label, MASK, name, str(value))
        else:
            yield Row(label, _value(name, value))


def _called(name: str) -> str:
    key = f"about.{name}"
    return text(key) if key in texts(FALLBACK) else plain(name)


def _value(name: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if name in _PERSONAL:
        return MASK
    if isinstance(value, bool):
        return text("about.yes" if value else "about.no")
    if isinstance(value, list):
        return ", ".join(_value(name, one) for one in value)
    if isinstance(value, int) and name in _MONEY:
        return format_decimal(value / 100, "#,##0.00", locale=language())
    # A day is no secret number, and would be masked as one.
    return value if _is_day(value) else redact(str(value))


def _is_day(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) in (7, 10)
        and value.replace("-", "").isdecimal()
        and value[4] == "-"
    )


def flags(kept: str | list[str]) -> str:
    """Why a case matters, in words."""
    listed: list[str] = json.loads(kept) if isinstance(kept, str) else kept
    return ", ".join(_flag(one) for one in listed)


def _flag(flag: str) -> str:
    key = f"flag.{flag}"
    return text(key) if key in texts(FALLBACK) else plain(flag)
