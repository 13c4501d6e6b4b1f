"""The trail of what staff saw and did; the roles of the staff by their names of today."""

from sqlite_utils import Database

STATEMENTS = (
    # `hash` is over the hash of the entry before it and all other columns: see `storage.audit`.
    """CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        staff TEXT NOT NULL,
        role TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL,
        hash TEXT NOT NULL)""",
    "CREATE INDEX audit_subject ON audit(subject, id)",
    """CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END""",
    """CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END""",
    "UPDATE staff SET role = 'agent' WHERE role = 'clerk'",
    "UPDATE staff SET role = 'administrator' WHERE role = 'admin'",
)


def up(db: Database) -> None:
    """Create the table, and rename the roles."""
    for statement in STATEMENTS:
        db.execute(statement)
