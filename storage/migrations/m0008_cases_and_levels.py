"""Cases that staff work on, and how surely it was known who took a turn."""

from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE interaction ADD COLUMN assurance INTEGER NOT NULL DEFAULT 0",
    # `about` and `phone` are encrypted; `flags` is a JSON list. `person_id` is empty where nobody
    # had shown who they are.
    """CREATE TABLE case_file (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        code_print TEXT NOT NULL UNIQUE,
        person_id INTEGER REFERENCES person(id) ON DELETE CASCADE,
        session_id TEXT NOT NULL,
        category TEXT NOT NULL,
        priority TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        flags TEXT NOT NULL,
        about TEXT NOT NULL,
        phone TEXT NOT NULL,
        status TEXT NOT NULL,
        attending_staff TEXT NOT NULL DEFAULT '',
        resolution TEXT NOT NULL DEFAULT '',
        due_date TEXT NOT NULL,
        opened_at TEXT NOT NULL)""",
    "CREATE INDEX case_file_person ON case_file(person_id)",
    "CREATE INDEX case_file_open ON case_file(status, due_date)",
    # What happened to a case: `note` is encrypted.
    """CREATE TABLE case_event (
        id INTEGER PRIMARY KEY,
        case_print TEXT NOT NULL REFERENCES case_file(code_print) ON DELETE CASCADE,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        what TEXT NOT NULL,
        note TEXT NOT NULL)""",
    "CREATE INDEX case_event_case ON case_event(case_print)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
