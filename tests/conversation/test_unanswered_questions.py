"""A question without an answer is kept with the turn, as its transcript keeps it."""

from storage.unanswered import Unanswered


def kept(hotline):
    return Unanswered(hotline.database, hotline.vault).all(hotline.now)


def test_a_kept_question_has_its_long_numbers_masked_and_names_nobody(hotline):
    hotline.text("I have a question")
    assert kept(hotline) == []
    hotline.text("do whales sleep 555 010 0001 at night")
    (question,) = kept(hotline)
    assert question.text == "do whales sleep ••• at night"
    assert (question.language, question.channel) == ("en", "sms")
    (row,) = hotline.rows("SELECT * FROM unanswered")
    assert not {"session_id", "phone", "caller"} & set(row.keys())


def test_a_text_sent_again_keeps_its_question_once(hotline):
    hotline.text("I have a question")
    for _ in range(2):
        hotline.text("do whales sleep at night", id="again")
    assert len(kept(hotline)) == 1
