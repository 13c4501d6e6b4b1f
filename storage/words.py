"""Text as the full-text index takes it, and queries as it understands them."""

from __future__ import annotations

import re

# Chinese is written without spaces: each character becomes a word of its own, and a query for
# several of them becomes a phrase.
_IDEOGRAPH = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff])")
_WORD = re.compile(r"\w+")


def indexed(text: str) -> str:
    """The text with a space around every Chinese character."""
    return _IDEOGRAPH.sub(r" \1 ", text)


def query(text: str) -> str:
    """An FTS5 query for all words of `text`, the last one as a prefix; empty for no words."""
    phrases = [" ".join(_WORD.findall(indexed(part))) for part in text.split()]
    quoted = [f'"{phrase}"' for phrase in phrases if phrase]
    return " ".join(quoted) + "*" if quoted else ""
