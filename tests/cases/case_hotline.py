"""A small real hotline for each case: a database of its own, the well-known people, a clock."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from case_reading import CODE, LETTER

from benefits import country, seed
from benefits.checks.finding import Finding
from benefits.checks.running import act
from benefits.hours import Desk
from conversation.continuity import Continuity
from conversation.handing_over import HandingOver
from conversation.heard import Heard
from conversation.recorder import Recorder
from conversation.reply import Reply
from conversation.resumption import Resuming, Resumption
from conversation.turn import Turns
from flows import Assurance, Library, State
from intents import Understander, Understood
from storage.audio_files import AudioFiles
from storage.broken_calls import BrokenCalls
from storage.conversations import Conversations, Session
from storage.country import load_country
from storage.database import Database, Write
from storage.handoffs import Handoffs
from storage.institution.errors import RecordsUnreachable
from storage.recordings import Recordings
from storage.registry import Outside, SqlRegistry
from storage.rows import Row
from storage.texts import Texts
from storage.vault import Vault

KEY = Vault.new_key()
DATABASE = "benefitline.db"


def seed_country(path: Path, today: date) -> None:
    """A database with the offices and the well-known people as they are on this day."""
    database = Database(path)
    database.migrate()
    load_country(database, Vault([KEY]), country.offices(), seed.people(count=0, today=today))
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def unseeded(table: str, rows: Iterable[sqlite3.Row]) -> list[dict[str, object]]:
    """Those that a conversation wrote, where a table says which; a case may be without one, but
    the country is seeded without cases."""
    every = [dict(row) for row in rows]
    return [row for row in every if row.get("session_id", True) or table == "case_file"]


class Attentive:
    """The understander, which also remembers what it understood last."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander
        self.understood: Understood | None = None

    def understand(self, *arguments: object) -> Understood:
        self.understood = self._understander.understand(*arguments)
        return self.understood

    def __getattr__(self, name: str) -> object:
        return getattr(self._understander, name)


class Identified(Turns):
    """Turns whose conversations begin with somebody identified."""

    begins_with = Assurance()

    def _state(self, session: Session, *about: object) -> State:
        state = super()._state(session, *about)
        return state if session.version else replace(state, assurance=self.begins_with)


class Institution(SqlRegistry):
    """The registry of an institution that is down."""

    def claim(self, reference: str) -> Row | None:
        raise RecordsUnreachable("down")

    def person(self, insurance_number: str) -> Row | None:
        raise RecordsUnreachable("down")


def code_in(text: str) -> str:
    """The code that a text brings."""
    return re.search(r"\d{6}", text)[0]


def letter_code(letters: list[dict[str, object]]) -> str:
    """The code that the last letter brings."""
    code: str = json.loads(Vault([KEY]).decrypt(str(letters[-1]["details"])))["code"]
    return code


class Network:
    """The telephone network, which knows of new SIMs."""

    def __init__(self, swapped: bool) -> None:
        self._swapped = swapped

    def swapped(self, phone: str) -> bool:
        """Says the same of every number."""
        return self._swapped


