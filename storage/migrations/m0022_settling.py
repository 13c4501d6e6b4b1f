"""What was done in a turn, whose a case is, and held payments that staff look at."""

from sqlite_utils import Database

_OPEN = "status NOT IN ('RESOLVED', 'CLOSED')"

STATEMENTS = (
    # What a turn did: steps, functions and the names of what was stored, as JSON without values.
    "ALTER TABLE interaction ADD COLUMN trace TEXT NOT NULL DEFAULT '{}'",
    # What a decision and a case are about, as a fingerprint, so that one leads to the other. Of an
    # older case it is NULL until `storage.case_subjects` has worked it out.
    "ALTER TABLE case_file ADD COLUMN subject_print TEXT",
    "ALTER TABLE decision ADD COLUMN subject_print TEXT NOT NULL DEFAULT ''",
    "UPDATE decision SET subject_print = iif(claim_print <> '', claim_print, cause)",
    "CREATE INDEX case_file_subject ON case_file(subject_print) WHERE subject_print <> ''",
    "CREATE INDEX case_file_unread ON case_file(id) WHERE subject_print IS NULL",
    # SQLite would look for the closed ones in this, and sort them.
    "DROP INDEX case_file_open",
    # Pages of cases: each filter finds its own in the order in which they are shown.
    f"CREATE INDEX case_due ON case_file(due_date, id) WHERE {_OPEN}",
    f"CREATE INDEX case_kind ON case_file(category, due_date, id) WHERE {_OPEN}",
    f"CREATE INDEX case_owner ON case_file(attending_staff, due_date, id) WHERE {_OPEN}",
    f"""CREATE INDEX case_owner_kind ON case_file(attending_staff, category, due_date, id)
        WHERE {_OPEN}""",
    "CREATE INDEX case_done ON case_file(id) WHERE status IN ('RESOLVED', 'CLOSED')",
    """CREATE INDEX case_done_owner ON case_file(attending_staff, id)
        WHERE status IN ('RESOLVED', 'CLOSED')""",
    "CREATE INDEX case_done_kind ON case_file(category, id) WHERE status IN ('RESOLVED', 'CLOSED')",
    "CREATE INDEX decision_subject ON decision(subject_print)",
    "CREATE INDEX decision_proposed ON decision(id) WHERE status = 'proposed'",
    "CREATE INDEX payment_held ON payment(due_on, id) WHERE status = 'held'",
    # What somebody proposes to do about a held payment. `what` is release or keep; `reason` and
    # `note` are encrypted; `status` is proposed, approved or returned.
    """CREATE TABLE payment_review (
        id INTEGER PRIMARY KEY,
        payment_id INTEGER NOT NULL REFERENCES payment(id) ON DELETE CASCADE,
        what TEXT NOT NULL CHECK (what IN ('release', 'keep')),
        reason TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_at TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'proposed',
        settled_by TEXT NOT NULL DEFAULT '',
        settled_at TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX payment_review_of ON payment_review(payment_id, id)",
    # One proposal at a time: of two who make one at once, the second is told.
    """CREATE UNIQUE INDEX payment_review_once ON payment_review(payment_id)
        WHERE status = 'proposed'""",
)


def up(db: Database) -> None:
    """Add the columns, create the table."""
    for statement in STATEMENTS:
        db.execute(statement)
