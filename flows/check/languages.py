"""Texts that are missing in a language, or that say different things in different ones."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import KINDS, FlowSet, at, at_step, one
from flows.check.world import World
from flows.flow import Flow
from flows.steps import Step
from flows.steps.menu import Menu
from flows.steps.say import Say
from flows.text import PLACEHOLDER, Text


def check_languages(flows: FlowSet, world: World) -> Iterator[Finding]:
    """Every text and every option in every language, with the same values in them."""
    for flow, step, path, text in flows.texts():
        wanted = _wanted(step, world)
        for language in (name for name in wanted if name not in text.languages):
            yield at(flow, step, path, "error", f"is missing in {language}")
        for language in (name for name in text.languages if name not in world.languages):
            yield at(flow, step, f"{path}.{language}", "error", f"there is no language {language}")
        yield from _placeholders(flow, step, path, text)
    for flow, step in flows.steps():
        if isinstance(step, Menu):
            yield from _phrases(flow, step, world)


def _wanted(step: Step | None, world: World) -> tuple[str, ...]:
    """A text said in a language of its own needs no other."""
    return (step.language,) if isinstance(step, Say) and step.language else world.languages


def _placeholders(flow: Flow, step: Step | None, path: str, text: Text) -> Iterator[Finding]:
    for kind in KINDS:
        used = {
            language: {match[1] for match in PLACEHOLDER.finditer(one(wording, kind))}
            for language, wording in text.languages.items()
        }
        everywhere = set().union(*used.values())
        for language, paths in used.items():
            for missing in sorted(everywhere - paths):
                message = f"the {language} {kind} wording lacks {{{missing}}}"
                yield at(flow, step, f"{path}.{language}", "error", message)


def _phrases(flow: Flow, step: Menu, world: World) -> Iterator[Finding]:
    taken: dict[tuple[str, str], str] = {}
    for name, option in step.menu.items():
        if option.spoken_in and option.spoken_in not in world.languages:
            message = f"there is no language {option.spoken_in}"
            yield at_step(flow, step, message, f"menu.{name}.spoken_in")
        where = f"menu.{name}.phrases"
        for language in option.phrases.keys() - set(world.languages):
            yield at_step(flow, step, f"there is no language {language}", f"{where}.{language}")
        if not option.phrases:
            continue
        for language in world.languages:
            if not option.phrases.get(language):
                yield at_step(flow, step, f"has no phrases in {language}", where)
            for phrase in option.phrases.get(language, ()):
                other = taken.setdefault((language, phrase.casefold()), name)
                if other != name:
                    message = f'"{phrase}" also means {other}'
                    yield at_step(flow, step, message, f"{where}.{language}")
