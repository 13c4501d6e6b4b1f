"""Years of conversations, written in bulk: rows like those that real turns have left."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cli.environment import Store
from storage.words import indexed

TURNS_A_CONVERSATION = 5
_AT_ONCE = 20_000


def fill(store: Store, interactions: int) -> None:
    """Add conversations until there are so many more interactions.

    The templates are the rows that are there: some turns must have been taken before.
    """
    connection = store.database.connection
    templates = connection.execute(
        "SELECT kind, heard, confidence, meaning, intent, intent_confidence, place, said, reply,"
        " took_ms, words, assurance, trace FROM interaction ORDER BY id LIMIT 500"
    ).fetchall()
    columns = [row["name"] for row in connection.execute("PRAGMA table_info(session)")]
    named = ", ".join(columns)  # without the computed ones
    session = dict(connection.execute(f"SELECT {named} FROM session LIMIT 1").fetchone())
    first = connection.execute("SELECT max(id) + 1 FROM interaction").fetchone()[0]
    for start in range(0, interactions, _AT_ONCE):
        count = min(_AT_ONCE, interactions - start)
        with store.database.transaction() as writing:
            sessions = list(_sessions(store, session, start, count))
            marks = ", ".join(f":{name}" for name in session)
            writing.executemany(f"INSERT INTO session VALUES ({marks})", sessions)
            rows = list(_interactions(sessions, templates, first + start, count))
            marks = ", ".join("?" * len(rows[0]))
            writing.executemany(
                "INSERT INTO interaction (id, session_id, turn, provider_id, at, kind, heard,"
                " confidence, meaning, intent, intent_confidence, place, said, reply, took_ms,"
                f" words, assurance, trace) VALUES ({marks})",
                rows,
            )
            writing.executemany(
                "INSERT INTO interaction_words (rowid, words) VALUES (?, ?)",
                [(row[0], indexed(f"{row[6]} {row[12]}")) for row in rows],
            )
    # Figures are not what is measured with this: nothing is to be counted meanwhile.
    connection.execute("UPDATE figure_folded SET last = (SELECT max(id) FROM interaction)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _sessions(
    store: Store, template: dict[str, Any], start: int, count: int
) -> Iterator[dict[str, Any]]:
    for number in range(start, start + count, TURNS_A_CONVERSATION):
        # A few callers call often; most of a million turns come from different people.
        caller = f"+1555{number % 500_000:07d}"
        at = _moment(number)
        yield template | {
            "id": uuid.uuid4().hex,
            "key": store.vault.fingerprint(f"{caller}|{number}"),
            "caller_print": store.vault.fingerprint(caller),
            "status": "ended",
            "turns": TURNS_A_CONVERSATION,
            "version": TURNS_A_CONVERSATION,
            "started_at": at,
            "last_at": at,
        }


def _interactions(
    sessions: list[dict[str, Any]], templates: list[Any], first: int, count: int
) -> Iterator[tuple[Any, ...]]:
    for offset in range(count):
        session = sessions[offset // TURNS_A_CONVERSATION]
        identifier = first + offset
        kind, heard, *rest = templates[identifier % len(templates)]
        # A word of its own in every turn: real vocabularies grow, and so does the index.
        heard = f"{heard} {identifier % 100_000:05d}"
        turn = offset % TURNS_A_CONVERSATION + 1
        message = f"SM{uuid.uuid4().hex}"
        yield (identifier, session["id"], turn, message, session["started_at"], kind, heard, *rest)


def _moment(number: int) -> str:
    """Three years of conversations, evenly spread, up to a day ago."""
    ago = timedelta(days=1, seconds=94_000_000 * (1 - number / 1_000_000))
    return (datetime.now() - ago).isoformat(timespec="milliseconds")
