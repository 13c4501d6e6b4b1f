"""A hotline with real storage, its console, and people logged in."""

import itertools
import re
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

import console
from benefits import country, seed
from console import going_on
from console.desk import Desk
from console.flow_bench import Bench
from console.flow_measures import Measures, Prices
from console.telling import Telling
from conversation.authoring import Authoring, Checks, Publishing
from conversation.flows_in_use import FlowsInUse
from conversation.jobs.office import Office
from conversation.live import Live
from conversation.teaching.misunderstanding import words_of
from conversation.teaching.running import Running
from conversation.teaching.teaching import Teaching, basis_of
from conversation.world import world
from flows import Library
from flows.check.length import seconds
from settings import cache_folder
from sms.measuring import sending
from sms.segments import segments
from storage.audio_files import AudioFiles
from storage.audit import Audit
from storage.callbacks import Callbacks
from storage.change_sets import ChangeSets
from storage.conversations import Conversations, Interaction, Session
from storage.country import load_country
from storage.database import Database
from storage.figures import Figures, Folding
from storage.flow_versions import FlowVersions
from storage.logins import Logins
from storage.misunderstood import Queue
from storage.misunderstood_turns import keeping
from storage.recordings import Recordings
from storage.registry import SqlRegistry
from storage.staff import Staff
from storage.staffing import Staffing
from storage.teaching_runs import Runs
from storage.unanswered import Unanswered
from storage.vault import Vault
from storage.watching import Watching
from tests.chromium import complaints_among
from voice import ahead
from voice.prompts import Prompts
from voice.samples import sample

PASSWORD = "correct horse 7"
COOKIE = "benefitline_console"
PRODUCT = Library.load()
CHECKS = Checks(world(sending))


def bench(folder, database, audit):
    """What authors work with: the real flows, check and voice."""
    prompts = Prompts(folder / "prompts")
    in_use = FlowsInUse(PRODUCT, FlowVersions(database))
    authoring = Authoring(database, in_use, audit, CHECKS, lambda: datetime.now(UTC))
    prices = Prices.read(folder / "prices.yaml")
    measures = Measures(seconds, segments, partial(sample, prompts), prices)
    return Bench(authoring, Publishing(authoring, partial(ahead.render_new, prompts)), measures)


ROOT = Path(__file__).parents[2]
SCRIPT = "<script>alert(1)</script> glorp"
_FIGURES = {"before": {"rows": 3, "right": 2}, "after": {"rows": 3, "right": 3}}
_PEOPLE = {"rows": 9, "right": 7, "asked": 1, "refused": 1, "wrong": 0}
_CHANGE = {"intent": "next_payment", "text": SCRIPT, "better": True, "before": "", "after": "x"}
TRIED = {
    "languages": {
        "en": {
            "left_out": {**_FIGURES, "changed": [_CHANGE]},
            "people": {"before": _PEOPLE, "after": _PEOPLE, "changed": []},
        }
    },
    "sentences": [],
    "cases": {**_FIGURES, "broke": [{"case": "A case", "why": "turn 2"}], "mended": []},
}
"""What a trial found."""


