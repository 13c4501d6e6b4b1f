"""Questions that found no answer, for review: redacted, encrypted, and nobody's."""

from sqlite_utils import Database

STATEMENTS = (
    # No session: nothing may lead from a question to who asked it.
    """CREATE TABLE unanswered (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        language TEXT NOT NULL,
        channel TEXT NOT NULL,
        question TEXT NOT NULL,
        nearest TEXT NOT NULL,
        confidence REAL NOT NULL)""",
    "CREATE INDEX unanswered_at ON unanswered(at)",
)


def up(db: Database) -> None:
    """Create the table."""
    for statement in STATEMENTS:
        db.execute(statement)
