"""Conversations: sessions, their turns, what is to be sent, and who does not want texts."""

from sqlite_utils import Database

STATEMENTS = (
    # The flows that conversations run on, so that one in progress keeps the version it began with.
    """CREATE TABLE library (
        version TEXT PRIMARY KEY,
        files TEXT NOT NULL,
        at TEXT NOT NULL)""",
    """CREATE TABLE session (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        key TEXT NOT NULL,
        caller TEXT NOT NULL,
        caller_print TEXT NOT NULL,
        called TEXT NOT NULL,
        language TEXT NOT NULL,
        library TEXT NOT NULL REFERENCES library(version),
        state TEXT NOT NULL,
        version INTEGER NOT NULL,
        turns INTEGER NOT NULL,
        status TEXT NOT NULL,
        place TEXT NOT NULL,
        started_at TEXT NOT NULL,
        last_at TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX session_open ON session(channel, key) WHERE status = 'open'",
    # Every turn moves `last_at`: only one index holds it, and the newest row of a key is the last.
    "CREATE INDEX session_key ON session(channel, key)",
    "CREATE INDEX session_caller ON session(caller_print)",
    "CREATE INDEX session_last ON session(last_at)",
    # A turn; `provider_id` makes a webhook that is sent again find its reply.
    """CREATE TABLE interaction (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES session(id),
        turn INTEGER NOT NULL,
        provider_id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        heard TEXT NOT NULL,
        confidence REAL NOT NULL,
        meaning TEXT NOT NULL,
        intent TEXT,
        intent_confidence REAL,
        place TEXT NOT NULL,
        said TEXT NOT NULL,
        reply TEXT NOT NULL,
        took_ms REAL NOT NULL)""",
    "CREATE UNIQUE INDEX interaction_turn ON interaction(session_id, turn)",
    "CREATE INDEX interaction_at ON interaction(at)",
    # The words of a turn (`storage.words.indexed`), without a second copy of its text.
    """CREATE VIRTUAL TABLE interaction_words USING fts5(
        words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')""",
    # What is to be sent or done after the turn is committed.
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        created_at TEXT NOT NULL,
        due_at TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        done_at TEXT,
        provider_id TEXT,
        error TEXT)""",
    "CREATE INDEX outbox_due ON outbox(due_at) WHERE done_at IS NULL",
    """CREATE TABLE opt_out (
        ours TEXT NOT NULL,
        theirs_print TEXT NOT NULL,
        at TEXT NOT NULL,
        keyword TEXT NOT NULL,
        PRIMARY KEY (ours, theirs_print)) WITHOUT ROWID""",
    """CREATE TABLE delivery (
        message_id TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        rank INTEGER NOT NULL,
        error_code TEXT,
        at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE callback (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL,
        phone TEXT NOT NULL,
        phone_print TEXT NOT NULL,
        topic TEXT NOT NULL,
        wanted TEXT NOT NULL,
        promised_by TEXT NOT NULL,
        language TEXT NOT NULL,
        created_at TEXT NOT NULL,
        done_at TEXT)""",
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        password TEXT NOT NULL,
        role TEXT NOT NULL,
        created_at TEXT NOT NULL)""",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
