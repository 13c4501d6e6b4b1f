"""A call for nothing: refused at no cost, and called back into the ordinary hotline."""

from datetime import timedelta

import pytest

from provider.standin.calling import PhoneCall

OURS, MISSED, THEIRS = "+15550100000", "+15550100009", "+15550100001"


@pytest.fixture
def whole(make_whole):
    return make_whole(missed_call_number=MISSED, call_back_hours="")


def ring_for_nothing(whole, number=THEIRS):
    call = whole.phone(number, MISSED)
    with call:
        whole.wait(lambda: call.place == "ended")
    return call


def rows(whole):
    return whole.rows("SELECT * FROM call_out")


def test_it_is_refused_unanswered_and_called_back_into_the_hotline(whole):
    missed = ring_for_nothing(whole)
    assert not missed.line.answered
    assert not missed.words
    whole.ahead = timedelta(seconds=10)
    (asked,) = whole.placed(1)
    assert (asked.fields["From"], asked.fields["To"]) == (MISSED, THEIRS)
    with PhoneCall.answering(whole.server, asked, clock_speed=40.0) as call:
        assert call.wait_for_prompt()
        assert any("Benefitline" in words for words in call.words)
        call.press("6")  # a call back, to be left on the number that rang
        assert call.wait_for_prompt()
        assert whole.parts["turns"].last("voice", asked.sid).expects.step == "ask_own_number"
    whole.wait(lambda: rows(whole)[0]["done_at"])
    assert rows(whole)[0]["outcome"] == "completed"
    assert not missed.line.complaints
    assert not call.line.complaints


def test_busy_is_tried_again(whole):
    ring_for_nothing(whole)
    whole.ahead = timedelta(seconds=10)
    (asked,) = whole.placed(1)
    whole.wait(lambda: rows(whole)[0]["call_sid"])
    assert whole.api.not_reached(whole.server, asked, "busy") == 204
    assert whole.api.not_reached(whole.server, asked, "busy") == 204
    assert not rows(whole)[0]["done_at"]
    whole.ahead += timedelta(minutes=6)
    assert len(whole.placed(2)) == 2


def test_the_webhook_that_comes_twice_is_refused_twice_and_owes_one_call(whole):
    fields = {"CallSid": "CA7", "From": THEIRS, "To": MISSED, "CallStatus": "ringing",
              "Direction": "inbound"}  # fmt: skip
    for _ in range(2):
        answer = whole.server.post("/voice/incoming", fields)
        assert '<Reject reason="busy"' in answer.text
        assert answer.text.count("<") == 4  # nothing else, or the call would be answered
    assert len(rows(whole)) == 1


@pytest.mark.parametrize("number", ["anonymous", "", "+19005550123", "+4930123456"])
def test_a_number_that_is_not_called_is_refused_all_the_same(whole, number):
    call = ring_for_nothing(whole, number)
    assert not call.line.answered
    assert not rows(whole)


def test_who_has_texted_stop_is_not_called(whole):
    assert whole.texts().send("STOP")
    assert not ring_for_nothing(whole).line.answered
    assert not rows(whole)


def test_a_full_disk_does_not_make_the_caller_pay(whole, monkeypatch):
    def fails(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(whole.parts["call_backs"], "ask", fails)
    assert not ring_for_nothing(whole).line.answered


def test_the_ordinary_number_is_answered_as_ever(whole):
    with whole.phone(THEIRS) as call:
        assert call.wait_for_prompt()
    assert not rows(whole)


@pytest.mark.parametrize("number", ["", "x", "1" * 40, "-1"])
def test_a_status_of_no_call_of_ours_is_refused_with_a_sentence(whole, number):
    fields = {"CallSid": "CA7", "CallStatus": "busy", "Direction": "outbound-api"}
    answer = whole.server.post(f"/voice/called-back?n={number}", fields)
    assert answer.status == 400
    assert "call" in answer.text
