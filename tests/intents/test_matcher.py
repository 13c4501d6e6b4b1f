"""What the matcher promises apart from how often it is right, which benchmarks measure."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.heard import Heard
from intents.matcher import Matcher
from intents.matching import fitting
from intents.matching.features import features, words
from intents.matching.vocabulary import Vocabulary
from intents.wording import wordings

ENGLISH = next(wording for wording in wordings() if wording.language == "en")
EXAMPLES, OUTSIDE = ENGLISH.listened, ENGLISH.outside[:500]
ASKED = "when will my pension come"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.fit(EXAMPLES, OUTSIDE)


def test_reasons(matcher: Matcher) -> None:
    best, second, third, *others = matcher.rank("please tell me when will my pension come")
    assert (best.intent, best.example) == ("next_payment", ASKED)
    assert {"when", "come"} & set(best.words)
    assert len(best.words) <= 3
    assert best.confidence > second.confidence >= third.confidence
    assert all(other.words == () for other in others)


@pytest.mark.parametrize("text", ["whn wll my pensoin com", "when is my pnsion comming"])
def test_typing_errors_and_vowels_left_out(matcher: Matcher, text: str) -> None:
    assert matcher.rank(text)[0].intent == "next_payment"


def test_what_recognisers_write_is_taken_as_it_stands(matcher: Matcher) -> None:
    assert matcher.rank("pnesion", typed=True)
    typed, heard = (matcher.rank("my pnesion", typed=typed)[0] for typed in (True, False))
    assert typed.confidence > heard.confidence


@pytest.mark.parametrize(
    "text", ["the recipe wants two spoons of butter", "who won the football match yesterday"]
)
def test_outside_of_all_intents(matcher: Matcher, text: str) -> None:
    ranked = matcher.rank(text)
    assert not ranked or ranked[0].confidence < 0.4


def test_several_hypotheses(matcher: Matcher) -> None:
    one, other = "when is my next payment", "where is the nearest office"
    assert matcher.rank([(one, 0.7), (other, 0.3)])[0].intent == "next_payment"
    assert matcher.rank([(one, 0.3), (other, 0.7)])[0].intent == "nearest_office"
    assert matcher.rank([(one, 2.0)]) == matcher.rank(one)
    assert matcher.rank([]) == matcher.rank([(one, 0.0)]) == []


def test_expectations_shift_the_ranking(matcher: Matcher) -> None:
    text = "the office"
    usual = [one.intent for one in matcher.rank(text)]
    shifted = matcher.rank(text, {usual[1]: 1000.0, "no such intent": 5.0})
    assert shifted[0].intent == usual[1]
    assert usual[0] not in [one.intent for one in matcher.rank(text, {usual[0]: 0.0})][:3]


def test_only_some_intents(matcher: Matcher) -> None:
    ranked = matcher.rank(ASKED, among=["complaint", "thanks"])
    assert {one.intent for one in ranked} == {"complaint", "thanks"}


def test_what_was_misheard_tells_how_far_hearing_is_to_be_trusted() -> None:
    texts = {intent: examples[:40] for intent, examples in ENGLISH.intents.items()}
    garbled = [
        Heard(intent, text, "the green parrot sleeps")
        for intent, examples in texts.items()
        for text in examples
    ]
    heard = Matcher.fit(texts, ENGLISH.outside, garbled)
    said = "when is my next payment"
    assert heard.rank(said, typed=False)[0].confidence < heard.rank(said)[0].confidence


def test_chinese_homophones() -> None:
    chinese = next(wording for wording in wordings() if wording.language == "zh")
    matcher = Matcher.fit(chinese.listened, chinese.outside[:500])
    assert matcher.rank("养老斤什么时后发")[0].intent == "next_payment"


def test_no_intents_and_no_examples() -> None:
    assert Matcher.fit({}).rank("hello") == []
    assert Matcher.fit({"a": []}).rank("hello") == []
    alone = Matcher.fit({"a": ["good morning"]}).rank("good morning")
    assert alone[0].intent == "a"


def test_fitting_ends_where_nothing_pulls_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(ENGLISH.listened.values())[:12]
    labels = [label for label, of in enumerate(texts) for _ in of]
    counted = [features(words(text)) for of in texts for text in of]
    vocabulary, rows = Vocabulary.of(counted, labels)
    targets = np.eye(12, dtype=np.float32)[labels]
    alone = fitting.fitted(rows, targets, len(vocabulary.weights))
    monkeypatch.setattr(fitting, "FEW", 0)
    monkeypatch.setattr(fitting, "TEXTS", 200)
    in_blocks = fitting.fitted(rows, targets, len(vocabulary.weights))
    monkeypatch.setattr(fitting, "ROUNDS", 200)
    monkeypatch.setattr(fitting, "WIDTH", 0.25)
    limit = fitting.fitted(rows, targets, len(vocabulary.weights))

    pull = np.zeros_like(limit)
    rows.add(targets - fitting.chances(rows.times(limit)), pull)
    pull *= np.float32(fitting.SCALE / fitting.RIDGE)
    assert np.linalg.norm(pull - limit) < 0.05 * np.linalg.norm(limit)
    assert np.linalg.norm(alone - limit) < 0.15 * np.linalg.norm(limit)
    assert np.linalg.norm(in_blocks - limit) < 0.15 * np.linalg.norm(limit)


def test_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SQUARE", 32)
    rows = np.random.default_rng(0).normal(size=(70, 70)).astype(np.float32)
    right = np.random.default_rng(1).normal(size=(70, 3)).astype(np.float32)
    found = fitting._solved(fitting._factor(rows @ rows.T, 5.0), right)
    assert np.allclose((rows @ rows.T + 5 * np.eye(70)) @ found, right, atol=1e-3)


def test_cache(tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path / "new")
    (file,) = (tmp_path / "new").iterdir()
    monkeypatch.setattr("intents.matcher.Model.of", None)  # nothing is fitted again
    again = Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path / "new")
    assert again.rank(ASKED) == matcher.rank(ASKED)
    assert again.rarity("pension") == matcher.rarity("pension")
    assert file.suffix == ".npz"


@pytest.mark.parametrize("damage", ["cut", "text", "pickle", "foreign", "places"])
def test_damaged_cache(tmp_path: Path, damage: str) -> None:
    examples = {"a": ["good morning", "hello there"], "b": ["my pension", "the money"]}
    right = Matcher.fit(examples, cache=tmp_path).rank("my money")
    (file,) = tmp_path.iterdir()
    parts = dict(np.load(file))
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif damage == "text":
        file.write_text("no archive")
    elif damage == "pickle":
        np.savez(file, **{**parts, "weights": np.array([{}], dtype=object)})
    elif damage == "foreign":
        np.savez(file, **{**parts, "key": np.array("other")})
    else:
        np.savez(file, **{**parts, "where": parts["where"] + 100})
    assert Matcher.fit(examples, cache=tmp_path).rank("my money") == right


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    assert Matcher.fit({"a": ["good morning"]}, cache=place).rank("good morning")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(matcher: Matcher, text: str) -> None:
    ranked = matcher.rank(text)
    assert all(0.0 <= one.confidence <= 1.0 for one in ranked)
    assert matcher.rank(text) == ranked


@pytest.mark.parametrize(
    "text",
    [
        "", "🙂", "x" * 10_000, "blnc " * 2_000, "https://example.org/?q=pension", "Привет мир",
        "SELECT * FROM people; --", "zx qv wk " * 1_000, "dear sir or madam i write " * 400,
    ],
)  # fmt: skip
def test_hostile_text_takes_bounded_time(matcher: Matcher, text: str) -> None:
    times = []
    for _ in range(5):
        before = time.thread_time()
        matcher.rank(text)
        times.append(time.thread_time() - before)
    assert min(times) < 0.005
