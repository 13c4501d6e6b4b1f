"""Everything that a library may say on a call, so that it can be recorded or spoken ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.flow import Flow
from flows.library import Library
from flows.marked import tongue, value
from flows.outcome import Prompt
from flows.steps import Step
from flows.steps.choose import LABEL
from flows.steps.decide import Decide
from flows.steps.menu import Menu
from flows.steps.say import Say
from flows.text import PLACEHOLDER, Wording

_TITLED = ("resumed", "next_wish")
"""Phrases that name a flow by its title."""


def sayings(library: Library, language: str) -> Iterator[Prompt]:
    """Every prompt in a language: flow by flow, then the engine's own phrases.

    Values stand in it by the names of their placeholders ("claim.received_on"), as parts of their
    format. A text that has a wording of its own for keys comes twice.
    """
    seen = set()
    for place, text in _texts(library, language):
        prompt = Prompt.of(re.sub(r"\s+", " ", text).strip(), language, place)
        if prompt.text and prompt.marked not in seen:
            seen.add(prompt.marked)
            yield prompt


def _texts(library: Library, language: str) -> Iterator[tuple[str, str]]:
    for flow in library.flows.values():
        for step in _heard_on_calls(flow):
            for text in _of_step(library, step, language):
                yield step.place, text
    for key, wording in library.locale(language).items():
        if key in _TITLED:
            values = [{"title": title} for title in _titles(library, language)]
        elif key == "choice":
            continue  # said with the options of each menu
        else:
            values = [{}]
        for one in values:
            for template in _wordings(wording):
                yield f"locale.{key}", _filled(template, one)


def _titles(library: Library, language: str) -> dict[str, None]:
    """What every flow is called, and every subject of the flows that have several."""
    titles = [flow.title for flow in library.flows.values()]
    titles += map(library.called, library.by_intent)
    return dict.fromkeys(title.template(language, "voice") for title in titles)


def _heard_on_calls(flow: Flow) -> Iterator[Step]:
    """The steps that a call can come to, in the order of the file; some are for texts alone."""
    found, ahead = set(), [flow.start, *([flow.header.menu] if flow.header.menu else [])]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += _exits(flow.steps[name])
    return (step for name, step in flow.steps.items() if name in found)


def _exits(step: Step) -> Iterator[str]:
    if not isinstance(step, Decide):
        yield from step.exits()
        return
    for branch in step.decide:
        channels = branch.when.get("channel", "voice")
        if "voice" in (channels if isinstance(channels, (list, tuple)) else [channels]):
            yield branch.goto
            if set(branch.when) == {"channel"}:
                return  # a call goes no further
    yield step.otherwise


def _of_step(library: Library, step: Step, language: str) -> Iterator[str]:
    if isinstance(step, Say) and step.language not in (None, language):
        return
    offers = list(_offers(library, step, language)) if isinstance(step, Menu) else []
    for purpose, text in step.texts():
        if purpose.startswith("menu.") or purpose == LABEL or language not in text.languages:
            continue  # a label is said as part of an offer
        for template in _wordings(text.languages[language]):
            yield _filled(template, {"choices": " ".join(offers)})
    yield from offers


def _offers(library: Library, menu: Menu, language: str) -> Iterator[str]:
    """How each option is offered: "For a claim, press 1."."""
    wording = library.locale(language).get("choice")
    for name, option in menu.menu.items():
        if option.offered and wording is not None:
            choice = option.choice(name, language, "voice")
            label = tongue(choice.label, choice.spoken_in) if choice.spoken_in else choice.label
            yield _filled(wording.voice, {"label": label, "key": choice.key})


def _wordings(wording: Wording) -> dict[str, None]:
    others = (wording.keys, wording.short)
    return dict.fromkeys((wording.voice, *(text for text in others if text is not None)))


def _filled(template: str, values: Mapping[str, Any]) -> str:
    """The template with what the engine puts in, and the names of other values as values."""

    def one(match: re.Match[str]) -> str:
        path, form = match[1], match[2]
        known = values.get(path) if not form else None
        return str(known) if known is not None else value(path, form or "")

    return PLACEHOLDER.sub(one, template)
