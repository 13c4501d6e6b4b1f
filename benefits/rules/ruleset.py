"""The rules of a country: read once from a folder, and never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from benefits.rules import wording
from benefits.rules.conditions import Comparison, Condition, Group, Sameness
from benefits.rules.decision import Reason
from benefits.rules.errors import RuleError
from benefits.rules.expressions import Quantity, Valid
from benefits.rules.reading import Reader, valid_on
from benefits.rules.source import Source, read
from benefits.rules.written import Fact, Parameter, Texts, check
from benefits.rules.written import Programme as Written

if TYPE_CHECKING:
    from benefits.rules.changes import Change

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh", "es")


@dataclass(frozen=True)
class Programme:
    """The rules of one programme, ready to be evaluated."""

    name: str
    written: Written
    source: Source
    condition: Group
    """All of its conditions."""
    quantities: Mapping[str, Quantity]
    parameters: Mapping[str, Parameter]
    """Its own and the common ones that it uses."""
    rules: Mapping[str, Mapping[str, Any]]
    """What is written about each rule, by its id."""

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that it may need, in the order in which the rules name them."""
        found = dict.fromkeys(name for name in self.condition.names() if name != "today")
        for result in self.results:
            found |= dict.fromkeys(name for name in result.names() if name != "today")
        return tuple(found)

    @cached_property
    def results(self) -> tuple[Quantity, ...]:
        """What is worked out once it is granted: amount, first and last day."""
        return tuple(one for one in (self.amount, self.first_on, self.last_on) if one)

    @property
    def amount(self) -> Quantity | None:
        return self._result(self.written.amount)

    @property
    def first_on(self) -> Quantity | None:
        return self._result(self.written.first_on)

    @property
    def last_on(self) -> Quantity | None:
        return self._result(self.written.last_on)

    @cached_property
    def comparisons(self) -> Mapping[str, Comparison | Sameness]:
        """By rule id."""
        return {one.rule: one for one in self.condition.comparisons()}

    def _result(self, name: str | None) -> Quantity | None:
        return self.quantities[name] if name else None


@dataclass(frozen=True)
class Ruleset:
    """All programmes, the facts they go by, and the laws they refer to."""

    version: str
    """A short hash of the content of all files."""
    programmes: Mapping[str, Programme]
    facts: Mapping[str, Fact]
    laws: Mapping[str, Texts]
    folder: Path

    @staticmethod
    def load(folder: Path) -> Ruleset:
        """The rules in a folder: facts.yaml, laws.yaml, common.yaml, and a file a programme.

        Raises RuleError with file, line and rule.
        """
        files = sorted(folder.glob("*.yaml"))
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        facts, laws = _facts(folder), _laws(folder)
        common = _parameters(folder / "common.yaml")
        programmes = {}
        for file in files:
            if file.stem not in ("facts", "laws", "common"):
                programme = _programme(read(file), facts, laws, common)
                programmes[programme.name] = programme
        if not programmes:
            raise RuleError(str(folder), 0, "", "has no rules")
        return Ruleset(
            digest.hexdigest()[:12],
            MappingProxyType(programmes),
            MappingProxyType(facts),
            MappingProxyType(laws),
            folder,
        )

    def programme(self, name: str) -> Programme:
        """Raises RuleError for a programme that does not exist."""
        if name not in self.programmes:
            raise RuleError(str(self.folder), 0, "", f"there is no programme {name}")
        return self.programmes[name]

    def parameters(self, programme: str, on: date) -> Mapping[str, Valid]:
        """Each parameter of a programme as it is on a day."""
        return _parameters_on(self, programme, on)

    def explain(self, reason: Reason, language: str) -> str:
        """One plain sentence with its numbers: "You have 132 months of contributions; 180 are
        needed." The law is not in it (`reference`)."""
        return wording.explain(self, reason, language)

    def explain_change(self, change: Change, language: str) -> str:
        """What would have to be different, in words that go on from "with" or stand alone: "48
        more months of contributions and from 1 May 2027, when you are 65 years old"."""
        return wording.explain_change(self, change, language)

    def reference(self, reason: Reason, language: str) -> str:
        """The law behind a reason: "Pensions Act, section 12"."""
        return wording.reference(self.laws, reason.reference, language)

    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruleset) and other.version == self.version


@cache
def ruleset() -> Ruleset:
    """The rules that come with the product."""
    return Ruleset.load(FOLDER)


@lru_cache(maxsize=4096)
def _parameters_on(rules: Ruleset, programme: str, on: date) -> Mapping[str, Valid]:
    parameters = rules.programmes[programme].parameters
    return {name: valid_on(one, on, rules.laws) for name, one in parameters.items()}


def _mapping(source: Source, what: str) -> Mapping[str, Any]:
    if not isinstance(source.content, Mapping):
        raise source.error((), f"must be a mapping of {what}")
    return source.content


def _facts(folder: Path) -> dict[str, Fact]:
    source = read(folder / "facts.yaml")
    return {
        name: check(Fact, source, content, (name,))
        for name, content in _mapping(source, "facts").items()
    }


def _laws(folder: Path) -> dict[str, Texts]:
    source = read(folder / "laws.yaml")
    for name, texts in _mapping(source, "laws").items():
        if not isinstance(texts, Mapping) or "en" not in texts:
            raise source.error((name,), "a law has a name in every language")
    return dict(source.content)


def _parameters(file: Path) -> dict[str, Parameter]:
    if not file.exists():
        return {}
    source = read(file)
    return {
        name: check(Parameter, source, content, (name,))
        for name, content in _mapping(source, "parameters").items()
    }


def _programme(
    source: Source,
    facts: Mapping[str, Fact],
    laws: Mapping[str, Texts],
    common: Mapping[str, Parameter],
) -> Programme:
    content = check(Written, source, source.content)
    parameters = {**common, **content.parameters}
    reader = Reader(source, content.programme, facts, parameters, laws, content.quantities)
    _same_name_twice(source, facts, parameters, content)
    parts: list[Condition] = [
        reader.condition(one, ("conditions", index)) for index, one in enumerate(content.conditions)
    ]
    for name in content.quantities:
        reader.quantity(name, ("quantities", name))
    for key in ("amount", "first_on", "last_on"):
        name = getattr(content, key)
        if name is not None and name not in reader.read:
            raise source.error((key,), f"there is no quantity {name}")
    for name, parameter in content.parameters.items():
        for index, value in enumerate(parameter.values):
            at = ("parameters", name, "values", index)
            reader.reference(value.reference or parameter.reference, at)
    whole = Group(content.programme, "all", tuple(parts))
    return Programme(
        content.programme, content, source, whole, reader.read, parameters, reader.rules
    )


def _same_name_twice(
    source: Source,
    facts: Mapping[str, Any],
    parameters: Mapping[str, Any],
    content: Written,
) -> None:
    """A name means one thing: what is a fact can be no parameter."""

    def taken() -> Iterator[tuple[str, str]]:
        yield from (("parameters", name) for name in content.parameters if name in facts)
        yield from (
            ("quantities", name)
            for name in content.quantities
            if name in facts or name in parameters
        )

    for path in taken():
        raise source.error(path, "is already the name of a fact or a parameter")
