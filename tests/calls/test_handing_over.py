"""A call goes to a person: what the clerk hears, what the caller hears meanwhile, and a way out."""

import json

import pytest

OURS, THEIRS, CLERK = "+15550100000", "+15550100001", "+15550100500"


@pytest.fixture
def direct(make_whole):
    return make_whole(handoff_number=CLERK)


@pytest.fixture
def queue(make_whole):
    return make_whole()


def to_a_person(call, *keys):
    """Dial, press keys one after the other, then ask for a person."""
    call.dial()
    for pressed in ("", *keys):
        call.press(pressed)
        assert call.wait_for_prompt()
    call.press("*0")
    assert not call.wait_for_prompt()


def back(whole, call):
    """The call has come back from where it waited, and is listened to."""
    whole.wait(lambda: call.place not in ("queue", "dial"))
    return call.wait_for_prompt()


def handoffs(whole):
    return whole.rows("SELECT * FROM handoff")


def test_the_clerk_alone_is_told_what_it_is_about(direct):
    with direct.phone() as call:
        pass
    with direct.phone("+15550100077") as call:
        for pressed in ("", "1", "47110010"):  # no claim has this reference
            call.press(pressed)
            assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        direct.later(minutes=3)
        call.person_answers()
        direct.wait(lambda: call.whispered)
        call.person_leaves()
        direct.wait(lambda: call.place == "ended")
    (told,) = call.whispered
    assert told.startswith("A call in English, about a claim. The citizen asked for a person.")
    assert "Tried: the status of your claim." in told
    assert "Waited for 3 min." in told
    assert "4711001" not in told.replace(" ", "")
    assert told not in call.words
    assert 180 <= handoffs(direct)[0]["waited_s"] < 200
    assert "4711" not in str([tuple(row) for row in handoffs(direct)])


def test_waits_that_were_measured_are_promised_to_the_next(direct):
    for number in range(3):
        with direct.phone(f"+1555010010{number}") as call:
            assert call.wait_for_prompt()
            call.press("*0")
            assert not call.wait_for_prompt()
            assert any("I cannot say how long" in words for words in call.words)
            direct.later(seconds=200)
            call.person_answers()
            call.person_leaves()
            direct.wait(lambda: call.place == "ended")
    with direct.phone() as call:
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        assert any("in about four minutes" in words for words in call.words)


def test_nobody_answers_and_a_call_back_is_offered(direct):
    with direct.phone() as call:
        assert call.wait_for_prompt()
        call.press("1")
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        call.person_leaves("no-answer")
        assert back(direct, call)
        assert any("nobody could take your call" in words for words in call.words)
        assert not call.whispered
        for pressed in ("1", "2"):
            call.press(pressed)
            assert call.wait_for_prompt()
    assert [row["topic"] for row in direct.rows("SELECT * FROM callback")] == ["claim"]
    (kept,) = handoffs(direct)
    assert (kept["result"], kept["waited_s"]) == ("no-answer", None)


def test_in_the_queue_the_place_and_the_wait_are_told_and_a_key_leaves_for_a_call_back(queue):
    with queue.phone() as call:
        call.line.queue_position = 4
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        queue.wait(lambda: any("To be called back instead" in words for words in call.words))
        assert any("You are number 4 in the line. I cannot say yet" in w for w in call.words)
        call.line.queue_position = 1
        queue.wait(lambda: any("You are next." in words for words in call.words))
        call.press("1")
        assert back(queue, call)
        assert not any("nobody could take" in words for words in call.words)
        assert any("number you are calling from" in words for words in call.words)
        for pressed in ("1", "1"):
            call.press(pressed)
            assert call.wait_for_prompt()
    assert [row["wanted"] for row in queue.rows("SELECT * FROM callback")] == ["morning"]
    assert handoffs(queue)[0]["result"] == "leave"
    assert not call.line.complaints


def test_another_key_keeps_the_place(queue):
    with queue.phone() as call:
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        queue.wait(lambda: any("To be called back instead" in words for words in call.words))
        call.press("7")
        heard = len(call.words)
        queue.wait(lambda: len(call.words) > heard)
        assert call.place == "queue"
        call.person_leaves()
        queue.wait(lambda: call.place == "ended")
    assert handoffs(queue)[0]["waited_s"] is not None


def test_who_hangs_up_in_the_queue_is_no_measured_wait(queue):
    with queue.phone() as call:
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
    assert (handoffs(queue)[0]["result"], handoffs(queue)[0]["waited_s"]) == ("hangup", None)
    assert not queue.rows("SELECT * FROM broken_call")


def test_a_workflow_gets_the_summary_with_the_call(make_whole):
    whole = make_whole(handoff_workflow="WW" + "a" * 32, staff_language="es")
    with whole.phone() as call:
        assert call.wait_for_prompt()
        call.press("*0")
        assert not call.wait_for_prompt()
        whole.wait(lambda: call.line.task)
    task = json.loads(call.line.task)
    assert task["summary"].startswith("Llamada en inglés, sobre algo que aún no dijo.")
    assert (task["language"], task["queue"], task["topic"]) == ("en", "general", "general")
    assert THEIRS not in call.line.task


def test_outside_hours_nobody_is_kept_waiting(make_whole):
    whole = make_whole(desk_hours=closed_now())
    with whole.phone() as call:
        assert call.wait_for_prompt()
        call.press("*0")
        assert call.wait_for_prompt()
        assert any("Nobody is here now" in words for words in call.words)
    assert not handoffs(whole)


def closed_now():
    """Hours of a day that is not today."""
    from datetime import UTC, datetime

    from benefits.hours import DAYS

    return f"{DAYS[(datetime.now(UTC).weekday() + 3) % 7]} 09:00-10:00"


@pytest.mark.parametrize("path", ["whisper", "queue", "queue-key"])
def test_what_names_no_conversation_is_refused_or_harmless(direct, path):
    fields = {"CallSid": "CA7", "Direction": "outbound-dial"}
    assert direct.server.post(f"/voice/{path}?of=x", fields).status == 400
    assert direct.server.post(f"/voice/{path}", fields).status == 400
    answer = direct.server.post(f"/voice/{path}?of={'0' * 32}", fields)
    assert (answer.status, answer.content_type) == (200, "text/xml")
