"""Which conversations are practice: those with a line that no provider knows."""

from sqlite_utils import Database

STATEMENTS = (
    # Computed, so that it can never differ; `conversation.practice.LINE` is what it compares with.
    """ALTER TABLE session ADD COLUMN practice INTEGER
        GENERATED ALWAYS AS (called = 'practice') VIRTUAL""",
    # Texts that a practice telephone has got, to be shown there.
    "CREATE INDEX outbox_session ON outbox(session_id)",
)


def up(db: Database) -> None:
    """Add the column."""
    for statement in STATEMENTS:
        db.execute(statement)
