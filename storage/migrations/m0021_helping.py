"""Staff who help: conversations that they hold, hints, how it ended, and call-backs they make."""

from sqlite_utils import Database

STATEMENTS = (
    # Who has a conversation now; `key` is the session's, so that a text finds who holds it.
    """CREATE TABLE takeover (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        key TEXT NOT NULL,
        staff_id INTEGER NOT NULL,
        staff TEXT NOT NULL,
        at TEXT NOT NULL,
        active_at TEXT NOT NULL,
        UNIQUE (channel, key)) WITHOUT ROWID""",
    # A hint that waits to be taken; `hint` is encrypted JSON.
    """CREATE TABLE hint (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        hint TEXT NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    # How a conversation ended that a person had; `notes` are encrypted.
    """CREATE TABLE wrap_up (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        reason TEXT NOT NULL,
        notes TEXT NOT NULL,
        staff TEXT NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX wrap_up_at ON wrap_up(at)",
    # A text that waits for a person waits for days, beside a million that are over.
    """CREATE INDEX session_texts_handed_over ON session(last_at)
        WHERE status = 'handoff' AND channel = 'sms'""",
    "ALTER TABLE callback ADD COLUMN taken_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE callback ADD COLUMN taken_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE callback ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE callback ADD COLUMN tried_at TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX callback_open ON callback(promised_by, id) WHERE done_at IS NULL",
)


def up(db: Database) -> None:
    """Create the tables, and add the columns."""
    for statement in STATEMENTS:
        db.execute(statement)
