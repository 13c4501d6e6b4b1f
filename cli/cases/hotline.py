"""A small real hotline for each case: a database of its own, the well-known people, a clock."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from benefits import country, seed
from benefits.checks.finding import Finding
from benefits.checks.running import act
from benefits.hours import Desk
from cli.cases.parts import Attentive, Clock, Identified, Institution, Network
from cli.cases.reading import CODE, LETTER, Case
from conversation.continuity import Continuity
from conversation.handing_over import HandingOver
from conversation.heard import Heard
from conversation.recorder import Recorder
from conversation.reply import Reply
from conversation.resumption import Resuming, Resumption
from conversation.understanding import Understands
from flows import Assurance, Library
from storage.audio_files import AudioFiles
from storage.broken_calls import BrokenCalls
from storage.conversations import Conversations
from storage.country import load_country
from storage.database import Database, Write
from storage.handoffs import Handoffs
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


def code_in(text: str) -> str:
    """The code that a text brings."""
    code: str = re.findall(r"\d{6}", text)[0]
    return code


def letter_code(letters: list[dict[str, object]]) -> str:
    """The code that the last letter brings."""
    code: str = json.loads(Vault([KEY]).decrypt(str(letters[-1]["details"])))["code"]
    return code


class Hotline:
    """Turns on a database of their own, as a case begins."""

    def __init__(
        self, folder: Path, template: Path, understander: Understands, library: Library, case: Case
    ) -> None:
        """template: a seeded database, which is copied."""
        shutil.copy(template, folder / DATABASE)
        self.database = Database(folder / DATABASE)
        self.vault = Vault([KEY])
        self.understander = Attentive(understander)
        self.library = library
        self.clock = Clock(case.today)
        self.handoffs = Handoffs(self.database, self.vault)
        self.records_up = True
        self._read_out = ""
        self._outside = Outside(sim_swaps=Network(case.sim == "swapped")) if case.sim else None
        files = AudioFiles(folder / "calls", self.vault)
        self.turns = Identified(
            Conversations(self.database, self.vault),
            self._registry,
            self.understander,
            library,
            "en",
            self.clock,
            self._continuity(case.desk),
            Recorder(Recordings(self.database, self.vault, files), case.recording == "ask"),
            case.survey,
        )
        self._begin(case)

    def _begin(self, case: Case) -> None:
        """Who is identified, what they consented to, what was found, and who waited before."""
        if case.identity:
            number, level = case.identity
            self.turns.begins_with = Assurance(level, self._person(number)["id"], claimed=number)
        for giver, helper in case.consents:
            later: list[Write] = []
            given = self._registry(later, "", case.today)
            given.consents.give(self._person(giver)["id"], self._person(helper)["id"], "", "", "")
            self.database.commit(later[:1])
        for one in case.found:
            later = []
            kept = self._registry(later, "", case.today)
            finding = Finding(one["check"], one["facts"], self._person(one["person"])["id"])
            act(kept, case.today.replace(tzinfo=UTC), one["check"], finding, None)
            self.database.commit(later)
        for turn, seconds in enumerate(case.waits):
            self._waited(f"waited-{turn}", seconds)

    def _registry(self, later: list[Write], session_id: str, now: datetime) -> SqlRegistry:
        kind = SqlRegistry if self.records_up else Institution
        return kind(self.database, self.vault, later, session_id, now, self._outside)

    def _person(self, insurance_number: str) -> Row:
        person = self._registry([], "", self.clock()).person(insurance_number)
        if person is None:
            raise ValueError(f"nobody in the country has the number {insurance_number}")
        return person

    def _waited(self, sid: str, seconds: int) -> None:
        """Somebody has wanted a person, and waited for one."""
        self.turns.take(Heard(f"{sid}:start", "voice", sid, "", "", "start", ""))
        reply = self.turns.take(Heard(f"{sid}:person", "voice", sid, "", "", "keys", "*0"))
        if reply.next != "handoff":  # the waits before were so long that it was offered otherwise
            reply = self.turns.take(Heard(f"{sid}:wait", "voice", sid, "", "", "keys", "1"))
        self.handoffs.taken(reply.session_id, seconds)

    def _continuity(self, desk: Desk) -> Continuity:
        texts = Texts(self.database, self.vault)
        return Continuity(
            Resumption(BrokenCalls(self.database, self.vault), texts, Resuming()),
            HandingOver(self.handoffs, desk, "en", self.clock),
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
        payloads = [json.loads(str(row["payload"])) for row in self.rows("outbox")]
        sealed = [payload["sealed"] for payload in payloads if "sealed" in payload]
        return code_in(self.vault.decrypt(sealed[-1]))

    def work_on_case(self, status: str) -> None:
        """Somebody of the staff gives the latest case a new status."""
        later: list[Write] = []
        cases = self._registry(later, "", self.clock()).cases
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
        return self.vault.decrypt(secret)

    def rows(self, table: str) -> list[dict[str, object]]:
        """Everything in a table, without what it was seeded with: that is of no session."""
        return unseeded(table, self.database.connection.execute(f"SELECT * FROM {table}"))
