"""Staff help in real calls: hints that the caller does not notice, and a call that goes to them."""

import time

import pytest

from cli.speech import spoken
from tests.calls.clerks import Clerk
from voice.recogniser import Models


def kinds(whole):
    return [row["kind"] for row in whole.rows("SELECT kind FROM interaction ORDER BY id")]


@pytest.fixture
def streams(make_whole):
    return make_whole(max_streams=2, secure_cookies=False)


@pytest.fixture
def webhooks(make_whole):
    return make_whole(secure_cookies=False)


def asked_for_a_reference(whole, call):
    """A call in which the reference of a claim is asked for."""
    assert call.wait_for_prompt()
    call.press("1")
    whole.wait(lambda: len(kinds(whole)) == 2)
    assert call.wait_for_prompt()


def test_a_hint_moves_a_call_on_at_once_while_nobody_speaks(streams):
    clerk = Clerk(streams)
    with streams.phone(speed=8.0) as call:
        asked_for_a_reference(streams, call)
        before = len(call.heard)
        assert clerk.whispers(words="47110011").status_code == 303
        streams.wait(lambda: "hint" in kinds(streams))
        # Something is said, without a key or a word of the caller's.
        streams.wait(lambda: set(call.heard[before:]) - {0xFF, 0x7F})
        page = clerk.page()
        assert "Ann whispered:" in page
        assert "47110011" not in page
        assert not call.line.complaints
    (last,) = streams.rows("SELECT said, place FROM interaction WHERE kind = 'hint'")
    assert last["said"]
    assert last["place"] != "claim_status.ask_reference"


def test_a_hint_interrupts_the_question_that_is_put_again(streams):
    """The caller was not understood and hears the question once more: it is not heard out."""
    clerk = Clerk(streams)
    with streams.phone(speed=4.0) as call:
        asked_for_a_reference(streams, call)
        call.press("123#")
        streams.wait(lambda: kinds(streams).count("keys") == 2)
        assert clerk.whispers(words="47110011").status_code == 303
        streams.wait(lambda: "hint" in kinds(streams), timeout=3)


def test_by_webhooks_a_hint_waits_for_what_comes_next(webhooks):
    clerk = Clerk(webhooks)
    with webhooks.phone(speed=4.0) as call:  # the hint is there before the silence
        asked_for_a_reference(webhooks, call)
        assert clerk.whispers(words="47110011").status_code == 303
        assert "hint" not in str([row["meaning"] for row in rows(webhooks)])
        webhooks.wait(lambda: "silence" in kinds(webhooks))
    (taken,) = [row for row in rows(webhooks) if '"by": "Ann"' in row["meaning"]]
    assert taken["kind"] == "silence"


def rows(whole):
    return whole.rows("SELECT kind, meaning FROM interaction ORDER BY id")


@pytest.mark.parametrize("place", ["streams", "webhooks"])
def test_a_running_call_is_sent_to_a_person(place, request):
    whole = request.getfixturevalue(place)
    clerk = Clerk(whole)
    with whole.phone(speed=8.0) as call:
        asked_for_a_reference(whole, call)
        assert clerk.does("person").status_code == 303
        whole.wait(lambda: call.place == "queue", timeout=30)
        page = clerk.page()
        assert "It waits for a person." in page
        assert "For the person who takes over" in page
        assert clerk.does("take").status_code == 303
        assert "You have this call." in clerk.page()
        call.person_leaves()
        whole.wait(lambda: call.place == "ended")
        assert clerk.does("wrap-up", reason="solved", notes="").status_code == 303
    assert whole.rows("SELECT status FROM session")[-1]["status"] == "ended"
    said = whole.rows("SELECT said FROM interaction ORDER BY id DESC LIMIT 1")[0]["said"]
    assert "A person will help you" in said


def test_a_call_that_hangs_up_meanwhile_is_told(streams):
    clerk = Clerk(streams)
    with streams.phone(speed=8.0) as call:
        asked_for_a_reference(streams, call)
    streams.wait(lambda: "hangup" in kinds(streams))
    assert clerk.does("person").status_code == 409
    assert "This conversation is over" in clerk.does("person").text


@pytest.mark.skipif("en" not in Models().languages(), reason="no English model is here")
def test_a_hint_given_while_the_caller_speaks_is_taken_with_what_they_say(streams):
    clerk = Clerk(streams)
    with streams.speaking() as call:
        asked_for_a_reference(streams, call)
        call.say(spoken("well that is nothing i know of and so on and so forth"))
        time.sleep(0.3)  # at this speed more than a second of what is said
        assert clerk.whispers(words="47110011").status_code == 303
        streams.wait(lambda: len(kinds(streams)) > 2, timeout=20)
        assert not call.line.complaints
    (third,) = streams.rows("SELECT * FROM interaction WHERE turn = 3")
    assert third["kind"] == "speech"
    assert '"by": "Ann"' in third["meaning"]
    assert third["place"] != "claim_status.ask_reference"
    assert "hint" not in kinds(streams)
