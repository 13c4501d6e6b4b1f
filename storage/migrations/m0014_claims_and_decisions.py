"""Claims that are filled in bit by bit, and decisions with the record to replay them from."""

from sqlite_utils import Database

STATEMENTS = (
    # What was answered so far, encrypted JSON; `missing` is a JSON list of facts nobody has told.
    "ALTER TABLE claim ADD COLUMN facts TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE claim ADD COLUMN missing TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE claim ADD COLUMN channel TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE claim ADD COLUMN updated_at TEXT NOT NULL DEFAULT ''",
    # `cause` names what was decided (a claim, a person in a run), so that it is decided once: a
    # fingerprint, as references are in it.
    # `record` is encrypted: every condition with the value it met, as `benefits.rules` writes it.
    # status: proposed (waits for a person), in_force, returned or superseded.
    """CREATE TABLE decision (
        id INTEGER PRIMARY KEY,
        cause TEXT NOT NULL UNIQUE,
        claim_print TEXT NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        programme TEXT NOT NULL,
        outcome TEXT NOT NULL,
        amount INTEGER,
        first_on TEXT NOT NULL,
        ruleset_version TEXT NOT NULL,
        record TEXT NOT NULL,
        status TEXT NOT NULL,
        automated INTEGER NOT NULL,
        entered_by TEXT NOT NULL,
        reviewer TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL,
        decided_at TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX decision_claim ON decision(claim_print) WHERE claim_print <> ''",
    "CREATE INDEX decision_person ON decision(person_id)",
    "CREATE INDEX decision_waiting ON decision(at) WHERE status = 'proposed'",
)


def up(db: Database) -> None:
    """Add the columns, create the table."""
    for statement in STATEMENTS:
        db.execute(statement)
