"""Folding what was heard or written into plain tokens, the same for all languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

MAX_CHARACTERS = 600
"""Longer texts are cut: nobody dictates more, and the time to answer stays bounded."""
MAX_TOKENS = 120
FIRST = 0.4
"""Least share of the probability that what was heard first has beside other readings of it."""
TAKEN = ""
"""Stands in an utterance for a token that already belongs to a slot."""

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_TOKEN = re.compile(rf"[{HAN}]|\+?\d+(?:[.,]\d+)*|[^\W\d_{HAN}]+")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")

Span = tuple[int, int]
"""First token and the one after the last."""


class _Plain(dict[int, str]):
    """What stands for a character, by its number; those that were met are kept."""

    def __missing__(self, number: int) -> str:
        char = chr(number)
        digit = unicodedata.digit(char, None)
        plain = "" if unicodedata.combining(char) else char if digit is None else str(digit)
        if len(self) < _CHARACTERS:
            self[number] = plain
        return plain


_CHARACTERS = 20_000
_PLAIN = _Plain()


@dataclass(frozen=True)
class Utterance:
    """What one person said once."""

    raw: str
    """As it was heard, cut to `MAX_CHARACTERS`."""
    tokens: tuple[str, ...]
    """Words, numbers and single Chinese characters, folded; `TAKEN` where already used."""
    spoken: bool = False
    """Whether it comes from a recogniser, which makes no typing errors."""
    others: tuple[tuple[str, float], ...] = ()
    """What else may have been said, each with its share of the probability."""

    @classmethod
    def of(
        cls, text: str, spoken: bool = False, others: tuple[tuple[str, float], ...] = ()
    ) -> Utterance:
        raw = text[:MAX_CHARACTERS].strip()
        return cls(raw, tokens(raw), spoken, others)

    def without(self, span: Span | None) -> Utterance:
        """The utterance with the tokens of `span` taken out; the others keep their places."""
        if span is None:
            return self
        start, end = span
        gone = (TAKEN,) * (end - start)
        return replace(self, tokens=self.tokens[:start] + gone + self.tokens[end:])

    def within(self, other: Utterance) -> Utterance:
        """The utterance with the tokens taken out that are taken out of `other` too."""
        pairs = zip(self.tokens, other.tokens, strict=True)
        return replace(self, tokens=tuple(mine if theirs else TAKEN for mine, theirs in pairs))

    def closed_up(self) -> Utterance:
        """The utterance as if only what is left had been said."""
        return replace(self, tokens=self.words)

    @property
    def readings(self) -> list[tuple[Utterance, float]]:
        """It and what else may have been said, with their shares; it alone where it is only a part
        of what was said, since the same part of the others is not known."""
        left = max(FIRST, 1 - sum(share for _, share in self.others))
        first = [(self, left)]
        if not self.others or self.words != tokens(self.raw):
            return first
        return first + [(Utterance.of(text, self.spoken), share) for text, share in self.others]

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens that are left."""
        return tuple(token for token in self.tokens if token)


def fold(text: str) -> str:
    """Lower case, one width, digits of every script as 0-9, no accents."""
    text = _APOSTROPHE.sub("", text)
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKD", text).translate(_PLAIN)


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers (`1,250.50` is one) and single Chinese characters of a text, folded."""
    folded = fold(text[:MAX_CHARACTERS])[:MAX_CHARACTERS]  # one character may fold to eighteen
    return tuple(_words(folded)[:MAX_TOKENS])


def all_tokens(text: str) -> list[str]:
    """The same of a text of any length, which is our own and not somebody's."""
    return _words(fold(text))


def _words(folded: str) -> list[str]:
    return _TOKEN.findall(_URL.sub(" ", folded))


def grouped(token: str) -> int | None:
    """The whole number that figures are, "2,305" and "2.305" too; None for any other token."""
    if token.isdigit() or _GROUPED.fullmatch(token):
        return int(re.sub(r"\D", "", token))
    return None


def decimal(token: str) -> Decimal | None:
    """The number that figures with one or two places are, 1.5 and 1,5; None for any other."""
    match = re.fullmatch(r"(\d+)[.,](\d{1,2})", token)
    return Decimal(f"{match[1]}.{match[2]}") if match else None


def spoken(text: str) -> str:
    """Lower case without punctuation but with accents: the form in which recognisers write."""
    kept = (char if char.isalnum() or char in "'’" else " " for char in text.casefold())
    return " ".join("".join(kept).split())
