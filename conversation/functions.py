"""Runs the functions of `benefits/` that a flow calls, a bounded number a turn."""

from __future__ import annotations

from dataclasses import replace

import structlog

from benefits import FUNCTIONS, Asked
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


def carry_through(
    library: Library, outcome: Outcome, asked: Asked, hears: frozenset[str]
) -> tuple[Outcome, tuple[Prompt, ...]]:
    """Run every function that the turn asks for; answers the last outcome and all that is said."""
    says = outcome.says
    for number in range(MOST_CALLS + 1):
        if outcome.call is None:
            return outcome, says
        meaning = run(outcome.call, asked) if number < MOST_CALLS else Meaning("failure")
        state = replace(outcome.state, assurance=assurance_of(asked.identity))
        outcome = advance(library, state, meaning, hears)
        says = (*says, *outcome.says)
    return outcome, says
