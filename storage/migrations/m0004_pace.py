"""How slowly a caller wants to be spoken to, by the fingerprint of the number: nothing else."""

from sqlite_utils import Database

STATEMENTS = (
    """CREATE TABLE pace (
        caller_print TEXT PRIMARY KEY,
        pace TEXT NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX pace_at ON pace(at)",
)


def up(db: Database) -> None:
    """Create the table."""
    for statement in STATEMENTS:
        db.execute(statement)
