"""What is wrong with rules: for whoever writes them, before anybody is decided by them."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benefits.rules.errors import FactError, RuleError
from benefits.rules.questions import usual_answers
from benefits.rules.ruleset import LANGUAGES, Programme, Ruleset
from benefits.rules.source import Source, read
from benefits.rules.written import Fact, Parameter

MOST_SEGMENTS = {"en": 1, "zh": 1, "es": 1}
"""Of a question as it is sent."""
_OF_REASONS = {"value", "threshold"}
_OF_CHANGES = {"before", "after", "difference"}
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Problem:
    """Something wrong: the file, the line (0 when it has none), the rule, and what it is."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return str(RuleError(self.file, self.line, self.rule, f"error: {self.message}"))


def check_rules(folder: Path, segments: Callable[[str], int] | None = None) -> list[Problem]:
    """All problems of the rules in a folder; of rules that cannot be read, the first.

    segments(text): what a text takes to send, when questions are to be measured too.
    """
    try:
        rules = Ruleset.load(folder)
    except RuleError as error:
        return [Problem(error.file, error.line, error.rule, error.message)]
    facts = read(folder / "facts.yaml")
    return [
        *_of_laws(read(folder / "laws.yaml")),
        *(one for name, fact in rules.facts.items() for one in _of_fact(facts, name, fact)),
        *_of_questions(facts, rules, segments),
        *(one for programme in rules.programmes.values() for one in _of_programme(programme)),
    ]


def _of_laws(source: Source) -> Iterator[Problem]:
    for name, texts in source.content.items():
        yield from _of_texts(source, (name,), texts, set())


def _of_fact(source: Source, name: str, fact: Fact) -> Iterator[Problem]:
    yield from _of_texts(source, (name, "called"), fact.called, set())
    for key in ("change", "change_one"):
        if (texts := getattr(fact, key)) is not None:
            yield from _of_texts(source, (name, key), texts, _OF_CHANGES)
    for choice, texts in fact.choices.items():
        yield from _of_texts(source, (name, "choices", choice), texts, set())
    if (fact.type == "choice") != bool(fact.choices):
        yield _problem(source, (name,), "a choice, and nothing else, has choices")
    if fact.source == "record":
        if not fact.derived:
            yield _problem(source, (name,), "does not say what it is derived from")
        return
    if fact.asks is None:
        yield _problem(source, (name,), "is asked, but has no question (asks)")
        return
    asks = {language: asked.voice for language, asked in fact.asks.items()}
    yield from _of_texts(source, (name, "asks"), asks, set())
    if sum(fact.answers.values()) != 1:
        yield _problem(source, (name, "answers"), "the shares do not add up to 1")
    try:
        usual_answers(name, fact, _SOME_DAY)
    except FactError as error:
        yield _problem(source, (name, "answers"), str(error))


def _of_questions(
    source: Source, rules: Ruleset, segments: Callable[[str], int] | None
) -> Iterator[Problem]:
    for name, fact in rules.facts.items() if segments else ():
        for language, asked in (fact.asks or {}).items():
            count, most = segments(asked.sms) if segments else 0, MOST_SEGMENTS.get(language, 1)
            if count > most:
                message = f"takes {count} segments to send, not {most}"
                yield _problem(source, (name, "asks", language), message)


def _of_programme(programme: Programme) -> Iterator[Problem]:
    source, written = programme.source, programme.written
    for rule, content in programme.rules.items():
        yield from _of_rule(programme, rule, content)
    since = min((_since(one) for one in written.parameters.values()), default=date.min)
    for name, parameter in written.parameters.items():
        yield from _of_parameter(source, name, parameter, since)
    used = _words(written.quantities) | _words(written.conditions)
    used |= {written.amount, written.first_on, written.last_on}
    for kind in ("parameters", "quantities"):
        for name in getattr(written, kind):
            if name not in used:
                yield _problem(source, (kind, name), "is not used")
    for index, one in enumerate(written.raises):
        if one.fact not in (*programme.facts, "today"):
            yield _problem(source, ("raises", index), f"{one.fact} is no fact of this programme")


def _of_parameter(
    source: Source, name: str, parameter: Parameter, since: date
) -> Iterator[Problem]:
    days = [value.since for value in parameter.values]
    path = ("parameters", name, "values")
    if days != sorted(set(days)):
        yield _problem(source, path, "values are in the order of their days, one a day")
    if min(days) > since:
        message = f"has no value before {min(days)}; others of the programme have from {since}"
        yield _problem(source, path, message)


def _of_rule(programme: Programme, rule: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    source = programme.source
    path = (f"rule {rule.partition('.')[2]}",)
    line = next(
        (
            line
            for key, line in source.lines.items()
            if key.endswith(".rule") and _at(source.content, key) == content["rule"]
        ),
        0,
    )

    def problem(message: str) -> Problem:
        return Problem(source.file, line, path[0], message)

    if "fact" not in content:
        if "says" in content:
            yield problem("only comparisons say something")
        return
    threshold = next(
        v for k, v in content.items() if k not in ("rule", "fact", "says", "reference")
    )
    if isinstance(threshold, int | Decimal) and not isinstance(threshold, bool):
        yield problem(f"{threshold} stands in a rule: make it a parameter, with its law")
    says = content.get("says")
    if not isinstance(says, Mapping):
        yield problem("does not say anything (says)")
        return
    wordings = (
        {"says": says} if "en" in says else {key: says.get(key) for key in ("holds", "fails")}
    )
    for where, texts in wordings.items():
        if not isinstance(texts, Mapping):
            yield problem(f"has nothing to say when it {where}")
            continue
        for message in _wrong(texts, _OF_REASONS):
            yield problem(message if where == "says" else f"{where}: {message}")


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content[int(part)] if isinstance(content, list) else content.get(part)
    return content


def _since(parameter: Parameter) -> date:
    return min(value.since for value in parameter.values)


def _words(content: Any) -> set[Any]:
    """All names that stand in a part of a file."""
    if isinstance(content, Mapping):
        return set().union(*map(_words, content.values()))
    if isinstance(content, list):
        return set().union(*map(_words, content))
    return {content} if isinstance(content, str) else set()


def _of_texts(
    source: Source, path: tuple[str | int, ...], texts: Mapping[str, Any], allowed: set[str]
) -> Iterator[Problem]:
    yield from (_problem(source, path, message) for message in _wrong(texts, allowed))


def _wrong(texts: Mapping[str, Any], allowed: set[str]) -> Iterator[str]:
    for language in LANGUAGES:
        text = texts.get(language)
        if not isinstance(text, str) or not text:
            yield f"is missing in {language}"
            continue
        try:
            placed = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            yield f"in {language}: {error}"
            continue
        for name in sorted(placed - allowed):
            yield f"there is no {{{name}}} to put in, in {language}"
    for language in sorted(set(texts) - set(LANGUAGES)):
        yield f"there is no language {language}"


def _problem(source: Source, path: tuple[str | int, ...], message: str) -> Problem:
    error = source.error(path, message)
    return Problem(error.file, error.line, error.rule, error.message)
