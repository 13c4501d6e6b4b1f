"""Numbers in words, as they are said: "four hundred twelve", "cuatrocientos doce", 四百一十二."""

from __future__ import annotations

LARGEST = 999_999_999


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_EN_SMALL = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")
_EN_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_ES_SMALL = _words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_ES_TENS = _words("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ES_HUNDREDS = _words(
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
)
_ZH_FIGURES = "零一二三四五六七八九"
_ZH_UNITS = ("", "十", "百", "千")
_ZH_SCALES = ("", "万", "亿")


def cardinal(number: int, language: str, *, counted: bool = False) -> str:
    """A whole number from 0 to LARGEST in words; counted: a noun follows it (*veintiún dólares*,
    两元). Raises ValueError beyond that, KeyError for another language."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    return {"en": _english, "es": _spanish, "zh": _chinese}[language](number, counted)


def english_ordinal(number: int) -> str:
    """The place in a row: "twenty-first". number: from 1 to 99."""
    before, dash, last = _english(number, False).rpartition("-")
    regular = last[:-1] + "ieth" if last.endswith("y") else last.removesuffix("t") + "th"
    regular = last + "th" if last == "eight" else regular
    return before + dash + _EN_ORDINALS.get(last, regular)


def _english(number: int, counted: bool) -> str:
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            many, rest = divmod(number, scale)
            return f"{_english(many, False)} {name}" + (f" {_english(rest, False)}" if rest else "")
    if number < 20:
        return _EN_SMALL[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens] + (f"-{_EN_SMALL[ones]}" if ones else "")


def _spanish(number: int, counted: bool) -> str:
    if number >= 1_000_000:
        many, rest = divmod(number, 1_000_000)
        millions = "un millón" if many == 1 else f"{_spanish(many, True)} millones"
        if not rest:
            return f"{millions} de" if counted else millions
        return f"{millions} {_spanish(rest, counted)}"
    if number >= 1000:
        many, rest = divmod(number, 1000)
        thousands = "mil" if many == 1 else f"{_spanish(many, True)} mil"
        return f"{thousands} {_spanish(rest, counted)}" if rest else thousands
    if number >= 100:
        many, rest = divmod(number, 100)
        if number == 100:
            return "cien"
        return f"{_ES_HUNDREDS[many]} {_spanish(rest, counted)}" if rest else _ES_HUNDREDS[many]
    if number >= 30:
        tens, ones = divmod(number, 10)
        return f"{_ES_TENS[tens]} y {_spanish(ones, counted)}" if ones else _ES_TENS[tens]
    # Before a noun *uno* loses its end.
    return (
        {1: "un", 21: "veintiún"}.get(number, _ES_SMALL[number]) if counted else _ES_SMALL[number]
    )


def _chinese(number: int, counted: bool) -> str:
    if number == 2 and counted:
        return "两"
    groups, rest = [], number
    while rest:
        rest, group = divmod(rest, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group:
            # A gap inside the number is said as one 零, however many places it has.
            gap = bool(said) and group < 1000
            many = "两" if group == 2 and place else _below_ten_thousand(group, first=not said)
            said += ("零" if gap else "") + many + _ZH_SCALES[place]
    return said or "零"


def _below_ten_thousand(number: int, first: bool) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        figure = number // 10**place % 10
        if not figure:
            gap = bool(said)
            continue
        said += "零" if gap else ""
        gap = False
        if figure == 1 and place == 1 and first and not said:
            said += "十"  # 十二, and not 一十二, where a number begins
        else:
            said += ("两" if figure == 2 and place == 3 else _ZH_FIGURES[figure]) + _ZH_UNITS[place]
    return said
