"""The same text in the fewest segments: one foreign quotation mark can double its price."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sms.segments import segments

LIMIT = 1600
"""The provider's longest text. Counted in 16-bit units, the strictest way of counting."""

# None of these stands in the GSM alphabet, so a text that is in it already stays as it is.
TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−•‣", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),  # soft hyphen, zero-width spaces
        "…": "...",
        "·": ".",
        "×": "x",
        "º": "o",
        "°": "o",
        "ª": "a",
    }
)
# Accents that a reader supplies without noticing. A tilde is not one of them: año is not ano.
ACCENTS = str.maketrans(
    {
        **dict.fromkeys("áâ", "a"),
        **dict.fromkeys("êë", "e"),
        **dict.fromkeys("íîï", "i"),
        **dict.fromkeys("óô", "o"),
        **dict.fromkeys("úû", "u"),
        **dict.fromkeys("ÁÀÂ", "A"),
        **dict.fromkeys("ÈÊË", "E"),
        **dict.fromkeys("ÍÌÎÏ", "I"),
        **dict.fromkeys("ÓÒÔ", "O"),
        **dict.fromkeys("ÚÙÛ", "U"),
    }
)

_SPACES = re.compile(r"[^\S\u3000]+")  # the full-width space belongs to Chinese typesetting
_SENTENCE_END = re.compile(r"""[.!?]["')\]]*(?=\s|$)|[。！？][」』”’）]*""")


@lru_cache(maxsize=512)  # the same few sentences go out all day
def economical(text: str) -> str:
    """The text as it should be sent: at most LIMIT units, look-alikes where they save a segment.

    Look-alikes only help a text that they bring into GSM-7 as a whole, so Chinese is never
    touched. Applied again it changes nothing.
    """
    best = _cut(_spaced(text))
    fewest = segments(best).count
    changed = unicodedata.normalize("NFC", best)
    for table in (TYPOGRAPHY, ACCENTS):
        changed = changed.translate(table)
        candidate = _cut(_spaced(changed))
        needed = segments(candidate)
        # Nothing at all would be the cheapest text: what is invisible alone stays.
        if candidate and needed.encoding == "GSM-7" and needed.count < fewest:
            best, fewest = candidate, needed.count
    return best


def _spaced(text: str) -> str:
    return _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text).strip()


def _cut(text: str) -> str:
    """At most LIMIT units, up to the end of a sentence or else of a word."""
    kept = _fitting(text, LIMIT)
    if kept == text:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= len(kept)]
    if ends and ends[-1] >= len(kept) // 2:
        return text[: ends[-1]].rstrip()
    words = _fitting(text, LIMIT - 3).rpartition(" ")[0]
    return (words if len(words) >= len(kept) // 2 else _fitting(text, LIMIT - 3)).rstrip() + "..."


def _fitting(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` 16-bit units."""
    units = 0
    for at, character in enumerate(text[: limit + 1]):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return text[:at]
    return text
