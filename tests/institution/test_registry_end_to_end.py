"""Two installations over real HTTP: one keeps the records, the other takes calls and texts."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY
from werkzeug.serving import make_server

from app import create_app
from benefits import country
from provider.standin import Server
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone
from settings import Settings
from storage.country import load_country
from storage.database import Database
from storage.institution import breaker
from storage.institution.clients import Clients
from storage.institution.records import KINDS
from storage.institution.signing import Signer
from storage.vault import Vault

OURS, ADA, LI = "+15550100000", "+15550100001", "+15550100005"
HOTLINE = "hotline.example.org"
FAST = 20.0
PAUSE_S = 0.4


class Served:
    """An application on a socket that can be taken away and put back, or hang."""

    def __init__(self, app):
        self._app, self.port = app, 0
        self.answers = threading.Event()
        """While it is not set, requests are taken and wait."""
        self.answers.set()
        self.up()

    def _wsgi(self, environ, start_response):
        self.answers.wait(20)
        return self._app(environ, start_response)

    def up(self):
        self._http = make_server("127.0.0.1", self.port, self._wsgi, threaded=True)
        self.port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def down(self):
        self._http.shutdown()
        self._thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def institution(make_door):
    """The installation that keeps the records; the secret of the hotline there."""
    door = make_door()
    database = door.app.extensions["benefitline"]["database"]
    signer = Signer("the secret of the hotline itself")
    secret = Clients(database).add(
        HOTLINE, "Hotline", KINDS, 1000, datetime.now(UTC), signer.public_key
    )
    served = Served(door.app)
    served.key = Signer(door.settings.secret_key).public_key
    served.secret = secret
    served.database = database
    yield served
    served.down()


@pytest.fixture(scope="module")
def hotline(institution, tmp_path_factory):
    """The installation that people call: it knows the offices and nobody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(breaker, "FIRST_PAUSE_S", PAUSE_S)
        settings = Settings(
            account_sid="AC" + "1" * 32,
            auth_token="2" * 32,
            public_url="http://127.0.0.1:1",
            phone_number=OURS,
            encryption_keys=[Vault.new_key()],
            secret_key="the secret of the hotline itself",
            data_dir=tmp_path_factory.mktemp("hotline"),
            max_streams=0,
            twilio_api_url="http://127.0.0.1:9",
            registry_url=institution.url,
            registry_client_id=HOTLINE,
            registry_secret=institution.secret,
            registry_receiver_id="hotline.example.org",
            registry_public_key=institution.key,
            registry_timeout=1.0,
            registry_patience=2.0,
        )
        database = Database(settings.database)
        database.migrate()
        load_country(database, Vault(settings.encryption_keys), country.offices(), [])
        app = create_app(settings)
        served = Served(app)
        # Signatures are checked against the configured address, wherever that is reached.
        served.server = Server(served.url, settings.public_url, "AC" + "1" * 32, "2" * 32)
        served.parts = app.extensions["benefitline"]
        yield served
        served.down()
        for part in ("outbound", "calling", "retention"):
            served.parts[part].stop()


@pytest.fixture
def text(hotline):
    return TextPhone(hotline.server, ADA, OURS)


def test_texts_are_answered_from_the_institutions_records(hotline, institution, text):
    answer = text.send("status of claim 47110011")
    assert "old-age pension" in answer
    assert "cannot find claim 47119991" in text.send("status of claim 47119991")
    outcomes = institution.database.connection.execute(
        "SELECT record_type, records FROM registry_search ORDER BY id"
    ).fetchall()
    assert {tuple(row) for row in outcomes} >= {
        ("spdci-extensions-dci:Claim", 1),
        ("spdci-extensions-dci:Claim", 0),
    }


def test_the_next_payment_is_for_the_registered_phone_alone(hotline):
    known = TextPhone(hotline.server, ADA, OURS)
    known.send("next payment")
    assert "Your next payment: old-age pension" in known.send("210000013")
    stranger = TextPhone(hotline.server, LI, OURS)
    stranger.send("next payment")
    elsewhere = stranger.send("210000013")
    stranger.send("menu")
    stranger.send("next payment")
    assert stranger.send("219999991") == elsewhere
    assert "phone on file" in elsewhere


def test_a_call_while_the_registry_is_down_and_up_again(hotline, institution):
    with PhoneCall(hotline.server, ADA, OURS, clock_speed=FAST) as call:

        def press(keys):
            call.press(keys)
            call.wait_for_prompt()
            return " ".join(call.words)

        call.wait_for_prompt()
        press("1")
        institution.down()
        try:
            words = press("47110011")
            assert "I cannot reach our records just now. I have kept what you told me" in words
            assert "cannot find" not in words
            for _ in range(3):  # a few more tries of the caller open it
                press("1")
            assert _breaker() == 2
        finally:
            institution.up()
        deadline = time.monotonic() + 20
        while "old-age pension" not in words and time.monotonic() < deadline:
            words = press("1")  # try again
        assert "old-age pension" in words
        assert words.count("eight digits") == 1, "the number was asked for once"
        assert _breaker() == 0


def test_a_call_while_the_registry_hangs(hotline, institution):
    with PhoneCall(hotline.server, ADA, OURS, clock_speed=4.0) as call:
        call.wait_for_prompt()
        call.press("1")
        call.wait_for_prompt()
        institution.answers.clear()
        try:
            call.press("47110011")
            call.wait_for_prompt()
            words = " ".join(call.words)
        finally:
            institution.answers.set()
    assert "One moment, please" in words
    assert "I cannot reach our records just now" in words
    took_ms = (
        hotline.parts["database"]
        .connection.execute(
            "SELECT took_ms FROM interaction ORDER BY id DESC LIMIT 1 OFFSET 1"  # the last hung up
        )
        .fetchone()[0]
    )
    assert 1500 < took_ms < 5000


def test_a_call_back_is_kept_while_the_registry_is_down(hotline, institution, text):
    text.send("menu")
    institution.down()
    try:
        assert "cannot reach our records" in text.send("status of claim 47110011")
        text.send("call me")
        text.send("yes")
        assert "We will call you" in text.send("morning")
    finally:
        institution.up()
    connection = hotline.parts["database"].connection
    (callback,) = connection.execute("SELECT topic, wanted FROM callback").fetchall()
    assert tuple(callback) == ("claim", "morning")


def _breaker():
    return REGISTRY.get_sample_value("benefitline_registry_breaker")
