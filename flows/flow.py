"""A flow: named steps and what leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.errors import FlowError
from flows.expects import Slot
from flows.overrides import Override, put
from flows.source import read
from flows.steps import KINDS, Step
from flows.steps.call import Call
from flows.text import Text

_WORDS = {"missing": "is missing", "extra_forbidden": "is not known here"}
"""What pydantic calls a problem, and how flow authors are told."""

Handles = Literal[
    "start",
    "unanswered",
    "person",
    "language",
    "stop",
    "no_match",
    "no_input",
    "failure",
    "unreachable",
    "step_up",
    "stop_change",
    "code",
    "pin",
]


class Also(BaseModel):
    """`NAME: {type: SLOT_TYPE, among: LIST}`, the list only where the type needs one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str
    among: str | None = None


class Header(BaseModel):
    """The part of a flow file above its steps."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    flow: str
    title: Text
    """What it is about, as in "let us go back to …"."""
    intents: tuple[str, ...] = ()
    handles: tuple[Handles, ...] = ()
    """What leads here beside intents: the start of a conversation, a command, giving up."""
    also: Mapping[str, Also] = {}
    """Slots that are taken from an answer that holds them, and never asked for."""
    start: str
    menu: str | None = None
    """Of the flow that handles `start`: the step that the command *menu* goes to."""


@dataclass(frozen=True)
class Flow:
    """A flow that has been read and checked by itself; the linter checks it among the others."""

    file: str
    header: Header
    steps: Mapping[str, Step]
    lines: Mapping[str, int]

    @property
    def name(self) -> str:
        """The flow's name."""
        return self.header.flow

    @property
    def start(self) -> str:
        """Name of the first step."""
        return self.header.start

    @property
    def title(self) -> Text:
        """What it is about."""
        return self.header.title

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot that it asks for, or takes where an answer holds one."""
        asked = [slot for step in self.steps.values() for slot in step.slots()]
        also = [Slot(name, one.type, one.among) for name, one in self.header.also.items()]
        return tuple(dict.fromkeys((*asked, *also)))

    @cached_property
    def tells_apart(self) -> bool:
        """Does it go by the intent that led there, so that each of its intents is a subject of its
        own? Otherwise they are ways to ask for one and the same."""
        steps = self.steps.values()
        read = {path for step in steps for path in step.reads()}
        said = {
            path for step in steps for _, text in step.texts() for path, _ in text.placeholders()
        }
        return not {"intent", "subject"}.isdisjoint(read | said)

    @cached_property
    def results(self) -> tuple[tuple[str, str], ...]:
        """Every function that it calls, with the slot in which the result is kept."""
        calls = (step for step in self.steps.values() if isinstance(step, Call))
        return tuple((step.call, step.save) for step in calls)


def load_flow(file: str, text: str, own: Sequence[Override] = ()) -> Flow:
    """The flow written in `text`, with an installation's own texts in place of some of it. Raises
    FlowError naming file, line and step."""
    flow, errors = read_flow(file, text, own)
    if flow is None:
        raise errors[0]
    return flow


def read_flow(
    file: str, text: str, own: Sequence[Override] = ()
) -> tuple[Flow | None, list[FlowError]]:
    """The same, or None and everything that is wrong with it."""
    try:
        content, lines = read(file, text)
    except FlowError as error:
        return None, [error]
    put(content, own)
    raw = content.pop("steps", None)
    header, errors = _header(file, lines, content)
    if not isinstance(raw, dict) or not raw:
        return None, [*errors, FlowError(file, lines.get("steps", 1), "", "a flow needs steps")]
    name = header.flow if header else ""
    steps = {}
    for step, body in ((str(key), body) for key, body in raw.items()):
        try:
            steps[step] = _step(file, lines, name, step, body)
        except FlowError as error:
            errors.append(error)
        except ValidationError as error:
            errors += _problems(file, lines, f"steps.{step}", error)
    for key in ("start", "menu"):
        where = getattr(header, key, None)
        if where and where not in raw:
            errors.append(FlowError(file, lines.get(key, 1), "", f"there is no step {where}"))
    if errors or header is None:
        return None, errors
    return Flow(file, header, steps, lines), []


def _header(
    file: str, lines: Mapping[str, int], content: Mapping[str, Any]
) -> tuple[Header | None, list[FlowError]]:
    try:
        return Header.model_validate(content), []
    except ValidationError as error:
        return None, _problems(file, lines, "", error)


def _step(file: str, lines: Mapping[str, int], flow: str, name: str, body: Any) -> Step:
    line = lines.get(f"steps.{name}", 0)
    kinds = [kind for kind in KINDS if isinstance(body, dict) and kind in body]
    # `goto` and `run` mark a step of their own only where no other kind does.
    kinds = [kind for kind in kinds if kind not in ("goto", "run")] or kinds
    if len(kinds) != 1:
        kind = f"both {' and '.join(kinds)}" if kinds else f"none of {', '.join(KINDS)}"
        raise FlowError(file, line, name, f"a step is of one kind; this one has {kind}")
    step = KINDS[kinds[0]].model_validate(body)
    step.place_at(flow, name, line)
    return step


def _problems(
    file: str, lines: Mapping[str, int], path: str, error: ValidationError
) -> list[FlowError]:
    """Every problem of a validation, at the line of the key it is about."""
    step = path.removeprefix("steps.") if path.startswith("steps.") else ""
    found = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"] if part != "languages")
        full = f"{path}.{where}".strip(".")
        while full not in lines and "." in full:
            full = full.rpartition(".")[0]
        message = _WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        message = f"{where}: {message}".removeprefix(": ")
        found.append(FlowError(file, lines.get(full, 1), step, message))
    return found
