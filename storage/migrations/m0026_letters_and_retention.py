"""Codes that come by post, calls that ask for a PIN, what is netted, and what is deleted."""

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
    # Calls of ours that ask who writes to us for a PIN; the insurance number is encrypted, and
    # kept until something has come of the call. `outcome`: shown, refused, or nothing yet.
    """CREATE TABLE pin_call (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        session_id TEXT NOT NULL,
        number TEXT NOT NULL,
        phone_print TEXT NOT NULL,
        created_at TEXT NOT NULL,
        outcome TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX pin_call_phone ON pin_call(phone_print, created_at)",
    "CREATE INDEX pin_call_person ON pin_call(person_id, created_at)",
    "CREATE INDEX pin_call_session ON pin_call(session_id)",
    # What a payment run keeps back of a payment, for which overpayment; cents. It counts as repaid
    # when the run is approved.
    """CREATE TABLE netting (
        run_id INTEGER NOT NULL REFERENCES payment_run(id) ON DELETE CASCADE,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        overpayment_id INTEGER NOT NULL REFERENCES overpayment(id) ON DELETE CASCADE,
        amount INTEGER NOT NULL,
        PRIMARY KEY (run_id, overpayment_id)) WITHOUT ROWID""",
    "CREATE INDEX netting_overpayment ON netting(overpayment_id)",
    "CREATE INDEX netting_person ON netting(person_id)",
    "ALTER TABLE payment ADD COLUMN kept_back INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX letter_code_old ON letter_code(expires_at)",
    "CREATE INDEX pin_call_old ON pin_call(created_at)",
    "CREATE INDEX one_time_code_old ON one_time_code(created_at)",
    "CREATE INDEX code_call_old ON code_call(created_at)",
    "CREATE INDEX identification_old ON identification(at)",
    "CREATE INDEX registry_search_old ON registry_search(at)",
    "CREATE INDEX letter_old ON letter(sent_at) WHERE sent_at != ''",
)


def up(db: Database) -> None:
    """Create table and indexes."""
    for statement in STATEMENTS:
        db.execute(statement)
