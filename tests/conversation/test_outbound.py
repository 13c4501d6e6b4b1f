"""A text that a conversation promises is sent once, through the provider's API."""

from datetime import timedelta

import pytest

from benefits.country import local
from conversation.outbound import MOST_ATTEMPTS, Outbound
from provider.sender import Sender, SendError
from provider.standin.api import Api
from sms.economy import economical
from sms.measuring import segments_of
from storage.outbox import Outbox
from storage.texts import Texts

OURS, THEIRS = "+15550100000", "+15550100001"


class Refusing:
    """A provider that is out of order."""

    def __init__(self, code, retry):
        self.error = SendError(code, retry, "out of order")
        self.tries = 0

    def send_text(self, from_, to, body):
        self.tries += 1
        raise self.error


@pytest.fixture
def promised(hotline):
    """A caller has left a call-back, which promises a text."""
    hotline.call("start")
    hotline.call("speech", "call me back")
    hotline.call("speech", "yes")
    hotline.call("speech", "in the morning")
    assert len(hotline.rows("SELECT * FROM outbox")) == 1
    return hotline


def outbound(hotline, sender):
    outbox = Outbox(hotline.database, hotline.vault)
    texts = Texts(hotline.database, hotline.vault)
    return Outbound(
        outbox, texts, sender, OURS, lambda: hotline.now, economical, segments_of, local
    )


def test_it_is_sent_once(promised):
    with Api("AC1", "token") as api:
        worker = outbound(promised, Sender("AC1", "token", api.url, None))
        assert worker.send_due() == 1
        assert worker.send_due() == 0
        assert [(text.fields["To"], text.fields["From"]) for text in api.texts] == [(THEIRS, OURS)]
    row = promised.rows("SELECT * FROM outbox")[0]
    assert row["done_at"]
    assert row["provider_id"]
    (counted,) = promised.rows("SELECT * FROM figure WHERE key = 'own'")
    (body,) = [text.fields["Body"] for text in api.texts]
    assert (counted["name"], counted["language"]) == ("segments", "en")
    assert counted["day"] == local(promised.now).date().isoformat()
    assert counted["value"] == segments_of(body)


def test_a_person_who_opted_out_gets_none(promised):
    Texts(promised.database, promised.vault).opt_out(OURS, THEIRS, "STOP", promised.now)
    sender = Refusing(30001, True)
    outbound(promised, sender).send_due()
    assert sender.tries == 0
    assert promised.rows("SELECT error FROM outbox")[0]["error"] == "opted out"


def test_trouble_that_passes_is_tried_again_a_bounded_number_of_times(promised):
    sender = Refusing(30001, True)
    worker = outbound(promised, sender)
    for _ in range(50):
        worker.send_due()
        promised.later(minutes=20)
    assert sender.tries == MOST_ATTEMPTS
    assert promised.rows("SELECT done_at FROM outbox")[0]["done_at"]


def test_an_opt_out_that_only_the_provider_knew_is_kept(promised):
    outbound(promised, Refusing(21610, False)).send_due()
    assert Texts(promised.database, promised.vault).opted_out(OURS, THEIRS)


def test_two_workers_do_not_send_one_text_twice(promised):
    outbox = Outbox(promised.database, promised.vault)
    assert outbox.next(promised.now, timedelta(minutes=2))
    assert outbox.next(promised.now, timedelta(minutes=2)) is None
