"""Whoever lets it ring once is called back: within bounds, once, and across restarts."""

from datetime import UTC, datetime, timedelta

import pytest

from benefits.hours import Hours
from conversation.call_backs import MOST_ATTEMPTS, CallBacks, Rules
from conversation.calling import LEASE, LONGEST, MOST_AT_ONCE, RING_S, Calling
from provider.sender import Sender
from provider.standin.api import Api
from storage.calls_out import CallsOut
from storage.database import Database
from storage.texts import Texts
from storage.vault import Vault

OURS, TEXTING, THEIRS = "+15550100009", "+15550100000", "+15550100001"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PUBLIC = "https://hotline.example.org"


class Owing:
    """A server that owes calls; `restarted` is the same one after a restart, or a second worker."""

    def __init__(self, path, api, rules=None, start=MONDAY):
        self.path, self.api, self.rules = path, api, rules or Rules()
        self.now = start
        self.vault = Vault(["A" * 43 + "="])
        self.database = Database(path)
        self.database.migrate()
        self.texts = Texts(self.database, self.vault)
        self.restarted()

    def restarted(self):
        self.calls = CallsOut(self.database, self.vault)
        self.call_backs = CallBacks(self.calls, self.texts, TEXTING, self.rules, lambda: self.now)
        sender = Sender("AC1", "token", self.api.url, "")
        self.calling = Calling(self.calls, self.call_backs, sender, PUBLIC, lambda: self.now)

    def rings(self, sid, number=THEIRS):
        return self.call_backs.ask(sid, OURS, number)

    def later(self, **time):
        self.now += timedelta(**time)

    def rows(self):
        return self.database.connection.execute("SELECT * FROM call_out").fetchall()


@pytest.fixture
def api():
    with Api("AC1", "token") as api:
        yield api


@pytest.fixture
def owing(tmp_path, api):
    owing = Owing(tmp_path / "b.db", api)
    yield owing
    owing.database.close()


def test_a_missed_call_is_called_back_once(owing, api):
    due = owing.rings("CA1")
    assert due > owing.now
    assert owing.rings("CA1") == due
    assert owing.calling.place_due() == 0
    owing.later(seconds=10)
    assert owing.calling.place_due() == 1
    assert owing.calling.place_due() == 0
    (call,) = api.calls
    assert call.fields == {
        "From": OURS,
        "To": THEIRS,
        "Url": f"{PUBLIC}/voice/incoming",
        "StatusCallback": f"{PUBLIC}/voice/called-back?n=1",
        "Timeout": str(RING_S),
    }
    owing.call_backs.ended(1, "completed")
    owing.later(hours=3)
    assert owing.calling.place_due() == 0
    assert [row["outcome"] for row in owing.rows()] == ["completed"]


def test_the_number_is_stored_encrypted_and_goes_with_the_call(owing):
    owing.rings("CA1")
    assert owing.rows()[0]["phone"]
    assert THEIRS not in str([tuple(row) for row in owing.rows()])
    owing.later(seconds=10)
    owing.calling.place_due()
    owing.call_backs.ended(1, "completed")
    assert owing.rows()[0]["phone"] == ""


@pytest.mark.parametrize(
    "number", ["", "+19005550123", "+18765550123", "+4930123456", "+18005550123"]
)
def test_withheld_premium_and_foreign_numbers_are_never_called(owing, number):
    assert owing.rings("CA1", number) is None
    assert not owing.rows()


def test_who_wants_no_texts_is_not_called_either(owing, api):
    owing.texts.opt_out(TEXTING, THEIRS, "STOP", owing.now)
    assert owing.rings("CA1") is None
    owing.texts.opt_in(TEXTING, THEIRS, owing.now)
    assert owing.rings("CA2")
    owing.texts.opt_out(TEXTING, THEIRS, "STOP", owing.now)
    owing.later(minutes=1)
    assert owing.calling.place_due() == 0
    assert not api.calls
    assert owing.rows()[0]["outcome"] == "not wanted"


def test_a_number_is_called_so_often_a_day_and_not_at_once_again(owing, api):
    ended = None
    for number in range(3):
        due = owing.rings(f"CA{number}")
        assert ended is None or due == ended + owing.rules.apart
        owing.now = due
        assert owing.calling.place_due() == 1
        ended = owing.now
        owing.call_backs.ended(number + 1, "completed")
    assert owing.rings("CA9") is None
    assert len(api.calls) == 3
    owing.later(days=1)
    assert owing.rings("CA10") is not None


def test_ringing_on_while_a_call_is_owed_promises_no_second_one(owing, api):
    first = owing.rings("CA1")
    assert owing.rings("CA2") == first
    owing.later(seconds=10)
    assert owing.calling.place_due() == 1
    assert owing.rings("CA3") is not None  # the call that is going on
    assert len(owing.rows()) == 1


