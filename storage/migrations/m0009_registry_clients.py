"""Other systems that may search the registry, and every search that they made."""

from sqlite_utils import Database

STATEMENTS = (
    # `record_types` is a JSON list; `secret_hash` is a SHA-256, `public_key` Ed25519 in base64.
    """CREATE TABLE registry_client (
        id INTEGER PRIMARY KEY,
        client_id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        secret_hash TEXT NOT NULL,
        record_types TEXT NOT NULL,
        public_key TEXT NOT NULL,
        per_minute INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        revoked_at TEXT)""",
    # `subject_print` is the fingerprint of the number that was searched for; the unique index makes
    # a message that is sent again known.
    """CREATE TABLE registry_search (
        id INTEGER PRIMARY KEY,
        client INTEGER NOT NULL REFERENCES registry_client(id),
        message_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        transaction_id TEXT NOT NULL,
        reference_id TEXT NOT NULL,
        at TEXT NOT NULL,
        record_type TEXT NOT NULL,
        query_type TEXT NOT NULL,
        subject_print TEXT NOT NULL,
        outcome TEXT NOT NULL,
        records INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX registry_search_message ON registry_search(client, message_id, number)",
    "CREATE INDEX registry_search_at ON registry_search(client, at)",
    "CREATE INDEX registry_search_subject ON registry_search(subject_print)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
