"""A hotline with real storage, its console, and people logged in."""

import itertools
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.serving import make_server

import console
from console import going_on
from conversation.live import Live
from storage.audio_files import AudioFiles
from storage.audit import Audit
from storage.callbacks import Callbacks
from storage.conversations import Conversations, Interaction, Session
from storage.database import Database
from storage.recordings import Recordings
from storage.staff import Staff
from storage.vault import Vault
from storage.watching import Watching

PASSWORD = "correct horse 7"
COOKIE = "benefitline_console"


class Hotline:
    """Real storage in a folder; `say` adds a turn as the conversation does."""

    def __init__(self, folder):
        self.database = Database(folder / "hotline.db")
        self.database.migrate()
        self.vault = Vault([Vault.new_key()])
        self.conversations = Conversations(self.database, self.vault)
        self.conversations.keep_library("v1", {}, datetime.now(UTC))
        self.watching = Watching(self.database, self.vault)
        self.staff = Staff(self.database)
        files = AudioFiles(folder / "calls", self.vault)
        self.recordings = Recordings(self.database, self.vault, files)
        self.audit = Audit(self.database, lambda: datetime.now(UTC))
        self.live = Live()
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
        )
        self.conversations.commit(session, language, turn, [])
        self._sessions[session_id] = (started, turns + 1)

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
            watching=self.watching,
            staff=self.staff,
            live=self.live,
            recordings=self.recordings,
            audit=self.audit,
            callbacks=Callbacks(self.database),
            secure_cookies=False,
        )
        return app


@dataclass
class Visitor:
    """A browser without a screen."""

    client: object

    def token(self, page="/console/login"):
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        return found[1]

    def get(self, path, **more):
        return self.client.get(path, **more)

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
        connection.execute("INSERT INTO staff VALUES (?, ?, ?, ?, ?)", hashed)
    yield hotline
    hotline.database.close()


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch):
    """What is true now is shown now: no test waits a quarter of a second for it."""
    monkeypatch.setattr(going_on, "FRESH_S", 0.0)


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
