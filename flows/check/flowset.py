"""All flows and locales that could be read, however many others could not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from flows.check.finding import Finding, Level
from flows.errors import FlowError
from flows.flow import Flow, read_flow
from flows.library import CATALOGUE, names
from flows.overrides import NAME as OVERRIDES
from flows.overrides import Override, of_file
from flows.source import read
from flows.steps import Step
from flows.text import Text, Wording

KINDS = ("voice", "keys", "short", "sms")
"""The wordings that a text may have."""


def one(wording: Wording, kind: str) -> str:
    """One of the wordings of a text."""
    channel = "sms" if kind == "sms" else "voice"
    return wording.on(channel, keys_only=kind == "keys", short=kind == "short")


@dataclass(frozen=True)
class Phrases:
    """The engine's own phrases in one language."""

    file: str
    language: str
    wordings: Mapping[str, Wording]
    lines: Mapping[str, int]


@dataclass
class FlowSet:
    """What there is to check, and what already went wrong while reading it."""

    flows: dict[str, Flow] = field(default_factory=dict)
    locales: dict[str, Phrases] = field(default_factory=dict)
    names: dict[str, tuple[Text, int]] = field(default_factory=dict)
    """By intent of the catalogue, what it is called, and the line of that."""
    broken: set[str] = field(default_factory=set)
    """Names of the files that could not be read as a whole."""
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def read(cls, files: Mapping[str, str]) -> FlowSet:
        """files: name ("library/welcome.yaml", "locales/en.yaml") → content."""
        found = cls()
        for name, text in sorted(files.items()):
            if name.startswith("locales/"):
                found._add_locale(name, text)
            elif name == CATALOGUE:
                found._add_names(name, text)
            elif name != OVERRIDES:
                found._add_flow(name, text, of_file(files, name))
        return found

    def steps(self) -> Iterator[tuple[Flow, Step]]:
        """Every step with its flow."""
        for flow in self.flows.values():
            for step in flow.steps.values():
                yield flow, step

    def texts(self) -> Iterator[tuple[Flow, Step | None, str, Text]]:
        """Every text with its flow, its step (None: the title) and its path in the file."""
        for flow, step in self.steps():
            for path, text in step.texts():
                yield flow, step, f"steps.{step.name}.{path}", text
        for flow in self.flows.values():
            yield flow, None, "title", flow.title

    def led_to(self, handler: str) -> list[Flow]:
        """The flows that handle this."""
        return [flow for flow in self.flows.values() if handler in flow.header.handles]

    def _add_flow(self, file: str, text: str, own: Sequence[Override]) -> None:
        flow, errors = read_flow(file, text, own)
        if flow and flow.name in self.flows:
            other = self.flows[flow.name].file
            errors = [FlowError(file, flow.lines["flow"], "", f"{other} is called the same")]
        self._add_errors(errors)
        if errors or not flow:
            self.broken.add(file)
        else:
            self.flows[flow.name] = flow

    def _add_locale(self, file: str, text: str) -> None:
        try:
            content, lines = read(file, text)
        except FlowError as error:
            self._add_errors([error])
            self.broken.add(file)
            return
        wordings = {}
        for key, value in content.items():
            try:
                wordings[key] = Wording.model_validate(value)
            except ValidationError as error:
                problem = error.errors()[0]
                message = f"{'.'.join(map(str, problem['loc']))} {problem['msg']}".strip()
                self._add_errors([FlowError(file, lines[key], key, message)])
        language = Path(file).stem
        self.locales[language] = Phrases(file, language, wordings, lines)

    def _add_names(self, file: str, text: str) -> None:
        try:
            self.names = names(file, text)
        except FlowError as error:
            self._add_errors([error])
            self.broken.add(file)

    def _add_errors(self, errors: list[FlowError]) -> None:
        self.findings.extend(
            Finding(error.file, error.line, error.step, "error", error.message) for error in errors
        )


def at(flow: Flow, step: Step | None, path: str, level: Level, message: str) -> Finding:
    """A finding at the line of `path`, or of the nearest key above it."""
    where = path
    while where not in flow.lines and "." in where:
        where = where.rpartition(".")[0]
    line = flow.lines.get(where, step.line if step else 1)
    return Finding(flow.file, line, step.name if step else "", level, message)


def at_step(flow: Flow, step: Step, message: str, key: str = "", level: Level = "error") -> Finding:
    """A finding at a step, or at one of its keys."""
    return at(flow, step, f"steps.{step.name}{f'.{key}' if key else ''}", level, message)
