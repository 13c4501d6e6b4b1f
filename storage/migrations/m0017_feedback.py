"""What people thought of the service."""

from sqlite_utils import Database

STATEMENTS = (
    # `words` and `panel_phone` are encrypted; the phone is there only for who wants to be called.
    """CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL,
        at TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        topic TEXT NOT NULL,
        helped TEXT NOT NULL,
        words TEXT NOT NULL,
        panel_phone TEXT NOT NULL)""",
    "CREATE INDEX feedback_at ON feedback(at)",
)


def up(db: Database) -> None:
    """Create the table."""
    for statement in STATEMENTS:
        db.execute(statement)
