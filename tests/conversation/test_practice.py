"""What is said on a practice telephone is kept like the rest, and reaches nobody outside."""

import pytest

from benefits.country import local
from conversation import practice
from conversation.heard import Heard
from conversation.outbound import Outbound
from sms.economy import economical
from sms.measuring import segments_of
from storage.outbox import Outbox
from storage.texts import Texts
from storage.watching import Watching

OURS, THEIRS = "+15550100000", "+15550100001"
ANSWERS = ("call me back", "yes", "in the morning")


class Nobody:
    """A provider that must not be asked for anything."""

    def send_text(self, from_, to, body):
        raise AssertionError(f"a text would go to {to}")


def say(hotline, number, kind, text="", telephone="1", **heard):
    """A turn on the practice telephone that borrows this number."""
    caller = practice.number(telephone, number)
    sid = f"PR{telephone}"
    provider_id = f"{sid}:{next(hotline._ids)}"
    languages = frozenset({"en"})
    return hotline.turns.take(
        Heard(
            provider_id,
            "voice",
            sid,
            caller,
            practice.LINE,
            kind,
            text,
            speech_languages=languages,
            **heard,
        )
    )


@pytest.fixture
def promised(hotline):
    """On the practice telephone a call back is left, which promises a text."""
    say(hotline, THEIRS, "start")
    for words in ANSWERS:
        reply = say(hotline, THEIRS, "speech", words)
    assert reply.next == "listen"
    return hotline, reply


def test_a_number_is_borrowed_and_given_back():
    number = practice.number("7f", THEIRS)
    assert number != practice.number("80", THEIRS)
    assert not number.startswith("+")
    assert practice.borrowed(number) == THEIRS
    assert practice.borrowed(THEIRS) == THEIRS
    assert practice.number("7f", "") == practice.borrowed("") == ""


def test_its_text_stays_here_and_is_shown(promised):
    hotline, reply = promised
    outbox, texts = Outbox(hotline.database, hotline.vault), Texts(hotline.database, hotline.vault)
    assert outbox.practised(reply.session_id) == []
    worker = Outbound(
        outbox, texts, Nobody(), OURS, lambda: hotline.now, economical, segments_of, local
    )
    assert worker.send_due() == 1
    assert worker.send_due() == 0
    assert hotline.rows("SELECT * FROM figure WHERE key = 'own'") == []  # it costs nothing
    (text,) = outbox.practised(reply.session_id)
    assert text.to == THEIRS
    assert text.body.startswith("Benefitline: we will call you back")
    assert outbox.practised(reply.session_id, after=text.id) == []


def test_a_text_of_a_citizen_is_not_shown_as_practice(hotline):
    hotline.call("start")
    for words in ANSWERS:
        reply = hotline.call("speech", words)
    hotline.database.connection.execute("UPDATE outbox SET done_at = 'now', provider_id = 'SM1'")
    assert Outbox(hotline.database, hotline.vault).practised(reply.session_id) == []


def test_nobody_is_asked_to_call_back(promised):
    hotline, _ = promised
    watching = Watching(hotline.database, hotline.vault)
    assert watching.callbacks() == []
    assert watching.callback(1)[0].done
    hotline.call("start")
    for words in ANSWERS:
        hotline.call("speech", words)
    assert len(watching.callbacks()) == 1


def test_it_is_marked(promised):
    hotline, reply = promised
    watching = Watching(hotline.database, hotline.vault)
    assert watching.conversation(reply.session_id).practice
    assert [one.conversation.practice for one in watching.in_progress(hotline.now)] == [True]
    citizen = hotline.call("start")
    assert not watching.conversation(citizen.session_id).practice


def test_a_citizen_is_not_remembered_by_a_number_that_was_borrowed(hotline):
    spanish = say(hotline, THEIRS, "start", language="es")
    assert spanish.language == "es"
    assert hotline.call("start").language == "en"
    say(hotline, THEIRS, "hangup")
    assert say(hotline, THEIRS, "start").language == "es"
    assert say(hotline, THEIRS, "start", telephone="2").language == "en"


def test_functions_know_the_borrowed_number(hotline):
    say(hotline, THEIRS, "start")
    said = say(hotline, THEIRS, "speech", "call me back").text
    assert "number you are calling from" in said
    say(hotline, "", "start", telephone="2")
    said = say(hotline, "", "speech", "call me back", telephone="2").text
    assert "number you are calling from" not in said
