"""A line that drops in mid flow, over real webhooks: the text, its answer, and the next call."""

import pytest

OURS, THEIRS = "+15550100000", "+15550100001"


@pytest.fixture
def whole(make_whole):
    return make_whole(text_hours="")


def drop(whole, number=THEIRS):
    """A call that ends while it is asked when it suits best."""
    with whole.phone(number) as call:
        for key in ("", "6", "1"):
            call.press(key)
            assert call.wait_for_prompt()
    assert not call.line.complaints
    return call


def test_the_text_goes_out_and_its_answer_goes_on(whole):
    drop(whole)
    assert not whole.api.texts
    whole.later(minutes=4)
    (text,) = whole.sent(1)
    assert (text.fields["From"], text.fields["To"]) == (OURS, THEIRS)
    assert "broke off" in text.fields["Body"]
    phone = whole.texts()
    assert "morning or afternoon" in phone.send("Yes please")
    assert "We will call you on" in phone.send("morning")
    assert [row["wanted"] for row in whole.rows("SELECT * FROM callback")] == ["morning"]


def test_the_next_call_goes_on_and_no_text_is_sent(whole):
    drop(whole)
    with whole.phone() as call:
        assert call.wait_for_prompt()
        assert any("our call broke off" in words for words in call.words)
        call.press("1")
        assert call.wait_for_prompt()
        assert any("When suits you best" in words for words in call.words)
        call.press("2")
        assert call.wait_for_prompt()
        assert any("We will call you on" in words for words in call.words)
    whole.later(minutes=10)
    sent = whole.sent(1)  # the confirmation of the call back
    assert not any("broke off" in text.fields["Body"] for text in sent)


def test_stop_is_stop_even_in_answer_to_our_text(whole):
    drop(whole)
    whole.later(minutes=4)
    whole.sent(1)
    phone = whole.texts()
    assert phone.send("STOP")
    assert phone.send("ok") is None


def test_another_number_is_told_nothing(whole):
    drop(whole)
    with whole.phone("+15550100002") as call:
        assert call.wait_for_prompt()
        assert not any("broke off" in words for words in call.words)


@pytest.mark.parametrize("number", ["+4930123456", "+18765550123", "anonymous"])
def test_no_text_goes_abroad_or_to_nobody(whole, number):
    drop(whole, number) if number != "anonymous" else drop_withheld(whole)
    assert not whole.rows("SELECT * FROM outbox")


def drop_withheld(whole):
    with whole.phone("anonymous") as call:
        for keys in ("", "6", "5550100002#"):
            call.press(keys)
            assert call.wait_for_prompt()
