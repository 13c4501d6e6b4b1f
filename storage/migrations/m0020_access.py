"""What a login takes beside a password, who is locked out, and the trail by who, what and when."""

from sqlite_utils import Database

STATEMENTS = (
    # Grows when the password, the role or the second factor changes: logins from before it end.
    "ALTER TABLE staff ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1",
    # 1: given by somebody else, to be changed at the first login.
    "ALTER TABLE staff ADD COLUMN temporary INTEGER NOT NULL DEFAULT 0",
    # When they were deactivated. Nobody is deleted: their name stands in the trail.
    "ALTER TABLE staff ADD COLUMN left_at TEXT",
    # The secret of the authenticator app, encrypted, and one that is not confirmed yet.
    "ALTER TABLE staff ADD COLUMN totp TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE staff ADD COLUMN totp_offered TEXT NOT NULL DEFAULT ''",
    # The time step of the last code that was used: it and those before it are used up.
    "ALTER TABLE staff ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE staff_recovery (
        staff_id INTEGER NOT NULL REFERENCES staff(id),
        code_print TEXT NOT NULL,
        PRIMARY KEY (staff_id, code_print)) WITHOUT ROWID""",
    # By the fingerprint of the name, whether or not it is anybody's.
    """CREATE TABLE staff_failure (
        name_print TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX staff_failure_at ON staff_failure(at)",
    "CREATE INDEX audit_at ON audit(at)",
    "CREATE INDEX audit_staff ON audit(staff, at)",
    "CREATE INDEX audit_action ON audit(action, at)",
    "CREATE INDEX audit_staff_action ON audit(staff, action, at)",
)


def up(db: Database) -> None:
    """Add the columns, the tables and the indexes."""
    for statement in STATEMENTS:
        db.execute(statement)
