"""What is owed in contributions, and what became of each payment."""

from sqlite_utils import Database

STATEMENTS = (
    # A request to pay contributions: both months included, cents. `reference` is encrypted.
    """CREATE TABLE contribution_notice (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        reference TEXT NOT NULL,
        reference_print TEXT NOT NULL UNIQUE,
        first_month TEXT NOT NULL,
        last_month TEXT NOT NULL,
        amount INTEGER NOT NULL,
        paid INTEGER NOT NULL DEFAULT 0,
        due_on TEXT NOT NULL)""",
    "CREATE INDEX contribution_notice_person ON contribution_notice(person_id, due_on)",
    # Why the amount is another than before, or why it is returned or held; empty for neither.
    "ALTER TABLE payment ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    # The last digits of the account that it went to, encrypted.
    "ALTER TABLE payment ADD COLUMN account_end TEXT NOT NULL DEFAULT ''",
    # What was paid too much and is to be paid back; `kept_back` of each payment; all in cents.
    """CREATE TABLE overpayment (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        programme TEXT NOT NULL,
        amount INTEGER NOT NULL,
        repaid INTEGER NOT NULL DEFAULT 0,
        kept_back INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL,
        decided_on TEXT NOT NULL)""",
    "CREATE INDEX overpayment_person ON overpayment(person_id)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
