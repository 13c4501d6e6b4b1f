"""How people show who they are: PINs, codes, what was tried, and who acts for whom."""

from sqlite_utils import Database

STATEMENTS = (
    # The hash is Argon2's, and encrypted: eight digits alone could be tried out by whoever has it.
    """CREATE TABLE pin (
        person_id INTEGER PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
        hash TEXT NOT NULL,
        set_at TEXT NOT NULL)""",
    # Failures in a row by the number that was claimed, whether or not it is anybody's.
    """CREATE TABLE failed_proof (
        number_print TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        failed_at TEXT NOT NULL,
        session_id TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE one_time_code (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        session_id TEXT NOT NULL,
        via TEXT NOT NULL,
        salt TEXT NOT NULL,
        code_print TEXT NOT NULL,
        created_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        used_at TEXT)""",
    "CREATE INDEX one_time_code_person ON one_time_code(person_id, created_at)",
    # Calls of ours that bring a code to whoever writes to us.
    """CREATE TABLE code_call (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        phone_print TEXT NOT NULL,
        created_at TEXT NOT NULL,
        read_at TEXT)""",
    "CREATE INDEX code_call_phone ON code_call(phone_print, created_at)",
    "CREATE INDEX code_call_person ON code_call(person_id, created_at)",
    # What was tried, without what was entered. `person_id` is empty for a number of nobody.
    """CREATE TABLE identification (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        session_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        line_print TEXT NOT NULL,
        number_print TEXT NOT NULL,
        person_id INTEGER REFERENCES person(id) ON DELETE CASCADE,
        what TEXT NOT NULL,
        outcome TEXT NOT NULL)""",
    "CREATE INDEX identification_line ON identification(line_print, at)",
    "CREATE INDEX identification_session ON identification(session_id)",
    "CREATE INDEX identification_person ON identification(person_id, at)",
    # Who acts for whom, and for what; one that was withdrawn is kept.
    """CREATE TABLE consent (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        helper_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        ts TEXT NOT NULL,
        purpose TEXT NOT NULL,
        scope TEXT NOT NULL,
        channel TEXT NOT NULL,
        withdrawn_at TEXT)""",
    "CREATE INDEX consent_person ON consent(person_id)",
    "CREATE INDEX consent_helper ON consent(helper_id)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
