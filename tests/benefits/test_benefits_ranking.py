"""Which topic a question is about, on a handful of phrasings."""

from __future__ import annotations

from itertools import pairwise

import pytest

from benefits.ideas import Ideas
from benefits.ranking import Ranking

TOPICS = {
    "card": ["lost card", "my card is lost", "where is my insurance card", "new card please"],
    "visit": ["book a visit", "visit the office", "when can I visit", "plan a visit"],
    "job": ["I lost my job", "no more work", "unemployment money", "when I am unemployed"],
}
OUTSIDE = ["buy a boat", "what is for dinner", "sing a song"]


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    ideas = Ideas([["unemploy*", "dole"], ["visit*", "call on you"]])
    return Ranking(TOPICS, OUTSIDE, ideas)


def test_the_likeliest_comes_first_and_the_order_is_that_of_confidence(ranking):
    ranked = ranking.rank("I have lost a card")
    assert ranked[0].topic == "card"
    assert len(ranked) == len(TOPICS)
    assert all(one.confidence >= other.confidence for one, other in pairwise(ranked))
    assert sum(one.confidence for one in ranked) <= 1


def test_an_unknown_word_weighs_against_a_match(ranking):
    sure = ranking.rank("lost card")[0].confidence
    assert ranking.rank("lost purple umbrella card")[0].confidence < sure


def test_a_word_that_means_the_same_is_as_good(ranking):
    assert ranking.rank("the dole")[0].topic == "job"


def test_a_question_without_a_known_word_has_no_topic(ranking):
    assert ranking.rank("xyz") == []
    assert ranking.rank("") == []


def test_an_ending_may_be_left_open_but_a_beginning_not():
    ideas = Ideas([["tax*"]])
    for text, holds in (("taxes", True), ("tax", True), ("syntax", False)):
        assert (("idea", "0") in set(ideas.features(text))) is holds


def test_chinese_words_count_anywhere():
    assert ("idea", "0") in set(Ideas([["失业"]]).features("我刚失业了"))
