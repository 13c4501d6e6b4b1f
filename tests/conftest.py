"""The whole application on a small country, for tests that come in by its front doors."""

from __future__ import annotations

import os
import sys

# Before numpy is loaded: where every process of the tests has a core, more threads only wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Every worker, and every server that it starts, loads hundreds of modules: compiled once for all.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from app import create_app
from benefits import country, knowledge, seed
from settings import Settings
from storage.country import load_country
from storage.database import Database
from storage.vault import Vault
from tests import once
from tests.chromium import CHROMIUM, chromium, needs_chromium
from voice import ahead

TOKEN = "a-token-of-the-provider"
PUBLIC_URL = "https://hotline.example.org"
OURS, THEIRS = "+15550100000", "+15550100001"


LONGEST = (
    *("browser/test_every_page_browser.py", "cases/test_cases.py", "cli/test_cli_teach.py"),
    *("cli/test_cli_adapt.py", "flows/test_flows_bad_input.py", "flows/test_flows_pages.py"),
    *("cli/test_cli_graph.py", "calls/test_recording.py", "audio_models/test_adapt.py"),
    *("browser/test_flows_browser.py", "browser/test_teach_browser.py", "voice/test_voice_pool.py"),
    *("intents/test_matcher.py", "calls/test_help_in_browser.py", "jobs/test_jobs_killed.py"),
    *("intents/test_intents_examples.py", "audio_models/test_words_of_flows.py"),
)
"""Files that take longest. They come first, so that no process is left with one at the end."""


def pytest_configure(config):
    """Before tests are collected: their modules read the product, too."""
    sys.dont_write_bytecode = False
    doing = ExitStack()
    for each in once.EVERYTHING:
        doing.enter_context(each())
    config.add_cleanup(doing.close)


def pytest_collection_modifyitems(items):
    def place(item):
        found = [n for n, name in enumerate(LONGEST) if item.path.as_posix().endswith(name)]
        return found[0] if found else len(LONGEST)

    items.sort(key=place)


IN_PLAIN_WORDS = structlog.dev.ConsoleRenderer(
    colors=False, exception_formatter=structlog.dev.plain_traceback
)
"""Writes the log: to draw an exception with all its values in frames takes many seconds."""


@dataclass
class Door:
    """Brings requests in as the provider does: signed for the public address."""

    app: Flask
    client: FlaskClient
    settings: Settings

    def post(self, path, fields, signature=None):
        """The answer to a signed form."""
        signed = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, fields)
        headers = {"X-Twilio-Signature": signed if signature is None else signature}
        return self.client.post(path, data=fields, headers=headers)

    def count(self, table):
        """Rows of a table."""
        database = self.app.extensions["benefitline"]["database"]
        return database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def settings_in(folder, **changes):
    """Settings of a server with its data in `folder`."""
    values = {
        "account_sid": "AC" + "0" * 32,
        "auth_token": TOKEN,
        "public_url": PUBLIC_URL,
        "phone_number": OURS,
        "encryption_keys": [Vault.new_key()],
        "secret_key": "a-secret-of-our-own",
        "data_dir": folder,
    }
    return Settings(**{**values, **changes})


@pytest.fixture(scope="session", autouse=True)
def nothing_is_made_ahead():
    """Every application would speak a thousand sentences and fit the rankings of all languages
    beside the tests. What a test needs is made when it is asked for."""
    with patch.object(ahead, "AFTER_S", 24 * 3600.0), patch.object(knowledge, "prepare"):
        yield


@pytest.fixture(autouse=True)
def logs_as_ever():
    """A test that sets up the logs of a server, in this very process, does it for itself alone."""
    configure = structlog.configure

    def without_cache(**how):
        configure(**{**how, "cache_logger_on_first_use": False})

    def to_stderr():
        """Threads of an earlier test may write on: never among what a command prints."""
        structlog.reset_defaults()
        configure(
            processors=[*structlog.get_config()["processors"][:-1], IN_PLAIN_WORDS],
            logger_factory=structlog.PrintLoggerFactory(sys.__stderr__),
        )

    to_stderr()
    with patch.object(structlog, "configure", without_cache):
        yield
    to_stderr()


@pytest.fixture(scope="session")
def make_door(tmp_path_factory):
    """Makes an application with a demo country of its own."""
    doors = []

    def make(**changes):
        settings = settings_in(tmp_path_factory.mktemp("door"), **changes)
        database = Database(settings.database)
        database.migrate()
        vault = Vault(settings.encryption_keys)
        load_country(database, vault, country.offices(), seed.people(0, today=date.today()))
        app = create_app(settings)
        doors.append(app)
        return Door(app, app.test_client(), settings)

    yield make
    for app in doors:
        app.extensions["benefitline"]["outbound"].stop()
        app.extensions["benefitline"]["calling"].stop()
        app.extensions["benefitline"]["retention"].stop()
        app.extensions["benefitline"]["switching"].stop()


@pytest.fixture(scope="session")
def door(make_door):
    """An application that many tests share."""
    return make_door()


@pytest.fixture(scope="session")
def launch_browser():
    """Launches a browser with arguments of its own."""
    if not Path(CHROMIUM).is_file():
        pytest.skip(needs_chromium.kwargs["reason"])
    with chromium() as launch:
        yield launch


@pytest.fixture(scope="session")
def browser(launch_browser):
    """A browser that all tests of a process share: each has pages and cookies of its own."""
    return launch_browser("--autoplay-policy=no-user-gesture-required")
