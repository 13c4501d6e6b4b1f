"""Ninety days of conversations, written in bulk: whole ones like those that real turns have left,
at the hours at which people call, some handed over, commented on or promised a call."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.environment import Store
from conversation.summary import Summary
from storage.database import stamp
from storage.words import indexed

DAYS = 90
_AT_ONCE = 4_000
_LONGEST = 9
_BY_HOUR = (1, 1, 1, 1, 1, 2, 5, 12, 30, 42, 45, 40, 30, 32, 38, 36, 30, 22, 14, 10, 7, 5, 3, 2)
_BY_WEEKDAY = (1.3, 1.1, 1.0, 1.0, 0.9, 0.35, 0.25)
_TURN = (
    *("kind", "heard", "confidence", "meaning", "intent", "intent_confidence", "place", "said"),
    *("reply", "took_ms", "words", "assurance", "trace"),
)
_INTERACTION = ("id", "session_id", "turn", "provider_id", "at", *_TURN)
_REASONS = ("asked", "asked", "asked", "not_understood", "silent", "failure")
RARE = "quetzal"
"""Said in one of ten thousand turns."""
Row = dict[str, Any]


@dataclass(frozen=True)
class _Template:
    """A conversation that real turns have left."""

    session: Row
    turns: list[Row]


def fill(store: Store, interactions: int) -> None:
    """Add conversations until there are so many more interactions: always the same ones.

    Some turns must have been taken before.
    """
    chance = random.Random(7)
    templates = _templates(store)
    connection = store.database.connection
    number = connection.execute("SELECT max(id) FROM interaction").fetchone()[0]
    connection.execute("PRAGMA cache_size=-400000")
    plans = list(_plans(chance, templates, interactions))
    now = datetime.now(UTC)
    # In the order in which they happened, as they are stored.
    moments = sorted(_moment(chance, now) for _ in plans)
    for start in range(0, len(plans), _AT_ONCE):
        end = start + _AT_ONCE
        planned = zip(plans[start:end], moments[start:end], strict=True)
        talks = [_talk(chance, store, *plan, began) for plan, began in planned]
        number = _write(store, chance, talks, number)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _templates(store: Store) -> list[_Template]:
    connection = store.database.connection
    columns = [row["name"] for row in connection.execute("PRAGMA table_info(session)")]
    sessions = {
        row["id"]: dict(row)
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM session")
    }
    turns: dict[str, list[Row]] = defaultdict(list)
    named = ", ".join(_TURN)
    for row in connection.execute(f"SELECT session_id, {named} FROM interaction ORDER BY id"):
        turns[row["session_id"]].append(dict(row))
    return [_Template(sessions[session], found) for session, found in turns.items()]


def _plans(
    chance: random.Random, templates: list[_Template], interactions: int
) -> Iterator[tuple[_Template, int]]:
    """Conversations to be like, and after how many turns they end, for so many turns in all."""
    while interactions > 0:
        template = chance.choice(templates)
        count = min(chance.randint(2, _LONGEST), len(template.turns), interactions)
        interactions -= count
        yield template, count


def _talk(
    chance: random.Random, store: Store, template: _Template, count: int, began: datetime
) -> tuple[Row, list[Row]]:
    """A conversation with its turns."""
    voice = chance.random() < 0.55
    apart = timedelta(seconds=chance.uniform(6, 25) if voice else chance.uniform(20, 240))
    turns = [
        {**turn, "at": stamp(began + apart * at), **(_spoken(turn) if voice else {})}
        for at, turn in enumerate(template.turns[:count])
    ]
    ends = _ends(chance, turns, voice)
    # A few callers call often; most of a million turns come from different people.
    caller = store.vault.fingerprint(f"+1555{chance.randrange(180_000):07d}")
    session = template.session | {
        "id": f"{chance.getrandbits(128):032x}",
        "channel": "voice" if voice else "sms",
        "key": store.vault.fingerprint(str(chance.getrandbits(64))),
        "caller_print": caller,
        "status": ends,
        "turns": count,
        "version": count,
        "place": turns[-1]["place"],
        "started_at": stamp(began),
        "last_at": turns[-1]["at"],
    }
    return session, turns


def _spoken(turn: Row) -> Row:
    """What differs when a text was said instead."""
    trace = {**json.loads(turn["trace"]), "segments": (0, 0)}
    kind = "speech" if turn["kind"] == "text" else turn["kind"]
    return {"kind": kind, "trace": json.dumps(trace)}


def _ends(chance: random.Random, turns: list[Row], voice: bool) -> str:
    """How it ends: with a person, by the flow, by hanging up, or in silence."""
    last, drawn = turns[-1], chance.random()
    if drawn < 0.14:
        last["place"] = "handoff"
        return "handoff"
    if voice and drawn < 0.6:
        last.update(kind="hangup", place="end", heard="", said="")
    elif drawn < 0.9:
        last["place"] = "end"
    return "ended"


def _moment(chance: random.Random, now: datetime) -> datetime:
    """A moment of the last days, when people call; not within the last hour."""
    while True:
        day = (now - timedelta(days=chance.randrange(DAYS))).replace(minute=0, second=0)
        if chance.random() < _BY_WEEKDAY[day.weekday()] / max(_BY_WEEKDAY):
            [hour] = chance.choices(range(24), _BY_HOUR)
            at = day.replace(hour=hour) + timedelta(seconds=chance.uniform(0, 3600))
            if at < now - timedelta(hours=1):
                return at


def _write(
    store: Store, chance: random.Random, talks: list[tuple[Row, list[Row]]], number: int
) -> int:
    turns: list[Row] = []
    for session, of_session in talks:
        for at, turn in enumerate(of_session, 1):
            number += 1
            # A word of its own in every turn: real vocabularies grow, and so does the index.
            heard = f"{turn['heard']} w{number % 100_000:05d}" if turn["heard"] else ""
            if number % 10_000 == 0:
                heard += f" {RARE}"
            turns.append(
                {
                    **turn,
                    "id": number,
                    "turn": at,
                    "session_id": session["id"],
                    "provider_id": f"SM{chance.getrandbits(128):032x}",
                    "heard": heard,
                }
            )
    with store.database.transaction() as writing:
        _insert(writing, "session", [session for session, _ in talks])
        _insert(
            writing, "interaction", [{name: row[name] for name in _INTERACTION} for row in turns]
        )
        words = [(row["id"], indexed(f"{row['heard']} {row['said']}")) for row in turns]
        writing.executemany("INSERT INTO interaction_words (rowid, words) VALUES (?, ?)", words)
        _beside(writing, store, chance, [session for session, _ in talks])
    return number


def _insert(writing: Any, table: str, rows: list[Row]) -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        writing.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def _beside(writing: Any, store: Store, chance: random.Random, sessions: list[Row]) -> None:
    """Hand-offs, what was thought of the service, and promises that were kept."""
    handed = [one for one in sessions if one["status"] == "handoff"]
    summaries = {
        reason: store.vault.encrypt(Summary("sms", "en", "general", reason).to_json())
        for reason in set(_REASONS)
    }
    _insert(
        writing,
        "handoff",
        [
            {
                "session_id": one["id"],
                "queue": "general",
                "summary": summaries[chance.choice(_REASONS)],
                "at": one["last_at"],
                "waited_s": round(chance.expovariate(1 / 150)) if chance.random() < 0.9 else None,
            }
            for one in handed
        ],
    )
    nothing = store.vault.encrypt("")
    _insert(
        writing,
        "feedback",
        [
            {
                **{name: one[name] for name in ("channel", "language")},
                "session_id": one["id"],
                "at": one["last_at"],
                "topic": "",
                "helped": chance.choice(("yes", "yes", "yes", "partly", "no")),
                "words": nothing,
                "panel_phone": nothing,
            }
            for one in sessions
            if chance.random() < 0.05
        ],
    )
    _insert(
        writing,
        "callback",
        [
            {
                "session_id": one["id"],
                "phone": nothing,
                "phone_print": one["caller_print"],
                "topic": "general",
                "wanted": "any",
                "promised_by": one["last_at"][:10],
                "language": one["language"],
                "created_at": one["last_at"],
                "done_at": one["last_at"],
            }
            for one in sessions
            if chance.random() < 0.02
        ],
    )
