"""My social security: what the hotline can look up and do, offered to flows as functions.

`FUNCTIONS` is complete once this package is imported: its modules register themselves.
"""

from benefits import (
    callbacks,
    claims,
    contributions,
    desk,
    disputing,
    documents,
    estimating,
    knowledge,
    offices,
    owing,
    paid,
    payments,
    subjects,
    tracing,
)
from benefits.function import FUNCTIONS, Asked, Function
from benefits.identity import Identity, Level
from benefits.lists import LISTS, Entry

__all__ = [
    "FUNCTIONS",
    "LISTS",
    "Asked",
    "Entry",
    "Function",
    "Identity",
    "Level",
    "callbacks",
    "claims",
    "contributions",
    "desk",
    "disputing",
    "documents",
    "estimating",
    "knowledge",
    "offices",
    "owing",
    "paid",
    "payments",
    "subjects",
    "tracing",
]
