"""Numbers in words by Unicode's rules, as the words of a line: no commas, no hyphens."""

from __future__ import annotations

from functools import cache

from unicode_rbnf import RbnfEngine


def spelt(value: int, language: str, rule: str) -> str:
    """A whole number in words. rule: the name of one of the language's sets of rules."""
    found = _engine(language).format_number(value, ruleset_names=[rule]).text
    return found.replace(",", "").replace("-", " ")


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)
