"""What a transcript may keep: long numbers are masked, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MASK = "•••"
# Four digits or more in a row may be a reference, an insurance number, a phone or a PIN.
_SPOKEN = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    "|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|doble|triple"
)
_DIGIT_WORDS = re.compile(rf"\b(?:(?:{_SPOKEN})\b[\s,.-]*){{4,}}", re.IGNORECASE)
_DIGITS = re.compile(r"\+?(?:\d(?:[\s.-]|,\s?)?){4,}")
_IDEOGRAPHS = re.compile(
    r"[零〇一二三四五六七八九幺两](?:[\s,，、]?[零〇一二三四五六七八九幺两]){3,}"
)


def redact(text: str) -> str:
    """The text with every number of four digits or more masked."""
    for pattern in (_DIGIT_WORDS, _DIGITS, _IDEOGRAPHS):
        text = pattern.sub(lambda match: MASK + _tail(match[0]), text)
    return text


def redact_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Slot values with their texts redacted."""
    return {
        name: redact(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _tail(matched: str) -> str:
    """The white space that the pattern took along."""
    return matched[len(matched.rstrip(" ,.-")) :]
