"""What it takes to act on an answer: the numbers of `limits.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from intents.understood import Expects
from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "limits.yaml"


@dataclass(frozen=True)
class Limit:
    """How sure, 0 to 1, an answer must be to be taken, and to be asked about at all."""

    take: float
    confirm: float


@dataclass(frozen=True)
class Numbers:
    """How readings of a spoken number with a check digit are weighed (`limits.yaml`)."""

    readings: int
    ahead: float
    agreed: float
    close: float
    known: float
    unasked: float


@dataclass(frozen=True)
class Subjects:
    """When subjects are asked about, or two are taken at once (`limits.yaml`)."""

    close: float
    together: float
    wish: float
    wish_after_pause: float
    first_in_whole: float
    second_in_whole: float
    nearby: float
    number: str
    """The intent of a number alone, where several take one."""
    asides: Sequence[str]


@dataclass(frozen=True)
class Limits:
    """`answers` by kind: a slot type, or one of the others in `limits.yaml`. `steps`: those that an
    institution has found for itself, by `flow.step`."""

    answers: Mapping[str, Limit]
    numbers: Numbers
    subjects: Subjects
    steps: Mapping[str, Limit] = field(default_factory=dict)

    def of(self, kind: str, expects: Expects, *, own: bool = True) -> Limit:
        """What holds for an answer of a kind at a step: what its flow says, else what was found
        for it, else the usual. own: whether it answers the step's own question."""
        if expects.doubt:
            return self.answers["doubt"]
        if own and expects.confidence is not None:
            return Limit(expects.confidence.take, expects.confidence.confirm)
        found = self.steps.get(f"{expects.flow}.{expects.step}") if own else None
        return found or self.answers[kind]

    def with_steps(self, steps: Mapping[str, Limit]) -> Limits:
        """The same with limits of steps."""
        return replace(self, steps={**self.steps, **steps})


@cache
def load(file: Path = FILE) -> Limits:
    """The limits of a file."""
    data = read_yaml(file)
    answers = {kind: limit(pair) for kind, pair in data["answers"].items()}
    return Limits(answers, Numbers(**data["numbers"]), Subjects(**data["subjects"]))


def limit(pair: Mapping[str, Any]) -> Limit:
    """`{take: 0.8, confirm: 0.4}`; raises ValueError for anything else."""
    if not isinstance(pair, Mapping) or set(pair) != {"take", "confirm"}:
        raise ValueError("a limit is {take: …, confirm: …}")
    take, confirm = pair["take"], pair["confirm"]
    if not all(isinstance(value, int | float) for value in (take, confirm)):
        raise ValueError("take and confirm are numbers")
    if not 0 <= confirm <= take <= 1:
        raise ValueError("confirm and take lie between 0 and 1, and confirm is not above take")
    return Limit(float(take), float(confirm))
