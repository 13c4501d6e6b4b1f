"""Benefits as rules that are data: decided with all reasons, and never by a guess.

    from benefits.rules import decide
    decide("old_age_pension", {"birth_date": "1961-04-12"}, date(2026, 11, 27))

The rules stand in `data/`; `docs/authoring.md` says how to write one.
"""

from benefits.rules.changes import Change, Difference, would_change
from benefits.rules.comparing import Changed, compare
from benefits.rules.deciding import decide
from benefits.rules.decision import Decision, Reason
from benefits.rules.errors import FactError, RuleError
from benefits.rules.facts import facts_of
from benefits.rules.questions import questions
from benefits.rules.ruleset import Ruleset, ruleset

__all__ = [
    "Change",
    "Changed",
    "Decision",
    "Difference",
    "FactError",
    "Reason",
    "RuleError",
    "Ruleset",
    "compare",
    "decide",
    "facts_of",
    "questions",
    "ruleset",
    "would_change",
]
