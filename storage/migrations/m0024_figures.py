"""Figures of the service: what is known of each conversation without its words, and their sums."""

from sqlite_utils import Database

_LATER = ("INSERT ON handoff", "UPDATE ON handoff", "INSERT ON feedback", "INSERT ON callback")
"""What changes the figures of a conversation beside its turns, and after them."""

STATEMENTS = (
    # One row a conversation, but for practice. It outlives the conversation, so that deleting old
    # ones changes no figure. `at` is on the country's clocks; `detail` is JSON.
    """CREATE TABLE talk (
        id INTEGER PRIMARY KEY,
        session_id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        topic TEXT NOT NULL,
        place TEXT NOT NULL,
        ending TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        helped TEXT NOT NULL,
        waited_s INTEGER,
        turns INTEGER NOT NULL,
        missed INTEGER NOT NULL,
        slowest_ms REAL NOT NULL,
        seconds INTEGER NOT NULL,
        segments_in INTEGER NOT NULL,
        segments_out INTEGER NOT NULL,
        detail TEXT NOT NULL)""",
    "CREATE INDEX talk_at ON talk(at, id)",
    "CREATE INDEX talk_open ON talk(last_at) WHERE ending = 'open'",
    # The sums of `storage.figures.talk.entries` over conversations that began on a day.
    """CREATE TABLE figure (
        name TEXT NOT NULL,
        day TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        flow TEXT NOT NULL,
        key TEXT NOT NULL,
        value INTEGER NOT NULL,
        PRIMARY KEY (name, day, channel, language, flow, key)) WITHOUT ROWID""",
    # Up to which turn they go, and which conversations are to be looked at once more.
    """CREATE TABLE figure_folded (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        last INTEGER NOT NULL)""",
    "INSERT INTO figure_folded VALUES (1, 0)",
    "CREATE TABLE figure_due (session_id TEXT PRIMARY KEY) WITHOUT ROWID",
    """INSERT OR IGNORE INTO figure_due SELECT session_id FROM handoff
        UNION SELECT session_id FROM feedback UNION SELECT session_id FROM callback""",
    *(
        f"""CREATE TRIGGER figure_{event.replace(" ON ", "_").lower()} AFTER {event}
            BEGIN INSERT OR IGNORE INTO figure_due VALUES (NEW.session_id); END"""
        for event in _LATER
    ),
    # Numbers at the end that become free are given to new turns, which would pass for folded ones.
    """CREATE TRIGGER figure_freed AFTER DELETE ON interaction
        WHEN OLD.id = (SELECT last FROM figure_folded)
        BEGIN UPDATE figure_folded SET
            last = ifnull((SELECT max(id) FROM interaction WHERE id < OLD.id), 0); END""",
    "CREATE INDEX feedback_session ON feedback(session_id)",
    "CREATE INDEX callback_session ON callback(session_id)",
)


def up(db: Database) -> None:
    """Create the tables, and what keeps them up to date."""
    for statement in STATEMENTS:
        db.execute(statement)
