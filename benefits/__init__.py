"""My social security: what the hotline can look up and do, offered to flows as functions.

`FUNCTIONS` is complete once this package is imported: its modules register themselves.
"""

from benefits import (
    appeals,
    applications,
    callbacks,
    claims,
    contributions,
    decisions,
    desk,
    disputing,
    documents,
    estimating,
    feedback,
    helpers,
    identifying,
    knowledge,
    offices,
    owing,
    own_appointments,
    paid,
    payments,
    pin_calls,
    pin_letters,
    proof_of_life,
    reports,
    subjects,
    tracing,
)
from benefits.checks import telling as checks
from benefits.function import FUNCTIONS, Asked, Function
from benefits.identity import Identity, Level
from benefits.lists import LISTS, Entry
from benefits.personal import functions as personal
from benefits.proactive import telling as news

__all__ = [
    "FUNCTIONS",
    "LISTS",
    "Asked",
    "Entry",
    "Function",
    "Identity",
    "Level",
    "appeals",
    "applications",
    "callbacks",
    "checks",
    "claims",
    "contributions",
    "decisions",
    "desk",
    "disputing",
    "documents",
    "estimating",
    "feedback",
    "helpers",
    "identifying",
    "knowledge",
    "news",
    "offices",
    "owing",
    "own_appointments",
    "paid",
    "payments",
    "personal",
    "pin_calls",
    "pin_letters",
    "proof_of_life",
    "reports",
    "subjects",
    "tracing",
]
