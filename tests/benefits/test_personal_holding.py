"""Changes of bank account and phone: what looks like fraud, the week, and who stops them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benefits import FUNCTIONS, Asked, Identity
from benefits.personal import bank_numbers, holding
from storage.conversations import Overtaken
from storage.database import Database
from storage.registry import SqlRegistry

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EDDA, CORWIN, TOBIN = 1, 2, 4
NEW = "1042000003141529"


def apply_all(registry):
    """Apply what is due, as the job does; how many changes that were."""
    due = registry.held.due()
    for change in due:
        holding.apply(registry, change)
    return len(due)


@dataclass
class Hotline:
    """Runs functions for somebody who is identified, and commits at once."""

    desk: object
    later: list = field(default_factory=list)

    def registry(self, now=MONDAY):
        self.later = []
        return SqlRegistry(self.desk.database, self.desk.vault, self.later, "s1", now)

    def commit(self):
        with self.desk.database.transaction() as connection:
            for write in self.later:
                write(connection)

    def ask(self, name, person=EDDA, now=MONDAY, caller="+15550100001", channel="voice", **given):
        identity = Identity(3, person)
        asked = Asked(self.registry(now), now, "en", caller, channel, "s1", identity=identity)
        result = FUNCTIONS[name].run(asked, **given)
        assert set(result) == set(FUNCTIONS[name].gives)
        self.commit()
        return result

    def apply_due(self, now):
        count = apply_all(self.registry(now))
        self.commit()
        return count

    def rows(self, sql, *values):
        return [tuple(row) for row in self.desk.database.connection.execute(sql, values)]

    def newest(self, person=EDDA):
        return self.registry().held.of_person(person)[0]

    def account(self, person=EDDA):
        return self.registry().personal.of(person)["account"]

    def wrong_pins(self, count, at, person="210000013"):
        registry = self.registry(at)
        for _ in range(count):
            registry.identities.tried(person, "+15550100009", "voice", "pin", "wrong")
        self.commit()


@pytest.fixture(scope="module")
def country(make_desk):
    desk = make_desk()
    desk.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return desk


@pytest.fixture
def hotline(country, tmp_path):
    database = Database(Path(shutil.copy(country.database.path, tmp_path)))
    hotline = Hotline(replace(country, database=database))
    hotline.rows("DELETE FROM held_change")
    return hotline


@pytest.mark.parametrize(
    ("count", "ago", "held"),
    [
        (3, timedelta(days=6), "person"),
        (2, timedelta(days=6), "days"),
        (3, timedelta(days=8), "days"),
    ],
)
def test_wrong_pins_hold_a_change_for_a_person(hotline, count, ago, held):
    hotline.wrong_pins(count, MONDAY - ago)
    assert hotline.ask("phones.change", phone="5550100077", keep=False)["held"] == held
    assert (hotline.newest()["signs"] == ["failed_pins"]) == (held == "person")


@pytest.mark.parametrize(("after", "held"), [(29, "person"), (31, "days")])
def test_who_tries_again_after_a_stop_waits_for_a_person(hotline, after, held):
    hotline.ask("bank.change", account=NEW)
    hotline.ask("changes.stop", channel="sms", reference=hotline.newest()["reference"])
    later = MONDAY + timedelta(days=after)
    assert hotline.ask("bank.change", now=later, account=NEW)["held"] == held


def test_another_persons_wrong_pins_hold_nothing(hotline):
    hotline.wrong_pins(3, MONDAY, person="210000021")
    assert hotline.ask("bank.change", account=NEW)["held"] == "days"


def test_an_account_or_phone_of_three_others_is_held_for_a_person(hotline):
    print_of = hotline.desk.vault.fingerprint
    hotline.rows("UPDATE bank_account SET account_print = ? WHERE person_id > 1", print_of(NEW))
    hotline.rows("DELETE FROM phone WHERE person_id > 1")
    hotline.rows(
        "INSERT INTO phone SELECT id, 'x', ? FROM person WHERE id IN (2, 3, 4)",
        print_of("+15550100077"),
    )
    assert hotline.ask("bank.change", account=NEW)["held"] == "person"
    assert hotline.newest()["signs"] == ["account_of_many"]
    assert hotline.ask("phones.change", phone="5550100077", keep=True)["held"] == "person"
    assert "phone_of_many" in hotline.newest()["signs"]


def test_a_change_counts_after_seven_days_once(hotline):
    hotline.ask("bank.change", account=NEW)
    before = hotline.account()
    assert hotline.apply_due(MONDAY + timedelta(days=7, seconds=-1)) == 0
    assert hotline.account() == before
    assert hotline.apply_due(MONDAY + timedelta(days=7)) == 1
    assert hotline.account() == NEW
    texts = hotline.rows("SELECT count(*) FROM outbox")
    assert hotline.apply_due(MONDAY + timedelta(days=8)) == 0
    assert hotline.rows("SELECT count(*) FROM outbox") == texts
    history = [change["what"] for change in hotline.registry().personal.history(EDDA)]
    assert history == ["bank_asked", "bank"]


def test_what_a_person_must_look_at_never_counts_by_itself(hotline):
    hotline.wrong_pins(3, MONDAY)
    hotline.ask("bank.change", account=NEW)
    assert hotline.apply_due(MONDAY + timedelta(days=30)) == 0


def test_a_later_change_takes_the_place_of_one_that_waits(hotline):
    hotline.ask("bank.change", account=bank_numbers.with_check_digits("10420000099999"))
    hotline.ask("bank.change", account=NEW)
    assert hotline.apply_due(MONDAY + timedelta(days=7)) == 1
    assert hotline.account() == NEW


@pytest.mark.parametrize(("keep", "phones"), [(False, 1), (True, 2)])
def test_a_new_phone_replaces_the_one_of_the_call_unless_it_is_kept(hotline, keep, phones):
    hotline.ask("phones.change", phone="5550100077", keep=keep)
    hotline.apply_due(MONDAY + timedelta(days=7))
    found = hotline.registry().personal.of(EDDA)["phones"]
    assert "+15550100077" in found
    assert len(found) == phones


def test_a_stop_wins_over_the_job(hotline):
    hotline.ask("bank.change", account=NEW)
    reference = hotline.newest()["reference"]
    late = hotline.registry(MONDAY + timedelta(days=7))
    writes = hotline.later
    assert apply_all(late) == 1
    stopped = hotline.ask("changes.stop", person=None, channel="sms", reference=reference)
    assert stopped["outcome"] == "stopped"
    hotline.later = writes
    with pytest.raises(Overtaken):
        hotline.commit()
    assert hotline.account() != NEW
    assert hotline.apply_due(MONDAY + timedelta(days=8)) == 0


def test_stopping_after_it_counts_calls_a_person(hotline):
    hotline.ask("bank.change", account=NEW)
    reference = hotline.newest()["reference"]
    hotline.apply_due(MONDAY + timedelta(days=7))
    now = MONDAY + timedelta(days=8)
    answer = hotline.ask("changes.stop", channel="sms", now=now, reference=reference)
    assert answer["outcome"] == "applied"
    assert hotline.account() == NEW
    assert hotline.rows("SELECT category, priority FROM case_file") == [("fraud", "urgent")]


def test_only_an_old_phone_stops_by_text_and_all_others_hear_the_same(hotline):
    hotline.ask("bank.change", account=NEW)
    reference = hotline.newest()["reference"]
    stranger = {"channel": "sms", "caller": "+15550100003"}
    unknown = hotline.ask("changes.stop", **stranger, reference="21234567")
    assert hotline.ask("changes.stop", **stranger, reference=reference) == unknown
    assert hotline.newest()["status"] == "waiting"


def test_a_phone_that_was_replaced_may_stop_its_own_change_and_the_new_one_may_not(hotline):
    hotline.ask("phones.change", phone="5550100077", keep=False)
    reference = hotline.newest()["reference"]
    hotline.apply_due(MONDAY + timedelta(days=7))
    given = {"channel": "sms", "now": MONDAY + timedelta(days=8), "reference": reference}
    assert hotline.ask("changes.stop", caller="+15550100077", **given)["outcome"] == "unknown"
    assert hotline.ask("changes.stop", **given)["outcome"] == "applied"


def test_the_notice_goes_to_every_old_phone_in_one_segment(hotline):
    hotline.ask("bank.change", person=5, account=NEW)
    opened = hotline.desk.vault.decrypt
    payloads = [json.loads(row[0]) for row in hotline.rows("SELECT payload FROM outbox")]
    assert all("body" not in payload for payload in payloads), "the reference is kept encrypted"
    texts = [opened(payload["sealed"]) for payload in payloads]
    assert len(texts) == 2
    reference = hotline.newest(person=5)["reference"]
    assert all(f"停止{reference}" in text and len(text) <= 70 for text in texts)
    # Its digits are drawn, and may be the account's by chance.
    texts = [text.replace(reference, "") for text in texts]
    assert not any("银行" in text or NEW[-4:] in text for text in texts)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("1042 0000 0314 1529", NEW),
        ("xb32 1042 0000 0314 1529", NEW),
        ("1042000003141520", None),
        ("XB33 1042 0000 0314 1529", None),
        ("104200000314152", None),
        ("DE89370400440532013000", None),
        ("", None),
    ],
)
def test_account_numbers(written, digits):
    assert bank_numbers.national(written) == digits


def test_an_iban_is_that_of_its_account():
    assert bank_numbers.national(bank_numbers.iban_of(NEW)) == NEW
