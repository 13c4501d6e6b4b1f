"""The words of a turn with confidence and times, masked like its text."""

from sqlite_utils import Database


def up(db: Database) -> None:
    """Add the column: JSON, a list of [text, confidence, start, end], seconds into the call."""
    db.execute("ALTER TABLE interaction ADD COLUMN words TEXT NOT NULL DEFAULT '[]'")
