"""Personal data that people change by phone, preferences, and what is remembered of a phone."""

from sqlite_utils import Database

STATEMENTS = (
    """CREATE TABLE bank_account (
        person_id INTEGER PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
        account TEXT NOT NULL,
        account_print TEXT NOT NULL,
        since TEXT NOT NULL)""",
    "CREATE INDEX bank_account_print ON bank_account(account_print)",
    # A change of bank account or phone between being asked for and taking effect. `new_value` and
    # `old_value` are encrypted JSON; `status` is waiting, review, stopped, replaced or applied.
    """CREATE TABLE held_change (
        id INTEGER PRIMARY KEY,
        reference TEXT NOT NULL,
        reference_print TEXT NOT NULL UNIQUE,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        new_value TEXT NOT NULL,
        old_value TEXT NOT NULL,
        signs TEXT NOT NULL,
        session_id TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        status TEXT NOT NULL,
        settled_at TEXT NOT NULL DEFAULT '',
        settled_by TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX held_change_person ON held_change(person_id, asked_at)",
    "CREATE INDEX held_change_due ON held_change(due_at) WHERE status = 'waiting'",
    # What was changed, by whom: `old_value` and `new_value` are encrypted JSON. `actor` is person,
    # helper or hotline.
    """CREATE TABLE data_change (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        what TEXT NOT NULL,
        old_value TEXT NOT NULL,
        new_value TEXT NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        channel TEXT NOT NULL,
        level INTEGER NOT NULL,
        session_id TEXT NOT NULL)""",
    "CREATE INDEX data_change_person ON data_change(person_id, at)",
    # What goes out by post: `kind` says which letter, `details` is encrypted JSON.
    """CREATE TABLE letter (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        language TEXT NOT NULL,
        details TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        sent_at TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX letter_person ON letter(person_id, kind, asked_at)",
    "CREATE INDEX letter_waiting ON letter(asked_at) WHERE sent_at = ''",
    """CREATE TABLE preference (
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (person_id, name)) WITHOUT ROWID""",
    """CREATE TABLE data_consent (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        purpose TEXT NOT NULL,
        ts TEXT NOT NULL,
        channel TEXT NOT NULL,
        withdrawn_at TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX data_consent_person ON data_consent(person_id, purpose)",
    # How a phone is spoken with, without the number: `remember` is yes, no, or empty where nobody
    # was asked; only with yes is there a `topic`.
    """CREATE TABLE telephone (
        caller_print TEXT PRIMARY KEY,
        wording TEXT NOT NULL,
        keys_only INTEGER NOT NULL,
        remember TEXT NOT NULL,
        topic TEXT NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX telephone_at ON telephone(at)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
