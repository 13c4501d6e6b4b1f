"""What jobs have done, and the runs in which benefits are paid."""

from sqlite_utils import Database

STATEMENTS = (
    # `slot` is the moment that a run was due for, so that two servers begin it once. `status` is
    # running, done or failed; `figures` is JSON; `basis` what a run that goes on must find again.
    """CREATE TABLE job_run (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        slot TEXT NOT NULL,
        actor TEXT NOT NULL,
        status TEXT NOT NULL,
        basis TEXT NOT NULL DEFAULT '',
        figures TEXT NOT NULL DEFAULT '{}',
        started_at TEXT NOT NULL,
        ended_at TEXT NOT NULL DEFAULT '',
        UNIQUE (name, slot))""",
    # One row for each thing that happens once, written in the transaction that does it. `inputs`
    # is encrypted JSON.
    """CREATE TABLE job_step (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        run_id INTEGER NOT NULL REFERENCES job_run(id),
        actor TEXT NOT NULL,
        ruleset_version TEXT NOT NULL,
        inputs TEXT NOT NULL,
        outcome TEXT NOT NULL,
        at TEXT NOT NULL)""",
    "CREATE INDEX job_step_run ON job_step(run_id)",
    "CREATE INDEX claim_handed_in ON claim(id) WHERE status = 'received' AND channel <> ''",
    "CREATE INDEX claim_draft ON claim(updated_at) WHERE status = 'draft'",
    "CREATE INDEX claim_told_of ON claim(status, updated_at) WHERE channel <> ''",
    "ALTER TABLE decision ADD COLUMN last_on TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX decision_paid ON decision(programme, person_id) WHERE status = 'in_force'",
    # `status` is prepared, approved or returned; `total` in cents, of what is not held.
    """CREATE TABLE payment_run (
        id INTEGER PRIMARY KEY,
        programme TEXT NOT NULL,
        due_on TEXT NOT NULL,
        status TEXT NOT NULL,
        started_by TEXT NOT NULL,
        started_at TEXT NOT NULL,
        count INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        settled_by TEXT NOT NULL DEFAULT '',
        settled_at TEXT NOT NULL DEFAULT '')""",
    # `held` says why somebody is not paid with the others; empty: is paid.
    """CREATE TABLE payment_item (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES payment_run(id) ON DELETE CASCADE,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        programme TEXT NOT NULL,
        month TEXT NOT NULL,
        amount INTEGER NOT NULL,
        decision_id INTEGER NOT NULL,
        held TEXT NOT NULL)""",
    # Nobody is paid twice for a month; who was held may be taken up by a later run.
    """CREATE UNIQUE INDEX payment_item_once ON payment_item(person_id, programme, month)
        WHERE held = ''""",
    "CREATE INDEX payment_item_run ON payment_item(run_id)",
)


def up(db: Database) -> None:
    """Create the tables, add the column."""
    for statement in STATEMENTS:
        db.execute(statement)
