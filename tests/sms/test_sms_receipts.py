import itertools
from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sms.receipts import RANK, STATUSES, record, why
from storage.database import Database
from storage.texts import Texts
from storage.vault import Vault

NOW = datetime(2026, 1, 2, tzinfo=UTC)
OURS, THEIRS = "+15005550006", "+15005550001"


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "texts.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def texts(database):
    return Texts(database, Vault([Fernet.generate_key().decode()]))


numbers = itertools.count()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=8))
def test_any_order_ends_at_the_highest_rank(texts, statuses):
    message = f"SM{next(numbers)}"
    for status in statuses:
        before = texts.delivery(message)
        further = record(texts, message, status, f"error-{status}", NOW)
        assert further == (before is None or RANK[status] > RANK[before[0]])
    highest = max(statuses, key=RANK.__getitem__)
    assert texts.delivery(message) == (highest, f"error-{highest}")


def test_unknown_statuses_are_ignored(texts):
    assert not record(texts, "SM1", "teleported", None, NOW)
    assert texts.delivery("SM1") is None


@pytest.mark.parametrize("code", ["30003", "1", "x", "٣", "999999999999999999999"])
def test_why_is_a_sentence_for_any_code(code):
    assert why(code).endswith(".")


def test_no_error_needs_no_words():
    assert why(None) == why("") == ""


def test_opt_out_is_per_pair_and_new_once(texts):
    assert texts.opt_out(OURS, THEIRS, "stop", NOW)
    assert not texts.opt_out(OURS, THEIRS, "stop", NOW)
    assert texts.opted_out(OURS, THEIRS)
    assert not texts.opted_out("+15005550007", THEIRS)
    assert not texts.opted_out(THEIRS, OURS)
    texts.opt_in(OURS, THEIRS, NOW)
    assert not texts.opted_out(OURS, THEIRS)


def test_the_same_message_acts_once(texts):
    assert texts.opt_out(OURS, THEIRS, "stop", NOW, "SM1")
    assert texts.opt_in(OURS, THEIRS, NOW, "SM2")
    assert texts.opt_out(OURS, THEIRS, "stop", NOW, "SM1")
    assert not texts.opted_out(OURS, THEIRS)
    assert texts.settled("SM1")
    assert not texts.settled("SM3")


def test_the_number_is_not_stored(texts, database):
    texts.opt_out(OURS, THEIRS, "stop", NOW, "SM1")
    rows = [tuple(row) for row in database.connection.execute("SELECT * FROM opt_out")]
    assert len(rows) == 1
    assert THEIRS not in str(rows)
