"""The whole application over real HTTP, with the provider's stand-in on both sides of it."""

import shutil
import threading
import time
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from werkzeug.serving import make_server

from app import create_app
from benefits import country, seed
from cli.call import pcm
from intents import Understander
from provider.standin import Server
from provider.standin.api import Api
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone
from settings import Settings, cache_folder
from storage.country import load_country
from storage.database import Database
from storage.vault import Vault
from voice.crowding import Crowding, Limits

OURS, THEIRS = "+15550100000", "+15550100001"
ACCOUNT, TOKEN, KEY = "AC" + "1" * 32, "2" * 32, "A" * 43 + "="
FAST = 40.0
"""How much faster than real time a call without speech runs."""
SPOKEN, PROMPTS = 4.0, 16.0
"""The same for a call with speech, which has to be recognised meanwhile, and for its prompts."""


class Whole:
    """A server with a database of its own. Calls have no stream: every turn is a webhook."""

    def __init__(self, folder, country_file, understander, api, **settings):
        shutil.copy(country_file, folder / "benefitline.db")
        self.api, self.start, self.ahead = api, datetime.now(UTC), timedelta()
        self.http = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        url = f"http://127.0.0.1:{self.http.port}"
        values = {
            "account_sid": ACCOUNT,
            "auth_token": TOKEN,
            "public_url": url,
            "phone_number": OURS,
            "encryption_keys": [KEY],
            "secret_key": "3" * 32,
            "data_dir": folder,
            "max_streams": 0,
            "twilio_api_url": api.url,
        }
        with patch.object(Understander, "load", lambda **_: understander):
            self.app = create_app(Settings(**(values | settings)), self.now)
        self.parts = self.app.extensions["benefitline"]
        # Calls run faster than the machine can hear: none of them moves to keys for that.
        self.parts["board"].crowding = Crowding(Limits(late=30.0))
        self.http.app = self.app
        self.server = Server(url, url, ACCOUNT, TOKEN)
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def now(self):
        """The server's clock, which `ahead` moves on."""
        return datetime.now(UTC) + self.ahead

    def later(self, **time):
        """Let time pass."""
        self.ahead += timedelta(**time)

    def close(self):
        self.parts["outbound"].stop()
        self.parts["calling"].stop()
        self.parts["retention"].stop()
        self.http.shutdown()
        self.thread.join(5)
        self.http.server_close()

    def phone(self, number=THEIRS, to=OURS, speed=FAST, prompt_speed=None):
        """A call, not dialled yet."""
        keep = self.api.keep_recording
        return PhoneCall(self.server, number, to, speed, keep, prompt_speed=prompt_speed)

    def speaking(self):
        """A call in which the caller speaks."""
        return self.phone(speed=SPOKEN, prompt_speed=PROMPTS)

    def texts(self, number=THEIRS):
        """A phone that sends texts."""
        return TextPhone(self.server, number, OURS)

    def placed(self, count):
        """The calls that the server had placed, once there are so many."""
        self.wait(lambda: len(self.api.calls) >= count)
        return self.api.calls

    def sent(self, count):
        """The texts that the server has sent, once there are so many."""
        self.wait(lambda: len(self.api.texts) >= count)
        return self.api.texts

    def rows(self, sql, *values):
        """Rows of the database."""
        return self.parts["database"].connection.execute(sql, values).fetchall()

    @staticmethod
    def wait(condition, timeout=10.0):
        """Wait until something comes true."""
        end = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < end, "it does not come true"
            time.sleep(0.01)


@pytest.fixture(scope="session")
def understander():
    return Understander.load(cache=cache_folder() / "intents")


@pytest.fixture(scope="session")
def country_file(tmp_path_factory):
    database = Database(tmp_path_factory.mktemp("country") / "benefitline.db")
    database.migrate()
    people = seed.people(0, today=datetime.now(UTC).date())
    load_country(database, Vault([KEY]), country.offices(), people)
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return database.path


@pytest.fixture
def make_whole(tmp_path, country_file, understander):
    """Makes a server with settings of its own."""
    opened = []
    with Api(ACCOUNT, TOKEN, decode=pcm) as api:

        def make(**settings):
            opened.append(Whole(tmp_path, country_file, understander, api, **settings))
            return opened[-1]

        yield make
        for whole in opened:
            whole.close()
