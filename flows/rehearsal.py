"""Walks through a flow without a caller: every step says what it would say, on every channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flows.draft import Draft
from flows.engine import begin
from flows.flow import Flow
from flows.ladder import REPHRASE
from flows.library import Library
from flows.outcome import Prompt
from flows.state import Channel, Frame, State, changed
from flows.steps import Step
from flows.steps.choose import Choose
from flows.text import PLACEHOLDER

_BRACES = re.compile(r"[{}][^{}]{0,30}}?")
Way = Literal["voice", "sms", "short", "keys"]
WAYS: tuple[Way, ...] = ("voice", "sms", "short", "keys")
USUAL: Mapping[str, Any] = {
    "date": date(2026, 9, 23),
    "time": "08:30",
    "money": 125_000,
    "digits": "47110011",
    "phone": "+15550100001",
    "number": 4,
}
"""By format, a value of a usual length; others are the name of what they hold."""


@dataclass(frozen=True)
class Said:
    """What a step says."""

    step: str
    way: Way
    prompts: tuple[Prompt, ...]
    again: bool = False
    """Is it the question in other words, after two answers that were not understood?"""
    problem: str = ""
    """Why it cannot be said; empty where it can."""

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(prompt.text for prompt in self.prompts)


def rehearse(library: Library, name: str, language: str, only: str = "") -> Iterator[Said]:
    """Every step of a flow that says something, in each way that a conversation can be held.

    only: this step alone. Problems of any kind are found here, before a caller meets them.
    """
    flow = library.flow(name)
    slots = _values(flow)
    for step in flow.steps.values():
        purposes = {purpose for purpose, _ in step.texts()}
        if not purposes or only not in ("", step.name):
            continue
        for way in WAYS:
            state = _state(library, flow, step, language, way, slots)
            yield _said(library, step, state, way)
            if "rephrase" in purposes:
                yield _said(library, step, changed(state, failures=REPHRASE), way)


def _said(library: Library, step: Step, state: State, way: Way) -> Said:
    draft, again = Draft(library, state, None), state.failures > 0
    try:
        step.enter(draft)
    except Exception as error:  # whatever it is, it must not reach a caller
        return Said(step.name, way, (), again, f"{type(error).__name__}: {error}")
    # What it goes on to say elsewhere, as an end that is left for a menu, belongs to others.
    own = tuple(prompt for prompt in draft.says if prompt.step == step.place)
    said = Said(step.name, way, own, again)
    left = _BRACES.search(said.text)
    return replace(said, problem=f"{left[0]} is no value: it is said as it is") if left else said


def _state(
    library: Library,
    flow: Flow,
    step: Step,
    language: str,
    way: Way,
    slots: Mapping[str, Any],
) -> State:
    channel: Channel = "sms" if way == "sms" else "voice"
    state = begin(library, channel, language, "+15550100001")
    # A question is put, although its answer is among the sample values.
    asked = {name: value for name, value in slots.items() if name not in set(step.writes())}
    entry = library.handlers["start"]
    menu = Frame(entry.name, entry.header.menu or entry.start)
    frame = Frame(flow.name, step.name, asked)
    state = changed(state, frames=(menu, frame), keys_only=way == "keys")
    return changed(state, wording="short") if way == "short" else state


def _values(flow: Flow) -> dict[str, Any]:
    """A value for everything that its texts tell and its choices offer."""
    found: dict[str, Any] = {}
    for step in flow.steps.values():
        for _, text in step.texts():
            for wording in text.languages.values():
                for said in (wording.voice, wording.sms, wording.short or "", wording.keys or ""):
                    for path, form in PLACEHOLDER.findall(said):
                        _put(found, path, USUAL.get(form, _called(path)))
        if isinstance(step, Choose):
            fields = dict(_values_of_label(step))
            offered = [
                {"name": name, "label": "" if step.label else name, "phrases": (), **fields}
                for name in ("first", "second")
            ]
            _put(found, step.among.removeprefix("$"), offered)
    return found


def _values_of_label(step: Choose) -> Iterator[tuple[str, Any]]:
    if step.label:
        for path, form in step.label.placeholders():
            yield path, USUAL.get(form, _called(path))


def _called(path: str) -> str:
    return path.rpartition(".")[2].replace("_", " ")


def _put(found: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for part in above:
        below = found.setdefault(part, {})
        if not isinstance(below, dict):
            return
        found = below
    if not isinstance(found.get(last), (dict, list)):
        found[last] = value
