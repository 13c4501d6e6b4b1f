"""What was misunderstood, what staff proposed to learn from it, and what was learnt."""

from sqlite_utils import Database

STATEMENTS = (
    # The same words in a language are one row, however often they are said. Redacted, like `heard`
    # of the turn; `place`, `reason`, `session_id` and `turn` are those of the last time.
    """CREATE TABLE misunderstood (
        id INTEGER PRIMARY KEY,
        language TEXT NOT NULL,
        words TEXT NOT NULL,
        heard TEXT NOT NULL,
        count INTEGER NOT NULL,
        reason TEXT NOT NULL,
        place TEXT NOT NULL,
        channel TEXT NOT NULL,
        session_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'waiting',
        decided_by TEXT NOT NULL DEFAULT '',
        UNIQUE (language, words))""",
    "CREATE INDEX misunderstood_last ON misunderstood(status, last_at)",
    "CREATE INDEX misunderstood_language ON misunderstood(status, language, last_at)",
    "CREATE INDEX misunderstood_old ON misunderstood(last_at)",
    """CREATE TABLE misunderstood_turn (
        session_id TEXT NOT NULL,
        turn INTEGER NOT NULL,
        misunderstood INTEGER NOT NULL REFERENCES misunderstood(id) ON DELETE CASCADE,
        place TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (session_id, turn)) WITHOUT ROWID""",
    "CREATE INDEX misunderstood_turn_of ON misunderstood_turn(misunderstood)",
    "CREATE INDEX misunderstood_turn_place ON misunderstood_turn(place, misunderstood)",
    # One change set is open at a time; `accepted` ones are in force.
    """CREATE TABLE change_set (
        id INTEGER PRIMARY KEY,
        status TEXT NOT NULL DEFAULT 'open',
        opened_at TEXT NOT NULL,
        decided_by TEXT NOT NULL DEFAULT '',
        decided_at TEXT NOT NULL DEFAULT '',
        undone_by TEXT NOT NULL DEFAULT '',
        undone_at TEXT NOT NULL DEFAULT '')""",
    "CREATE UNIQUE INDEX change_set_open ON change_set(status) WHERE status = 'open'",
    # An empty intent: a sentence of none of ours.
    """CREATE TABLE proposed_example (
        id INTEGER PRIMARY KEY,
        change_set INTEGER NOT NULL REFERENCES change_set(id) ON DELETE CASCADE,
        language TEXT NOT NULL,
        intent TEXT NOT NULL,
        text TEXT NOT NULL,
        words TEXT NOT NULL,
        misunderstood INTEGER REFERENCES misunderstood(id) ON DELETE SET NULL,
        proposed_by TEXT NOT NULL,
        proposed_at TEXT NOT NULL,
        UNIQUE (change_set, language, words))""",
    "CREATE INDEX proposed_example_of ON proposed_example(misunderstood)",
    # What runs in a process of its own: a trial of a change set, or the report on all examples.
    """CREATE TABLE teaching_run (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        change_set INTEGER REFERENCES change_set(id) ON DELETE CASCADE,
        basis TEXT NOT NULL,
        wanted_by TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'running',
        step TEXT NOT NULL DEFAULT '',
        done INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        started_at TEXT NOT NULL,
        ended_at TEXT NOT NULL DEFAULT '',
        result TEXT NOT NULL DEFAULT '{}')""",
    "CREATE INDEX teaching_run_of ON teaching_run(kind, change_set, id)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
