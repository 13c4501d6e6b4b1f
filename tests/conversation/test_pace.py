"""Who wants it slower hears it slower, in the next call too, and learns how to get out of it."""

from datetime import timedelta

import pytest

from storage.paces import KEPT

WAY_BACK = {"en": "say faster or press star 6", "es": "diga más rápido", "zh": "按星号6"}


def test_slower_is_remembered_for_the_next_call(hotline):
    hotline.call("start", sid="CA1")
    assert hotline.call("speech", "slower", sid="CA1").pace == "slow"
    first = hotline.call("start", sid="CA2")
    assert first.pace == "slow"
    said = [prompt.step for prompt in first.prompts]
    assert said[:2] == ["welcome.hello", "locale.slow_again"]
    assert said.count("locale.slow_again") == 1
    assert "slow_again" not in str(hotline.call("speech", "claim", sid="CA2").prompts)


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_the_way_back_is_said_in_every_language(hotline, language):
    hotline.call("start", sid="CA1", language=language)
    hotline.call("keys", "*2", sid="CA1")
    first = hotline.call("start", sid="CA2", languages=frozenset({"en", "es", "zh"}))
    assert WAY_BACK[language] in first.text


def test_faster_is_the_way_back_and_nothing_is_kept(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    reply = hotline.call("keys", "*6", sid="CA1")
    assert reply.pace == "normal"
    assert reply.text.startswith("Back to the usual speed. Hello")
    assert "slowly" not in reply.text
    assert hotline.rows("SELECT * FROM pace") == []
    assert hotline.call("start", sid="CA2").pace == "normal"


def test_another_caller_is_spoken_to_as_usual(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    assert hotline.call("start", sid="CA2", caller="+15550100009").pace == "normal"


def test_a_withheld_number_is_not_remembered(hotline):
    hotline.call("start", sid="CA1", caller="")
    assert hotline.call("keys", "*2", sid="CA1", caller="").pace == "slow"
    assert hotline.rows("SELECT * FROM pace") == []
    assert hotline.call("start", sid="CA2", caller="").pace == "normal"


def test_the_number_itself_is_not_kept(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    (row,) = hotline.rows("SELECT * FROM pace")
    assert "5550" not in str(dict(row))


def test_it_expires_a_year_after_the_last_call(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    hotline.now += KEPT - timedelta(days=1)
    assert hotline.call("start", sid="CA2").pace == "slow"
    hotline.now += KEPT - timedelta(days=1)
    assert hotline.call("start", sid="CA3").pace == "slow", "each call keeps it alive"
    hotline.now += KEPT + timedelta(days=1)
    assert hotline.call("start", sid="CA4").pace == "normal"
    hotline.call("start", sid="CA5", caller="+15550100009")
    hotline.call("keys", "*2", sid="CA5", caller="+15550100009")
    assert len(hotline.rows("SELECT * FROM pace")) == 1, "what is too old is let go"


def test_it_is_forgotten_on_demand(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    hotline.conversations.paces.forget("+15550100001", hotline.now)
    assert hotline.rows("SELECT * FROM pace") == []


def test_texts_have_no_pace(hotline):
    hotline.call("start", sid="CA1")
    hotline.call("keys", "*2", sid="CA1")
    assert "slowly" not in hotline.text("hello").text
