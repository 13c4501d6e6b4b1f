"""Codes that come by post, and indexes by which what is old is found."""

from sqlite_utils import Database

STATEMENTS = (
    # A code that a letter brings, with which its reader chooses a PIN. `chosen` is the hash
    # (Argon2's, encrypted) of a PIN that has been entered once and is to be entered again.
    """CREATE TABLE letter_code (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        salt TEXT NOT NULL,
        code_print TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        chosen TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        used_at TEXT)""",
    "CREATE INDEX letter_code_person ON letter_code(person_id)",
    "CREATE INDEX letter_code_at ON letter_code(created_at)",
)


def up(db: Database) -> None:
    """Create table and indexes."""
    for statement in STATEMENTS:
        db.execute(statement)
