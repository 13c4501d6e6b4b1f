"""Texts of an installation in place of the product's: versions, and changes on their way."""

from sqlite_utils import Database

STATEMENTS = (
    # The last row is in use. `overrides` is the file that is put over the product's flows; nothing
    # in it where they are said as they came. `back_to` of a roll-back is the version it repeats.
    """CREATE TABLE flow_version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        published_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        change_id INTEGER,
        back_to INTEGER,
        overrides TEXT NOT NULL)""",
    # status: draft, waiting (for a second person), published or withdrawn. `base` is the version
    # that was in use when its texts were last compared with it. `decided_by` and `reason` are of
    # whoever published it or gave it back.
    """CREATE TABLE flow_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        base INTEGER NOT NULL,
        status TEXT NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        decided_by TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '')""",
    # An author has one draft at a time, so that two windows never make two.
    "CREATE UNIQUE INDEX flow_change_draft ON flow_change(author) WHERE status = 'draft'",
    "CREATE INDEX flow_change_status ON flow_change(status, changed_at)",
    # `was` is what was in use when it was written, `now` what it is to be: JSON, wordings by kind.
    """CREATE TABLE flow_change_text (
        change_id INTEGER NOT NULL REFERENCES flow_change(id),
        file TEXT NOT NULL,
        path TEXT NOT NULL,
        language TEXT NOT NULL,
        was TEXT NOT NULL,
        now TEXT NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (change_id, file, path, language)) WITHOUT ROWID""",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
