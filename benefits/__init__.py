"""My social security: what the hotline can look up and do, offered to flows as functions.

`FUNCTIONS` is complete once this package is imported: its modules register themselves.
"""

from benefits import (
    appeals,
    applications,
    callbacks,
    claims,
    decisions,
    desk,
    documents,
    feedback,
    helpers,
    identifying,
    knowledge,
    offices,
    payments,
    reports,
    subjects,
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
    "appeals",
    "applications",
    "callbacks",
    "claims",
    "decisions",
    "desk",
    "documents",
    "feedback",
    "helpers",
    "identifying",
    "knowledge",
    "offices",
    "payments",
    "reports",
    "subjects",
]
