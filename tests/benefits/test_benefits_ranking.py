"""Which topic a question is about, on a handful of phrasings."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from arrays import write
from benefits.ideas import Ideas
from benefits.kept_ranking import kept
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
    return Ranking.fit(TOPICS, OUTSIDE, ideas)


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


ALIKE = [["unemploy*", "dole"], ["visit*", "call on you"]]
QUESTIONS = ["lost card", "the dole", "xyz", "when can I come and visit"]


def asked(ranking: Ranking) -> list[object]:
    return [ranking.rank(question) for question in QUESTIONS]


@pytest.fixture
def fits(monkeypatch) -> list[object]:
    """One entry for each time that a ranking was fitted."""
    times, fit = [], Ranking.fit
    monkeypatch.setattr(Ranking, "fit", lambda *parts: times.append(1) or fit(*parts))
    return times


def test_what_is_kept_answers_as_what_was_fitted(tmp_path, ranking, fits):
    first, again = (kept(tmp_path, TOPICS, OUTSIDE, ALIKE) for _ in range(2))
    assert asked(first) == asked(again) == asked(ranking)
    assert len(fits) == 1


def test_another_question_is_another_ranking(tmp_path, fits):
    kept(tmp_path, TOPICS, OUTSIDE, ALIKE)
    for changed in (
        (TOPICS | {"card": ["card"]}, OUTSIDE, ALIKE),
        (TOPICS, OUTSIDE[1:], ALIKE),
        (TOPICS, OUTSIDE, ALIKE[1:]),
    ):
        fits.clear()
        kept(tmp_path, *changed)
        assert len(fits) == 1


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "shape"])
def test_a_damaged_file_is_made_again(tmp_path, ranking, damage, fits):
    kept(tmp_path, TOPICS, OUTSIDE, ALIKE)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    if damage == "shape":
        with np.load(file) as parts:
            write(file, {**parts, "weights": parts["weights"][1:]})
    else:
        file.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "text": b"hello"}[damage])
    fits.clear()
    assert asked(kept(tmp_path, TOPICS, OUTSIDE, ALIKE)) == asked(ranking)
    assert len(fits) == 1
    kept(tmp_path, TOPICS, OUTSIDE, ALIKE)
    assert len(fits) == 1


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path, ranking):
    (tmp_path / "file").touch()
    assert asked(kept(tmp_path / "file", TOPICS, OUTSIDE, ALIKE)) == asked(ranking)