class Clock:
    """A clock on which a second passes between two looks."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def later(self, time: timedelta) -> None:
        """Let time pass."""
        self._now += time


class Hotline:
    """Turns on a database of their own."""

    def __init__(
        self,
        folder: Path,
        template: Path,
        understander: Understander,
        library: Library,
        today: datetime,
        desk: Desk,
        waits: tuple[int, ...] = (),
        recording: str = "off",
        identity: tuple[str, int] | None = None,
        survey: float = 0.0,
        sim: str = "",
        consents: tuple[tuple[str, str], ...] = (),
        found: tuple[dict[str, Any], ...] = (),
    ) -> None:
        """waits: how long (seconds) those waited for a person who called before. identity: whose
        insurance number the conversation begins with, and how surely it is theirs (a level)."""
        shutil.copy(template, folder / DATABASE)
        self.database = Database(folder / DATABASE)
        self.understander = Attentive(understander)
        self.library = library
        self.clock = Clock(today)
        self.handoffs = Handoffs(self.database, Vault([KEY]))
        vault = Vault([KEY])
        self._read_out = ""
        outside = Outside(sim_swaps=Network(sim == "swapped")) if sim else None

        self.records_up = True

        def registry(later: list[Write], session_id: str, now: datetime) -> SqlRegistry:
            kind = SqlRegistry if self.records_up else Institution
            return kind(self.database, vault, later, session_id, now, outside)

        self.turns = Identified(
            Conversations(self.database, vault),
            registry,
            self.understander,
            library,
            "en",
            self.clock,
            self._continuity(vault, desk),
            Recorder(
                Recordings(self.database, vault, AudioFiles(folder / "calls", vault)),
                recording == "ask",
            ),
            survey,
        )
        if identity:
            number, level = identity
            person = registry([], "", today).person(number)
            self.turns.begins_with = Assurance(level, person["id"], claimed=number)
        for giver, helper in consents:
            later: list[Write] = []
            given = registry(later, "", today)
            given.consents.give(given.person(giver)["id"], given.person(helper)["id"], "", "", "")
            with self.database.transaction() as connection:
                later[0](connection)
        for one in found:
            later = []
            kept = registry(later, "", today)
            finding = Finding(one["check"], one["facts"], kept.person(one["person"])["id"])
            act(kept, today.replace(tzinfo=UTC), one["check"], finding, None)
            self.database.commit(later)
        for number, seconds in enumerate(waits):
            self._waited(f"waited-{number}", seconds, today)

    def _waited(self, sid: str, seconds: int, now: datetime) -> None:
        """Somebody has wanted a person, and waited for one."""
        reply = None
        for event, kind, text in (("start", "start", ""), ("person", "keys", "*0")):
            heard = Heard(f"{sid}:{event}", "voice", sid, "", "", kind, text)
            reply = self.turns.take(heard)
        if reply.next != "handoff":  # the waits before were so long that it was offered otherwise
            reply = self.turns.take(Heard(f"{sid}:wait", "voice", sid, "", "", "keys", "1"))
        self.handoffs.taken(reply.session_id, seconds)

    def _continuity(self, vault: Vault, desk: Desk) -> Continuity:
        texts = Texts(self.database, vault)
        return Continuity(
            Resumption(BrokenCalls(self.database, vault), texts, Resuming()),
            HandingOver(Handoffs(self.database, vault), desk, "en", self.clock),
        )

    def hear(self, reply: Reply) -> None:
        """Listen to a reply for the code that a call of ours brings."""
        for prompt in reply.prompts:
            if prompt.step == "code_call.tell":
                self._read_out = re.sub(r"\D", "", prompt.text)[:6]

    def _code(self) -> str:
        """The code of the last call or text that brought one."""
        if self._read_out:
            return self._read_out
        vault = Vault([KEY])
        payloads = [json.loads(row["payload"]) for row in self.rows("outbox")]
        sealed = [payload["sealed"] for payload in payloads if "sealed" in payload]
        return code_in(vault.decrypt(sealed[-1]))

    def work_on_case(self, status: str) -> None:
        """Somebody of the staff gives the latest case a new status."""
        later: list[Write] = []
        cases = SqlRegistry(self.database, Vault([KEY]), later, "", self.clock()).cases
        cases.note(self.told("$case_file.code"), "clerk", status)
        self.database.commit(later)

    def told(self, name: str) -> str:
        """What the hotline told and nobody could know before: "$case_file.code" is the code of the
        latest case, "$code" the one that a call or the last text brought, "$letter" that of the
        last letter."""
        if name == CODE:
            return self._code()
        if name == LETTER:
            return letter_code(self.rows("letter"))
        table, column = name[1:].split(".")
        (secret,) = self.database.connection.execute(
            f"SELECT {column} FROM {table} ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return Vault([KEY]).decrypt(secret)

    def rows(self, table: str) -> list[dict[str, object]]:
        """Everything in a table, without what it was seeded with: that is of no session."""
        return unseeded(table, self.database.connection.execute(f"SELECT * FROM {table}"))