class Hotline:
    """Real storage in a folder; `say` adds a turn as the conversation does."""

    def __init__(self, folder):
        self.database = Database(folder / "hotline.db")
        self.database.migrate()
        self.vault = Vault([Vault.new_key()])
        self.conversations = Conversations(self.database, self.vault)
        self.conversations.keep_library("v1", {}, datetime.now(UTC))
        self.watching = Watching(self.database, self.vault)
        files = AudioFiles(folder / "calls", self.vault)
        self.recordings = Recordings(self.database, self.vault, files)
        self.audit = Audit(self.database, lambda: datetime.now(UTC))
        self.logins = Logins.of(self.database, self.vault, self.audit, lambda: datetime.now(UTC))
        self.staff = self.logins.staff
        self.staffing = Staffing(self.database, self.staff, self.logins.lock_outs, self.audit)
        self.figures = Figures(self.database, Folding(self.database, self.vault))
        self.live = Live()
        self.telling = Telling()  # nobody is told news: pages ask
        registry = partial(SqlRegistry, self.database, self.vault)
        self.office = Office.of(self.database, registry, lambda: datetime.now(UTC))
        self.flows = bench(folder, self.database, self.audit)
        self.teaching = self._teaching(folder)
        self._sessions = {}
        self._number = itertools.count(1)

    def say(
        self,
        session_id,
        heard,
        said,
        *,
        channel="voice",
        language="en",
        kind=None,
        intent=None,
        confidence=0.9,
        candidates=(),
        meaning=None,
        place="claim_status.ask_reference",
        status="open",
        at=None,
        words=(),
        did=None,
        later=(),
    ):
        """One turn of the conversation `session_id`, which begins with its first one."""
        now = at or datetime.now(UTC)
        started, turns = self._sessions.get(session_id, (now, 0))
        session = Session(
            id=session_id,
            channel=channel,
            key=session_id,
            caller="+15005550006",
            called="+15005550001",
            library="v1",
            state="{}",
            version=turns + 1,
            turns=turns + 1,
            status=status,
            started_at=started,
            last_at=now,
        )
        listed = [{"intent": i, "confidence": c, "example": e} for i, c, e in candidates]
        trace = {"intent": intent, "confidence": confidence, "candidates": listed}
        default = ("speech" if channel == "voice" else "text") if heard else "start"
        turn = Interaction(
            provider_id=f"event {next(self._number)}",
            kind=kind or default,
            heard=heard,
            confidence=0.93,
            meaning={**trace, **(meaning or {})},
            intent=intent,
            intent_confidence=confidence if intent else None,
            place=place,
            said=said,
            reply="{}",
            took_ms=12.4,
            words=words,
            trace=did or {},
        )
        self.conversations.commit(session, language, turn, later)
        self._sessions[session_id] = (started, turns + 1)

    def _teaching(self, folder):
        now = lambda: datetime.now(UTC)  # noqa: E731
        places = {"database": self.database.path, "data": folder, "cache": cache_folder()}
        options = [f"--{name}={place}" for name, place in places.items()]
        command = [sys.executable, "-m", "cli.teaching_worker", *options]
        return Teaching(
            Queue(self.database),
            ChangeSets(self.database, self.audit, now),
            Running(Runs(self.database, now), folder / "teaching.lock", command, ROOT),
            Unanswered(self.database, self.vault),
        )

    def misunderstood(self, session_id, heard, language="en", **more):
        """A turn that meant nothing; the row of the queue."""
        self.say(session_id, heard, "Sorry?", language=language, **more)
        turn, now = self._sessions[session_id][1], datetime.now(UTC)
        about = (language, "welcome.choose", "nothing", heard)
        self.database.commit([keeping(session_id, turn, now, about, words_of(heard))])
        return self.teaching.queue.waiting()[0][0]

    def tried(self, number):
        """A trial of what a change set holds now, carried out elsewhere."""
        changes, runs = self.teaching.changes, self.teaching.running.runs
        proposed = [one.taught for one in changes.proposals(number)]
        run = runs.begin("trial", number, basis_of(changes.lessons(), proposed), "clerk")
        runs.end(run, "done", TRIED)

    def promise(self, phone, topic, promised_by, language="en"):
        """Leave a call-back as `storage.registry` does."""
        from storage.registry import SqlRegistry

        later = []
        registry = SqlRegistry(self.database, self.vault, later, "CA1", datetime.now(UTC))
        row = {"phone": phone, "topic": topic, "wanted": "morning"}
        registry.add_callback({**row, "promised_by": promised_by, "language": language})
        self.database.commit(later)

    def app(self):
        """An application with nothing but the console."""
        app = Flask("hotline")
        app.secret_key = "a key for tests only"
        console.install(
            app,
            Desk(
                watching=self.watching,
                logins=self.logins,
                staffing=self.staffing,
                live=self.live,
                recordings=self.recordings,
                audit=self.audit,
                office=self.office,
                flows=self.flows,
                figures=self.figures,
                teaching=self.teaching,
                callbacks=Callbacks(self.database),
                library=PRODUCT,
                clock=lambda: datetime.now(UTC),
                telling=self.telling,
            ),
            secure_cookies=False,
        )
        return app

    def act(self, what):
        """Do something to the registry, as a turn or a job does."""
        later = []
        answer = what(SqlRegistry(self.database, self.vault, later, "", datetime.now(UTC)))
        self.database.commit(later)
        return answer

    def settle_in(self):
        """The well-known people and ten others move in."""
        people = seed.people(10, today=datetime.now(UTC).date())
        load_country(self.database, self.vault, country.offices(), people)

    def staff_with(self, name, role):
        """Somebody of the staff with the password of everybody here."""
        with self.database.transaction() as connection:
            connection.execute(
                "INSERT INTO staff (name, password, role, created_at)"
                " SELECT ?, password, ?, created_at FROM staff LIMIT 1",
                (name, role),
            )
        return self.staff.named(name)


