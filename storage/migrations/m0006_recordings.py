"""Recordings of utterances, and the consent to them. What was said is in files (`audio_files`)."""

from sqlite_utils import Database

STATEMENTS = (
    # `library` is the version of the flows, and so of the wording that was agreed to; `ended_why`
    # is `caller`, or what went wrong.
    """CREATE TABLE recording_consent (
        session_id TEXT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        library TEXT NOT NULL,
        language TEXT NOT NULL,
        ended_at TEXT,
        ended_why TEXT)""",
    # `asked` is the slot type or `choice`; `private` is an utterance that was cut; `doomed` one
    # whose file could not be deleted yet.
    """CREATE TABLE recording (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
        turn INTEGER NOT NULL,
        at TEXT NOT NULL,
        file TEXT NOT NULL UNIQUE,
        language TEXT NOT NULL,
        place TEXT NOT NULL,
        asked TEXT NOT NULL,
        milliseconds INTEGER NOT NULL,
        private INTEGER NOT NULL,
        corrected_at TEXT,
        corrected_by TEXT,
        doomed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX recording_session ON recording(session_id, turn)",
    "CREATE INDEX recording_at ON recording(at)",
    "CREATE INDEX recording_doomed ON recording(doomed) WHERE doomed",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
