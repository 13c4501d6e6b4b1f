"""What checks have found, deaths, documents that expire, and texts that nobody asked for."""

from sqlite_utils import Database

STATEMENTS = (
    # `key` names what it is about; `digest` tells whether the facts (encrypted JSON) are other ones
    # than before; `code` of the case is encrypted. status: asked, case or settled.
    """CREATE TABLE finding (
        check_name TEXT NOT NULL,
        key TEXT NOT NULL,
        person_id INTEGER REFERENCES person(id) ON DELETE CASCADE,
        digest TEXT NOT NULL,
        status TEXT NOT NULL,
        code TEXT NOT NULL,
        code_print TEXT NOT NULL,
        facts TEXT NOT NULL,
        found_at TEXT NOT NULL,
        PRIMARY KEY (check_name, key)) WITHOUT ROWID""",
    "CREATE INDEX finding_person ON finding(person_id)",
    # What the register of deaths says, or whoever else is named in `source` (encrypted).
    """CREATE TABLE death (
        person_id INTEGER PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
        died_on TEXT NOT NULL,
        source TEXT NOT NULL,
        at TEXT NOT NULL)""",
    """CREATE TABLE document (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        expires_on TEXT NOT NULL)""",
    "CREATE INDEX document_person ON document(person_id, expires_on)",
    "CREATE INDEX document_expires ON document(expires_on)",
    # Texts that there may be news: one a person and topic within a while.
    """CREATE TABLE news (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        topic TEXT NOT NULL,
        sent_at TEXT NOT NULL)""",
    "CREATE INDEX news_person ON news(person_id, topic, sent_at)",
)


def up(db: Database) -> None:
    """Create the tables."""
    for statement in STATEMENTS:
        db.execute(statement)
