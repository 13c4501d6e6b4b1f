"""The diary of the offices, and proofs of life.

`code`, `name` and `phone` are encrypted, and so is where evidence comes from, which may be a
hospital. Days and times are those on the clocks of the country.
"""

from sqlite_utils import Database

STATEMENTS = (
    # `person_id` is empty where somebody booked by name and phone alone.
    """CREATE TABLE appointment (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        code_print TEXT NOT NULL UNIQUE,
        person_id INTEGER REFERENCES person(id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        phone TEXT NOT NULL,
        phone_print TEXT NOT NULL,
        office TEXT NOT NULL,
        day TEXT NOT NULL,
        at TEXT NOT NULL,
        desk INTEGER NOT NULL,
        minutes INTEGER NOT NULL,
        topic TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('booked', 'cancelled', 'past')),
        language TEXT NOT NULL,
        channel TEXT NOT NULL,
        session_id TEXT NOT NULL,
        remind_on TEXT NOT NULL,
        reminded_at TEXT,
        created_at TEXT NOT NULL)""",
    "CREATE INDEX appointment_day ON appointment(office, day, at)",
    "CREATE INDEX appointment_phone ON appointment(phone_print)",
    "CREATE INDEX appointment_reminder ON appointment(remind_on) WHERE status = 'booked'",
    # One open appointment a topic, for a person and for a telephone.
    """CREATE UNIQUE INDEX appointment_of_person ON appointment(person_id, topic)
        WHERE status = 'booked' AND person_id IS NOT NULL""",
    """CREATE UNIQUE INDEX appointment_of_phone ON appointment(phone_print, topic)
        WHERE status = 'booked' AND person_id IS NULL""",
    # What a desk is taken for, a row for each step of the diary's grid: of two callers who want
    # the same, the key lets one have it.
    """CREATE TABLE appointment_cell (
        office TEXT NOT NULL,
        day TEXT NOT NULL,
        at TEXT NOT NULL,
        desk INTEGER NOT NULL,
        appointment_id INTEGER NOT NULL REFERENCES appointment(id) ON DELETE CASCADE,
        PRIMARY KEY (office, day, at, desk)) WITHOUT ROWID""",
    "CREATE INDEX appointment_cell_of ON appointment_cell(appointment_id)",
    # Until when somebody has to show that they are alive.
    """CREATE TABLE proof_of_life (
        person_id INTEGER PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
        due_on TEXT NOT NULL,
        reminded_at TEXT)""",
    "CREATE INDEX proof_of_life_due ON proof_of_life(due_on)",
    """CREATE TABLE evidence (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        seen_on TEXT NOT NULL,
        source TEXT NOT NULL,
        created_at TEXT NOT NULL)""",
    "CREATE INDEX evidence_person ON evidence(person_id, seen_on)",
    # Questions that were not answered well enough: how often somebody tries is bounded.
    """CREATE TABLE proof_attempt (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        at TEXT NOT NULL)""",
    "CREATE INDEX proof_attempt_person ON proof_attempt(person_id, at)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
