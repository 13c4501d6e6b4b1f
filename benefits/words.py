"""Text as it is compared: small letters, no accents, no punctuation; Chinese by characters."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]+")


def words(text: str) -> list[str]:
    """The words of a text; a run of Chinese characters is one of them."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("’", ""))
    return _WORD.findall("".join(c for c in apart if not unicodedata.combining(c)))


def folded(text: str) -> str:
    """The words of a text with one space between them."""
    return " ".join(words(text))
