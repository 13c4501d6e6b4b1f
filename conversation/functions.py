"""Runs the functions of `benefits/` that a flow calls, a bounded number a turn."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import structlog

from benefits import FUNCTIONS, Asked
from benefits.rules.noting import noting
from conversation.identity import assurance_of
from flows import Call, Library, Meaning, Outcome, Prompt, advance
from storage.institution.errors import RecordsUnreachable

MOST_CALLS = 10
"""Functions a turn may run."""
_log = structlog.get_logger()


def run(call: Call, asked: Asked) -> Meaning:
    """The result of a function as the engine's next meaning; a failure never escapes."""
    try:
        function = FUNCTIONS[call.function]
        if not asked.identity.reaches(function.level):
            return Meaning("step_up", level=function.level)
        result = function.run(asked, **call.arguments)
    except RecordsUnreachable as error:
        _log.warning("records unreachable", function=call.function, reason=error.reason)
        return Meaning("unreachable")
    except Exception:
        # Whatever goes wrong behind the flow, the caller must hear a sentence, not silence.
        _log.exception("function failed", function=call.function)
        return Meaning("failure")
    return Meaning("result", result=result)


@dataclass(frozen=True)
class Called:
    """A function that ran, and what that came to; nothing of what it was given or gave."""

    function: str
    came_to: str
    """result, step_up (somebody has to show who they are first), unreachable or failure."""
    took_ms: float
    rules: tuple[str, ...]
    """Which rules it used: "programme version"."""


@dataclass(frozen=True)
class Carried:
    """A turn up to its end: the last outcome, and all that was said and done on the way."""

    outcome: Outcome
    says: tuple[Prompt, ...]
    steps: tuple[str, ...]
    calls: tuple[Called, ...]


def carry_through(
    library: Library, outcome: Outcome, asked: Asked, hears: frozenset[str]
) -> Carried:
    """Run every function that the turn asks for."""
    says, steps = outcome.says, outcome.walked
    calls: list[Called] = []
    for number in range(MOST_CALLS + 1):
        if outcome.call is None:
            return Carried(outcome, says, steps, tuple(calls))
        if number < MOST_CALLS:
            meaning, called = _noted(outcome.call, asked)
            calls.append(called)
        else:
            meaning = Meaning("failure")
        state = replace(outcome.state, assurance=assurance_of(asked.identity))
        outcome = advance(library, state, meaning, hears)
        says, steps = (*says, *outcome.says), (*steps, *outcome.walked)
    return Carried(outcome, says, steps, tuple(calls))


def _noted(call: Call, asked: Asked) -> tuple[Meaning, Called]:
    started = time.perf_counter()
    with noting() as rules:
        meaning = run(call, asked)
    took_ms = round((time.perf_counter() - started) * 1000, 1)
    return meaning, Called(call.function, meaning.kind, took_ms, tuple(sorted(rules)))
