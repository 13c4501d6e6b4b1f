"""Where each step of a flow leads, and under which condition, in words for who reads the flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from console.texts import text
from flows.flow import Flow
from flows.steps import Step
from flows.steps.ask import Ask
from flows.steps.call import Call
from flows.steps.choose import Choose
from flows.steps.decide import Decide
from flows.steps.menu import Menu
from flows.text import Text

Pair = tuple[str, str]


def ways(flow: Flow, language: str) -> dict[Pair, str]:
    """Every (step, target) of a flow, with its label; several ways to one target share one."""
    found: dict[Pair, list[str]] = {}
    for step in flow.steps.values():
        for target, label in _labelled(step, language):
            if target in flow.steps:
                labels = found.setdefault((step.name, target), [])
                if label and label not in labels:
                    labels.append(label)
    return {pair: " / ".join(labels) for pair, labels in found.items()}


def words(step: Step, language: str) -> str:
    """What a step says on a call, as its author wrote it; empty for one that says nothing."""
    first = next((one for _, one in step.texts()), None)
    return wording(first, language) if first else ""


def wording(one: Text, language: str) -> str:
    """A text on a call, in one line."""
    return " ".join(one.template(language, "voice").split())


def _labelled(step: Step, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(step, Decide):
        for branch in step.decide:
            yield branch.goto, _condition(branch.when)
        yield step.otherwise, text("flow_graph.otherwise")
    elif isinstance(step, Menu):
        yield from _of_menu(step, language)
    elif isinstance(step, Call):
        yield step.next, ""
        if step.failed:
            yield step.failed, text("flow_graph.failed")
        if step.refused:
            yield step.refused, text("flow_graph.refused")
    elif isinstance(step, Ask) and step.unsure:
        yield step.next, text("flow_graph.answered")
        yield step.unsure, text("flow_graph.unsure")
    elif isinstance(step, Choose) and step.instead:
        yield step.next, text("flow_graph.chosen")
        yield step.instead.goto, text("flow_graph.instead", type=step.instead.type)
    else:
        yield from ((target, "") for target in step.exits())


def _of_menu(step: Menu, language: str) -> Iterator[tuple[str, str]]:
    for option in step.menu.values():
        label = f"{option.key}: {wording(option.label, language)}"
        if option.goto:
            yield option.goto, label
        elif step.next:
            yield step.next, label
    runs = any(option.run for option in step.menu.values())
    if step.next and not step.open and not runs:
        yield step.next, text("flow_graph.afterwards")
    if step.next and step.open:
        yield step.next, text("flow_graph.any_subject")
    if step.otherwise:
        yield step.otherwise, text("flow_graph.no_answer")


def _condition(when: Mapping[str, Any]) -> str:
    return ", ".join(f"{path} = {_value(wanted)}" for path, wanted in when.items())


def _value(wanted: Any) -> str:
    if isinstance(wanted, (list, tuple)):
        return " | ".join(_value(one) for one in wanted)
    if wanted is None or wanted == "":
        return text("flow_graph.nothing")
    return str(wanted).lower() if isinstance(wanted, bool) else str(wanted)
