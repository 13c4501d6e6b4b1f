"""Calls that we place ourselves, calls that broke off, and conversations given to a person."""

from sqlite_utils import Database

STATEMENTS = (
    # `cause` names what it is owed to (the CallSid of a missed call), so that it is owed once.
    """CREATE TABLE call_out (
        id INTEGER PRIMARY KEY,
        cause TEXT NOT NULL UNIQUE,
        ours TEXT NOT NULL,
        phone TEXT NOT NULL,
        phone_print TEXT NOT NULL,
        created_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        call_sid TEXT,
        done_at TEXT,
        outcome TEXT)""",
    "CREATE INDEX call_out_due ON call_out(due_at) WHERE done_at IS NULL",
    "CREATE INDEX call_out_phone ON call_out(phone_print, created_at)",
    "CREATE INDEX call_out_created ON call_out(created_at)",
    # What the next call or text of the same number may go on with; `frames` is encrypted.
    """CREATE TABLE broken_call (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        caller_print TEXT NOT NULL,
        library TEXT NOT NULL,
        frames TEXT NOT NULL,
        at TEXT NOT NULL,
        texted INTEGER NOT NULL,
        offered_at TEXT)""",
    "CREATE INDEX broken_call_caller ON broken_call(caller_print, at)",
    # What the person who takes over is told (encrypted), and how long that took.
    """CREATE TABLE handoff (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        queue TEXT NOT NULL,
        summary TEXT NOT NULL,
        at TEXT NOT NULL,
        waited_s INTEGER,
        result TEXT)""",
    "CREATE INDEX handoff_waited ON handoff(at) WHERE waited_s IS NOT NULL",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
