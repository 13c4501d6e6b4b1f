"""A caller's sentence as an example: what is taken out of it, and what it is like."""

import pytest

from conversation.teaching.sentences import (
    LONGEST,
    Clash,
    NotAnExample,
    clash,
    perhaps_names,
    sentence,
)
from intents.wording import Lesson, extended, wordings

ENGLISH = next(one for one in wordings() if one.language == "en")


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("en", "  where is\tmy\nclaim ", "where is my claim"),
        ("en", "where is my claim 47110011 please", "where is my claim please"),
        ("en", "where is my claim ••• please", "where is my claim please"),
        ("en", "claim four seven one one please", "claim please"),
        ("en", "hello, my name is Maria Lopez, where is my claim", "hello, where is my claim"),
        ("en", "my name is jzoska wlorp when does my money come", "when does my money come"),
        ("en", "my name is wrong in your records", "my name is wrong in your records"),
        ("en", "I'm waiting for my pension", "I'm waiting for my pension"),
        ("en", "I waited 2 weeks", "I waited 2 weeks"),
        ("es", "me llamo Zoraida Pedrosal, quiero saber de mi pago", "quiero saber de mi pago"),
        ("es", "soy viuda y quiero la pensión", "soy viuda y quiero la pensión"),
        ("zh", "我叫王小明，我的养老金什么时候发", "我的养老金什么时候发"),
        ("en", "where\u0000 is \u202emy claim", "where is my claim"),
    ],
)
def test_numbers_and_names_are_taken_out(language, said, kept):
    assert sentence(said, language) == kept


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "empty"),
        (" \n\t\u200b", "empty"),
        ("x" * (LONGEST + 1), "long"),
        ("y " * 5_000, "long"),
        ("47110011", "number"),
        ("••• ?!", "number"),
        ("👍👍", "number"),
    ],
)
def test_what_is_no_example(said, why):
    with pytest.raises(NotAnExample) as refused:
        sentence(said, "en")
    assert refused.value.why == why


def test_words_that_look_like_names_are_pointed_out():
    assert perhaps_names("pay it to Zoraida Pedrosal", "en") == ["Zoraida", "Pedrosal"]
    assert perhaps_names("Where is my Claim", "en") == []
    assert perhaps_names("王小明", "zh") == []


def test_the_same_words_of_another_intent_are_found_whatever_their_signs():
    text = ENGLISH.intents["claim_status"][1]
    assert clash(f"{text.upper()}!", "thanks", "en", ()) == Clash("claim_status", text)
    assert clash("zorgle flimmer", "thanks", "en", ()) is None
    with pytest.raises(NotAnExample, match="known"):
        clash(text, "claim_status", "en", ())
    learnt = [Lesson("en", "", "zorgle flimmer")]
    assert clash("Zorgle, flimmer", "thanks", "en", learnt) == Clash("", "zorgle flimmer")


def test_lessons_are_added_once_and_outlive_updates():
    known = ENGLISH.intents["thanks"][0]
    lessons = [
        Lesson("en", "thanks", "zorgle"),
        Lesson("en", "thanks", "Zorgle!"),
        Lesson("en", "thanks", known.upper()),
        Lesson("en", "an_intent_of_the_past", "glorp"),
        Lesson("en", "", "blorp"),
        Lesson("zh", "thanks", "钢琴"),
    ]
    more = extended(ENGLISH, lessons)
    assert more.intents["thanks"] == [*ENGLISH.intents["thanks"], "zorgle"]
    assert list(more.outside) == [*ENGLISH.outside, "blorp"]
    assert more.intents.keys() == ENGLISH.intents.keys()
    assert "zorgle" not in ENGLISH.intents["thanks"]
