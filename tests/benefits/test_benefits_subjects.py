"""What the knowledge base says about a subject."""

import pytest

from benefits.article import articles
from benefits.subjects import subjects, topic_for
from flows import Library


def test_subjects_are_intents_and_their_topics_exist():
    assert set(subjects()) <= set(Library.load().names)
    for subject in subjects().values():
        assert {subject.main, *subject.also} - {None} <= set(articles())


def test_an_article_is_given_with_its_source_by_channel(desk):
    by_voice = desk.ask("knowledge.about", subject="appeal", question="")
    by_text = desk.ask("knowledge.about", subject="appeal", question="", channel="sms")
    assert by_voice["topic"] == by_text["topic"] == "appeal_deadline"
    assert "sixty days" in by_voice["answer"]
    assert "60 days" in by_text["answer"]
    assert by_voice["source"]


def test_the_article_of_the_same_name_is_about_it():
    assert "change_bank" not in subjects()
    assert topic_for("change_bank", "", "en") == "change_bank"


def test_a_subject_that_nothing_is_written_about(desk):
    reply = desk.ask("knowledge.about", subject="appointment_cancel", question="cancel it")
    assert (reply["outcome"], reply["answer"]) == ("unknown", "")


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("where do I find my insurance number", "insurance_number"),
        ("I lost my insurance card", "lost_card"),
        ("what is the weather", "lost_card"),
        ("", "lost_card"),
    ],
)
def test_the_words_choose_among_what_fits(words, topic):
    assert topic_for("insurance_card", words, "en") == topic


def test_words_alone_choose_where_nothing_is_given_unasked():
    assert topic_for("eligibility", "what can I get", "en") is None
    assert topic_for("eligibility", "can I get money for my child", "en") == "child_allowance_who"


def test_words_about_another_subject_choose_nothing():
    assert topic_for("change_bank", "at what age can I retire", "en") == "change_bank"


@pytest.mark.parametrize("language", ["en", "zh", "es", "fr"])
def test_every_language(desk, language):
    reply = desk.ask("knowledge.about", subject="appeal", question="", language=language)
    assert "60" in reply["answer"] or "sesenta" in reply["answer"] or "sixty" in reply["answer"]
