"""Mandarin numbers, dates and money in characters."""

from __future__ import annotations

import random

from audio_models.graph.speech.rules import spelt

_DIGITS = "零一二三四五六七八九"


def digit(rng: random.Random) -> str:
    return rng.choice(_DIGITS + "两幺")


def digit_string(rng: random.Random, length: int) -> str:
    """Digits as people read them out: 幺 for some ones, pauses in between."""
    one = "幺" if rng.random() < 0.4 else "一"
    spoken = ""
    for left in range(length - 1, -1, -1):
        spoken += rng.choice(_DIGITS).replace("一", one)
        spoken += "," if rng.random() < 0.2 and left else ""
    return spoken


def cardinal(value: int, two: str = "两") -> str:
    """A number below a million million; ten to nineteen begin with 十; `two` stands for 2 in front
    of 百 and 千."""
    if value == 2:
        return "二"
    words = spelt(value, "zh", "spellout-cardinal-alternate2")
    return words.replace("两百", f"{two}百").replace("两千", f"{two}千")


def number(rng: random.Random) -> str:
    """A number up to some millions, small ones more often."""
    value = rng.randrange(10 ** rng.choice((2, 2, 3, 3, 4, 5, 6, 7)))
    if value > 100 and rng.random() < 0.3:
        value -= value % 100
    said = cardinal(value, rng.choice("两两二"))
    if value % 100 == 50 and value < 1000 and rng.random() < 0.5:
        said = said.removesuffix("十")  # 三百五
    return rng.choice(("", "", "", "第")) + said


def _weekday(rng: random.Random) -> str:
    week = rng.choice(("星期", "礼拜", "周"))
    return week + rng.choice("一二三四五六日" if week == "周" else "一二三四五六日天")


def _year(rng: random.Random) -> str:
    figures = "".join(_DIGITS[int(figure)] for figure in str(rng.randint(1925, 2031)))
    if rng.random() < 0.3:
        figures = figures.replace("零", "〇")
    return figures[2:] if rng.random() < 0.2 else figures


def date(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(("", "下", "这", "下个")) + _weekday(rng)
    if kind < 0.35:
        part = rng.choice(("上午", "下午", "早上", "晚上", ""))
        hour = cardinal(rng.randint(1, 12), "两") if rng.random() < 0.85 else "两"
        return (
            part
            + hour
            + "点"
            + rng.choice(("", "半", "钟", "一刻", cardinal(rng.randint(11, 59)) + "分"))
        )
    said = f"{cardinal(rng.randint(1, 12))}月{cardinal(rng.randint(1, 31))}{rng.choice('号号日')}"
    if rng.random() < 0.5:
        said = f"{_year(rng)}年{said}"
    return said + _weekday(rng) if rng.random() < 0.15 else said


def money(rng: random.Random) -> str:
    whole = rng.randrange(1, 10 ** rng.choice((1, 2, 3, 3, 4, 5)))
    said = "两" if whole == 2 else cardinal(whole, rng.choice("两两二"))
    kind = rng.random()
    if kind < 0.35:
        return said + rng.choice(("块", "块钱", "块钱"))
    if kind < 0.65:
        return rng.choice(("", "", "人民币")) + said + "元"
    if kind < 0.75:
        return said + rng.choice(("美元", "欧元"))
    tens, ones = rng.choice(_DIGITS[1:]), rng.choice(_DIGITS[1:])
    if kind < 0.85:
        return f"{said}块{tens}" + rng.choice(("", f"毛{ones}"))
    if kind < 0.95:
        return f"{said}元{tens}角" + rng.choice(("", f"{ones}分"))
    return f"{tens}毛{rng.choice(('', ones, '钱'))}"