@dataclass
class Visitor:
    """A browser without a screen."""

    client: object

    def token(self, page="/console/login"):
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        return found[1]

    def get(self, path, **more):
        return self.client.get(path, **more)

    def post(self, path, **form):
        """Send a form of the page at this address, with its token."""
        return self.client.post(path, data={"csrf_token": self.token(path), **form})

    def log_in(self, name="clerk", password=PASSWORD, **more):
        form = {"csrf_token": self.token(), "name": name, "password": password, **more}
        return self.client.post("/console/login", data=form)


@pytest.fixture(scope="session")
def hashed(tmp_path_factory):
    """The row of a member of staff: hashing a password takes long on purpose."""
    database = Database(tmp_path_factory.mktemp("staff") / "staff.db")
    database.migrate()
    Staff(database).add("clerk", PASSWORD, "agent")
    return tuple(database.connection.execute("SELECT * FROM staff").fetchone())


@pytest.fixture
def hotline(tmp_path, hashed):
    hotline = Hotline(tmp_path)
    with hotline.database.transaction() as connection:
        connection.execute(f"INSERT INTO staff VALUES ({', '.join('?' * len(hashed))})", hashed)
    yield hotline
    hotline.database.close()


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch):
    """What is true now is shown now: no test waits a quarter of a second for it."""
    monkeypatch.setattr(going_on, "FRESH_S", 0.0)
    monkeypatch.setattr(going_on, "SHARE", float("inf"))


@pytest.fixture
def visitor(hotline):
    """Somebody who is not logged in."""
    return Visitor(hotline.app().test_client())


@pytest.fixture(scope="session")
def logins():
    """The cookie of a login, once somebody has one: checking a password takes long on purpose."""
    return {}


@pytest.fixture
def clerk(visitor, logins):
    """Somebody who is."""
    if "cookie" not in logins:
        assert visitor.log_in().status_code == 302
        logins["cookie"] = visitor.client.get_cookie(COOKIE, path="/").value
    visitor.client.set_cookie(COOKIE, logins["cookie"], path="/")
    return visitor


@pytest.fixture
def at_work(hotline):
    """Lets somebody be logged in, by name and role: checking a password takes long on purpose."""

    def at_work(name, role):
        member = hotline.staff_with(name, role)
        visitor = Visitor(hotline.app().test_client())
        with visitor.client.session_transaction() as session:
            session.permanent = True
            session["_user_id"] = f"{member.id}.{member.epoch}"
            session["since"] = session["active"] = int(time.time())
        return visitor

    return at_work


@pytest.fixture
def teacher(clerk, hotline):
    """The clerk, who may teach."""
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    return clerk


@pytest.fixture
def second(hotline):
    """Somebody else who may teach."""
    return hotline.staff.add("second", "another password 8", "author")


@pytest.fixture
def script():
    """A sentence that is a script."""
    return SCRIPT


@pytest.fixture
def address(hotline):
    """The address of a real server on this machine."""
    server = make_server("127.0.0.1", 0, hotline.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/console/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def ago():
    return lambda **much: datetime.now(UTC) - timedelta(**much)


@pytest.fixture
def page(browser, address):
    """A page of the size that call centres have, closed before the server; it may not complain."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(8000)
    complaints = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints_among(complaints) == []
