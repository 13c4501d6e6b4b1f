"""Numbers in words, as they are said: "four hundred twelve", "cuatrocientos doce", 四百一十二.

The rules are Unicode's (CLDR); what they leave to those who speak is put right here.
"""

from __future__ import annotations

from functools import cache

from unicode_rbnf import RbnfEngine

# Latin American Spanish, mainland Chinese and US English are what the bundled voices speak.
LOCALES = {"en": "en_US", "zh": "zh_Hans_CN", "es": "es_MX"}
LARGEST = 999_999_999
_HUNDRED_MILLION = 100_000_000

_RULES = {
    "en": ("spellout-cardinal", "spellout-cardinal"),
    "es": ("spellout-numbering", "spellout-cardinal-masculine"),
    "zh": ("spellout-cardinal-alternate2", "spellout-cardinal-alternate2"),
}
"""Of a number alone, and of one that a noun follows."""


def cardinal(number: int, language: str, *, counted: bool = False) -> str:
    """A whole number from 0 to LARGEST in words; counted: a noun follows it (*veintiún dólares*,
    两元). Raises ValueError beyond that, KeyError for another language."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    said = _said(number, language, _RULES[language][counted])
    if language == "es" and counted and number and not number % 1_000_000:
        return f"{said} de"
    if language == "zh":
        return _chinese(number, said, counted)
    return said


def english_ordinal(number: int) -> str:
    """The place in a row: "twenty-first". number: from 1 to 99."""
    return _said(number, "en", "spellout-ordinal")


def year(number: int, language: str) -> str:
    """A year as it is said: "twenty twenty-six", 二零二六."""
    if language == "zh":
        return "".join(cardinal(int(figure), "zh") for figure in str(number))
    return _said(number, language, "spellout-numbering-year")


def _chinese(number: int, said: str, counted: bool) -> str:
    if number == 2 and not counted:
        return "二"
    if 0 < number % _HUNDRED_MILLION < _HUNDRED_MILLION // 10 and number > _HUNDRED_MILLION:
        # A gap is said as one 零; the rules forget the one behind 亿, and 一十 behind it.
        return said.replace("亿", "亿零").replace("零零", "零").replace("零十", "零一十")
    return said


def _said(number: int, language: str, rule: str) -> str:
    return _engine(language).format_number(number, ruleset_names=[rule]).text


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)
