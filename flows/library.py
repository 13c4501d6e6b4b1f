"""All flows of a hotline, and the engine's own phrases in every language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from flows.errors import FlowError
from flows.expects import Slot
from flows.flow import Flow, load_flow
from flows.overrides import NAME as OVERRIDES
from flows.overrides import Override, of_file
from flows.source import read
from flows.state import Frame
from flows.steps import Step
from flows.text import Text, Wording

HERE = Path(__file__).parent
CATALOGUE = "catalogue.yaml"
"""The file of a library that holds what each intent is called."""
_INTENTS = HERE.parent / "intents" / CATALOGUE
"""Read as data: no code of `intents` is used here."""


def files_in(folder: Path = HERE) -> dict[str, str]:
    """The files of the library in `folder` (library/*.yaml, locales/*.yaml), with the catalogue."""
    paths = [*folder.glob("library/*.yaml"), *folder.glob("locales/*.yaml")]
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return {**files, CATALOGUE: _INTENTS.read_text("utf-8")}


class Library:
    """The flows by name, what leads to each, and the locales. Never changes once made."""

    def __init__(self, files: Mapping[str, str], known: Library | None = None) -> None:
        """files: name ("library/welcome.yaml", "locales/en.yaml") → content. known: a library whose
        flows are taken over where their files are the same: reading them takes long.

        Raises FlowError naming file, line and step.
        """
        self.files = dict(files)
        self._read: dict[str, tuple[str, list[Override], Flow]] = {}
        self.flows: dict[str, Flow] = {}
        self.locales: dict[str, Mapping[str, Wording]] = {}
        self.names: Mapping[str, Text] = {}
        """By intent, what it is called; empty for files from before there was a catalogue."""
        self.by_intent: dict[str, Flow] = {}
        self._subjects: dict[tuple[str, str], dict[str, tuple[Slot, ...]]] = {}
        self.handlers: dict[str, Flow] = {}
        for name, text in sorted(files.items()):
            if name.startswith("locales/"):
                self.locales[Path(name).stem] = _locale(name, text)
            elif name == CATALOGUE:
                self.names = {intent: called for intent, (called, _) in names(name, text).items()}
            elif name != OVERRIDES:
                self._add(self._flow(name, text, known))
        if "start" not in self.handlers:
            raise FlowError("library", 0, "", "no flow handles start")

    @classmethod
    def load(cls, folder: Path = HERE) -> Library:
        """The library in `folder`."""
        return cls(files_in(folder))

    @cached_property
    def version(self) -> str:
        """The same content always has the same version."""
        content = json.dumps(self.files, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the engine can speak."""
        return tuple(self.locales)

    def flow(self, name: str) -> Flow:
        """The flow with this name."""
        return self.flows[name]

    def elsewhere(self, intent: str, frame: Frame) -> bool:
        """Does this intent lead away from what is going on: to another flow, or to another subject
        of a flow that tells its subjects apart?"""
        flow = self.by_intent[intent]
        return flow.name != frame.flow or (flow.tells_apart and intent != frame.intent)

    def subjects(self, frame: Frame) -> Mapping[str, tuple[Slot, ...]]:
        """The intents that lead away from what is going on, with the slots their flows ask for."""
        at = frame.flow, frame.intent
        if at not in self._subjects:
            self._subjects[at] = {
                intent: flow.slots
                for intent, flow in self.by_intent.items()
                if self.elsewhere(intent, frame)
            }
        return self._subjects[at]

    def about(self, frame: Frame) -> Iterator[str]:
        """The intents that are spoken about where a flow asks: its own, and those of the flows
        that its step leads to."""
        flow = self.flow(frame.flow)
        yield from (frame.intent,) if frame.intent else flow.header.intents
        for name in self.step(frame.flow, frame.step).runs():
            yield from self.flow(name).header.intents

    def called(self, intent: str) -> Text:
        """What an intent is called: by its flow's title where the flow has no other."""
        flow = self.by_intent[intent]
        alone = len(flow.header.intents) == 1
        return flow.title if alone else self.names.get(intent, flow.title)

    def title(self, frame: Frame) -> Text:
        """What a flow in progress is about."""
        known = frame.intent in self.by_intent
        return self.called(frame.intent) if known else self.flow(frame.flow).title

    def step(self, flow: str, name: str) -> Step:
        """A step by the names of its flow and its own."""
        return self.flows[flow].steps[name]

    def hears_out(self, place: str) -> bool:
        """Must what is said at this place (`flow.step`, `locale.key`) be heard to its end?"""
        flow, _, name = place.partition(".")
        return (
            flow in self.flows and name in self.flows[flow].steps and self.step(flow, name).hear_out
        )

    def locale(self, language: str) -> Mapping[str, Wording]:
        """The engine's own phrases in a language."""
        return self.locales[language]

    def _flow(self, file: str, text: str, known: Library | None) -> Flow:
        own = of_file(self.files, file)
        before = known._read.get(file) if known else None
        same = before is not None and before[:2] == (text, own)
        flow = before[2] if before and same else load_flow(file, text, own)
        self._read[file] = (text, own, flow)
        return flow

    def _add(self, flow: Flow) -> None:
        if flow.name in self.flows:
            raise FlowError(flow.file, 1, "", f"another file is already called {flow.name}")
        self.flows[flow.name] = flow
        for table, names in (
            (self.by_intent, flow.header.intents),
            (self.handlers, flow.header.handles),
        ):
            for name in names:
                if name in table:
                    other = table[name].file
                    raise FlowError(flow.file, 1, "", f"{name} already leads to {other}")
                table[name] = flow


def names(file: str, text: str) -> dict[str, tuple[Text, int]]:
    """By intent of a catalogue, what it is called and the line of it. Raises FlowError."""
    content, lines = read(file, text)
    found = {}
    for intent, entry in content.items():
        if isinstance(entry, dict):
            entry = {key: value for key, value in entry.items() if key != "about"}
        try:
            found[intent] = Text.model_validate(entry), lines[intent]
        except ValidationError as error:
            raise FlowError(file, lines[intent], intent, error.errors()[0]["msg"]) from None
    return found


def _locale(file: str, text: str) -> Mapping[str, Wording]:
    content, lines = read(file, text)
    phrases = {}
    for key, value in content.items():
        try:
            phrases[key] = Wording.model_validate(value)
        except ValidationError as error:
            raise FlowError(file, lines[key], key, error.errors()[0]["msg"]) from None
    return phrases
