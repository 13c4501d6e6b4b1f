"""Texts as people would hear or read them, filled with values of a usual length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flows.check.flowset import FlowSet, one
from flows.forms import fill
from flows.steps import Step
from flows.steps.choose import Choose
from flows.steps.menu import Menu
from flows.text import PLACEHOLDER, Text

_BY_FORM: dict[str, Any] = {
    "date": date(2026, 9, 23),
    "time": "08:30",
    "money": 125_000,
    "digits": "47110011",
    "phone": "+15550100001",
    "number": 4,
}
_USUAL = {"en": "old-age pension", "zh": "儿童津贴", "es": "asignación familiar"}
"""Stands for any other value: about as long as the name of a benefit."""
_USUAL_CHOICES = 3
"""As many as a function finds."""


def sample(flows: FlowSet, step: Step | None, text: Text, language: str, kind: str) -> str:
    """The wording of a kind in a language with sample values in its placeholders."""
    template = one(text.languages[language], kind)
    if isinstance(step, (Menu, Choose)) and "{choices}" in template:
        template = template.replace("{choices}", _choices(flows, step, language, kind))
    return filled(template, language, kind)


def filled(template: str, language: str, kind: str) -> str:
    """A template with sample values."""
    channel = "sms" if kind == "sms" else "voice"
    forms = {match[1]: match[2] for match in PLACEHOLDER.finditer(template)}
    usual = _USUAL.get(language, "")
    return fill(
        template, lambda path: _BY_FORM.get(forms.get(path) or "", usual), language, channel
    )


def _choices(flows: FlowSet, step: Menu | Choose, language: str, kind: str) -> str:
    locale = flows.locales.get(language)
    wording = locale.wordings.get("choice") if locale else None
    if wording is None:
        return ""
    return " ".join(
        one(wording, kind).replace("{label}", label).replace("{key}", key)
        for key, label in _labels(step, language, kind)
    )


def _labels(step: Menu | Choose, language: str, kind: str) -> Iterator[tuple[str, str]]:
    """The options that are offered, with their keys."""
    if isinstance(step, Choose):
        yield from ((str(key + 1), _USUAL.get(language, "")) for key in range(_USUAL_CHOICES))
        return
    for option in step.menu.values():
        if option.offered and language in option.label.languages:
            yield option.key, one(option.label.languages[language], kind)