def test_forged_numbers_cost_no_more_than_was_set(tmp_path, api):
    owing = Owing(tmp_path / "b.db", api, Rules(most_an_hour=7))
    promised = [owing.rings(f"CA{n}", f"+1555{n:07d}") for n in range(30)]
    assert sum(due is not None for due in promised) == 7


def test_outside_the_hours_it_is_called_at_the_next_opening(tmp_path, api):
    rules = Rules(hours=Hours.parse("mon-fri 09:00-17:00"))
    owing = Owing(tmp_path / "b.db", api, rules, datetime(2026, 11, 27, 18, tzinfo=UTC))
    assert owing.rings("CA1") == datetime(2026, 11, 30, 9, tzinfo=UTC)
    owing.later(hours=1)
    assert owing.calling.place_due() == 0
    owing.now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert owing.calling.place_due() == 1


def test_a_retry_does_not_ring_after_hours(tmp_path, api):
    rules = Rules(hours=Hours.parse("mon-fri 09:00-17:00"))
    owing = Owing(tmp_path / "b.db", api, rules, datetime(2026, 11, 23, 16, 58, tzinfo=UTC))
    owing.rings("CA1")
    owing.later(seconds=10)
    owing.calling.place_due()
    owing.call_backs.ended(1, "busy")
    owing.later(hours=1)
    assert owing.calling.place_due() == 0
    owing.later(hours=16)
    assert owing.calling.place_due() == 1


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
def test_who_does_not_answer_is_tried_again_a_bounded_number_of_times(owing, api, status):
    owing.rings("CA1")
    for _ in range(40):
        owing.later(minutes=3)
        if owing.calling.place_due():
            owing.call_backs.ended(1, status)
            owing.call_backs.ended(999, status)  # of no call of ours
    assert len(api.calls) == MOST_ATTEMPTS
    assert owing.rows()[0]["outcome"] == status


def test_who_rings_again_between_two_tries_is_called_at_once(owing, api):
    owing.rings("CA1")
    owing.later(seconds=10)
    owing.calling.place_due()
    owing.call_backs.ended(1, "no-answer")
    owing.later(seconds=30)
    assert owing.rings("CA2") <= owing.now + timedelta(seconds=10)
    owing.later(seconds=10)
    assert owing.calling.place_due() == 1
    assert len(owing.rows()) == 1


def test_a_provider_out_of_order_is_tried_again_and_a_refusal_is_not(owing, api):
    owing.rings("CA1")
    api.refuses = (503, 20503, "out of service")
    owing.later(seconds=10)
    assert owing.calling.place_due() == 1
    api.refuses = None
    owing.later(minutes=6)
    owing.calling.place_due()
    assert len(api.calls) == 1
    owing.call_backs.ended(1, "completed")
    owing.later(hours=1)
    owing.rings("CA2", "+15550100002")
    api.refuses = (400, 21216, "not allowed")
    owing.later(seconds=10)
    owing.calling.place_due()
    assert owing.rows()[1]["done_at"]


def test_two_workers_and_a_restart_place_one_call(owing, api):
    owing.rings("CA1")
    owing.later(seconds=10)
    assert owing.calls.next(owing.now, LEASE, MOST_AT_ONCE)  # a worker that dies with it in hand
    owing.restarted()
    assert owing.calling.place_due() == 0
    owing.later(seconds=LEASE.total_seconds() + 1)
    assert owing.calling.place_due() == 1
    owing.restarted()
    owing.later(minutes=10)
    assert owing.calling.place_due() == 0
    assert len(api.calls) == 1


def test_a_slow_worker_does_not_overwrite_what_became_of_the_call(owing):
    owing.rings("CA1")
    owing.later(seconds=10)
    slow = owing.calls.next(owing.now, LEASE, MOST_AT_ONCE)
    owing.call_backs.ended(1, "busy")  # the word of its end overtakes the answer
    owing.calls.placed(slow, "CA77", owing.now + LONGEST)
    owing.later(minutes=6)
    assert owing.calling.place_due() == 1


def test_a_call_of_whose_end_nobody_tells_is_over_some_time(owing, api):
    owing.rings("CA1")
    owing.later(seconds=10)
    owing.calling.place_due()
    owing.later(seconds=LONGEST.total_seconds() + 1)
    assert owing.calling.place_due() == 0
    assert owing.rows()[0]["outcome"] == "lost"
    assert len(api.calls) == 1


def test_some_lines_stay_free_for_those_who_call_us(owing, api):
    for number in range(MOST_AT_ONCE + 3):
        owing.rings(f"CA{number}", f"+1555{number:07d}")
    owing.later(seconds=10)
    assert owing.calling.place_due() == MOST_AT_ONCE
    owing.call_backs.ended(1, "completed")
    assert owing.calling.place_due() == 1
