"""Reasons and changes as sentences, in the languages of the country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from benefits.rules.conditions import Comparison
from benefits.rules.decision import Reason
from benefits.rules.written import Fact, Texts

if TYPE_CHECKING:
    from benefits.rules.changes import Change
    from benefits.rules.ruleset import Ruleset

_LOCALES = {"en": "en_US", "zh": "zh_CN", "es": "es_US"}
_DATES = {"en": "d MMMM y", "zh": "y年M月d日", "es": "d 'de' MMMM 'de' y"}
_CURRENCY = "USD"
_AGES = {
    "en": (("{} year", "{} years"), ("{} month", "{} months"), " and "),
    "zh": (("{}岁", "{}岁"), ("{}个月", "{}个月"), "零"),
    "es": (("{} año", "{} años"), ("{} mes", "{} meses"), " y "),
}
_ANSWERS = {
    True: {"en": "yes", "zh": "是", "es": "sí"},
    False: {"en": "no", "zh": "否", "es": "no"},
}
_UNKNOWN = {
    "en": "We do not know yet: {called}.",
    "zh": "还不知道：{called}。",
    "es": "Aún no sabemos: {called}.",
}
_FROM = {
    "en": ("from {day}", ", when you are {age}"),
    "zh": ("从{day}起", "，那时您{age}"),
    "es": ("desde el {day}", ", cuando tenga {age}"),
}
_AND = {"en": " and ", "zh": "，并且", "es": " y "}
_SECTIONS = {
    "en": "{law}, section {section}",
    "zh": "{law}第{section}条",
    "es": "{law}, artículo {section}",
}
_REFERENCE = re.compile(r"^(?P<law>.+), section (?P<section>\S+)$")


def explain(rules: Ruleset, reason: Reason, language: str) -> str:
    """What `Ruleset.explain` says."""
    programme = rules.programmes.get(reason.rule_id.partition(".")[0])
    written = programme.rules.get(reason.rule_id) if programme else None
    if programme is None or written is None:
        return f"{reason.fact}: {reason.value}"  # a record of rules that are no more
    if reason.holds is None:
        return _UNKNOWN[language].format(called=_open(rules, reason, language))
    says = written["says"]
    texts = says if "en" in says else says["holds" if reason.holds else "fails"]
    comparison = programme.comparisons[reason.rule_id]
    unit = comparison.unit if isinstance(comparison, Comparison) else "choice"
    fact = rules.facts.get(reason.fact)
    return str(texts[language]).format(
        value=shown(reason.value, unit, language, fact),
        threshold=shown(reason.threshold, unit, language, fact),
    )


def explain_change(rules: Ruleset, change: Change, language: str) -> str:
    """What `Ruleset.explain_change` says."""
    parts = []
    for one in change.differences:
        if one.fact == "today":
            day, at = _FROM[language]
            text = day.format(day=shown(one.after, "date", language))
            parts.append(text + (at.format(age=age(change.age, language)) if change.age else ""))
            continue
        fact = rules.facts[one.fact]
        away = None if isinstance(one.after, bool | str) else abs(one.after - one.before)
        values = {"before": one.before, "after": one.after, "difference": away}
        told = {name: shown(value, fact.type, language, fact) for name, value in values.items()}
        texts = (fact.change_one if away == 1 else None) or fact.change or fact.called
        parts.append(texts[language].format(**told))
    return _AND[language].join(parts)


def reference(laws: Mapping[str, Texts], english: str, language: str) -> str:
    """A law and its section in a language; as it stands, when the law is not known."""
    found = _REFERENCE.match(english)
    names = next((one for one in laws.values() if found and one["en"] == found["law"]), None)
    if found is None or names is None:
        return english
    return _SECTIONS[language].format(law=names[language], section=found["section"])


def shown(value: Any, unit: str, language: str, fact: Fact | None = None) -> str:
    """A value of a record as people read it: money from cents, ages from months."""
    if isinstance(value, bool):
        return _ANSWERS[value][language]
    if isinstance(value, list):
        return ", ".join(shown(one, unit, language, fact) for one in value)
    if value is None:
        return ""
    if fact is not None and value in fact.choices:
        return fact.choices[value][language]
    if unit == "date":
        return format_date(date.fromisoformat(value), _DATES[language], locale=_LOCALES[language])
    if unit == "money":
        return money(int(value), language)
    if unit == "age":
        return age(int(value), language)
    return format_decimal(Decimal(str(value)), locale=_LOCALES[language])


def money(cents: int, language: str) -> str:
    """$1,250 or $412.50."""
    amount = Decimal(cents) / 100
    if language == "zh":
        places = "#,##0.00" if cents % 100 else "#,##0"
        return format_decimal(amount, places, locale=_LOCALES[language]) + "元"
    return format_currency(amount, _CURRENCY, locale=_LOCALES[language]).removesuffix(".00")


def age(months: int, language: str) -> str:
    """64 years and 11 months; without months 64, where a language says that."""
    if language == "en" and months % 12 == 0:
        return str(months // 12)
    parts: list[str] = []
    for number, (one, many) in zip(divmod(max(months, 0), 12), _AGES[language][:2], strict=True):
        if number or not parts:
            parts.append((one if number == 1 else many).format(number))
    return _AGES[language][2].join(parts[:1] if months % 12 == 0 else parts)


def _open(rules: Ruleset, reason: Reason, language: str) -> str:
    """What is not known: the fact, or the first of those that a quantity is worked out from."""
    name = reason.fact
    if name not in rules.facts:
        programme = rules.programmes[reason.rule_id.partition(".")[0]]
        name = next(one for one in programme.quantities[name].names() if one in rules.facts)
    return rules.facts[name].called[language]
