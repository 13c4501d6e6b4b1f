"""English by what sentences mean: the encoder beside its authors' own program, and the matcher."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cli import main as cli
from intents.matcher import Matcher
from intents.matching import encoding, fitting, meaning
from intents.matching.encoding import Encoder, EncoderMissing
from intents.matching.features import features, words
from intents.matching.meaning import Landmarks, nearness
from intents.matching.remembering import kept, vectors
from intents.matching.vocabulary import Vocabulary
from settings import Settings, SettingsError, load

try:
    encoding.check()
except EncoderMissing as error:
    pytest.skip(str(error), allow_module_level=True)

# What the model's authors' program (sentence-transformers) makes of some sentences.
KNOWN = json.loads((Path(__file__).parent / "data" / "all_minilm_l6_v2.json").read_text("utf-8"))
EXAMPLES = {
    "next_payment": ["when is my money coming", "what day do you pay", "the date of my payment"],
    "nearest_office": ["where is your office", "the address of the branch", "which office is near"],
    "complaint": ["I want to complain", "this is a complaint", "how do I make a complaint"],
}
OUTSIDE = ["what is the weather tomorrow", "tell me a joke", "who won the football"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return encoding.installed()


@pytest.fixture(scope="module")
def matcher(encoder: Encoder) -> Matcher:
    return Matcher.fit(EXAMPLES, OUTSIDE, encoder=encoder)


def test_vectors_are_those_of_the_model(encoder: Encoder) -> None:
    found = encoder([one["text"] for one in KNOWN])
    assert np.abs(found - [one["vector"] for one in KNOWN]).max() < 1e-4
    alone = encoder([KNOWN[1]["text"]])[0]
    assert np.abs(found[1] - alone).max() < 1e-5, "whatever else is worked out with it"


@pytest.mark.parametrize("text", ["", " ", "🙂", "\ud800", "a" * 10_000, "why " * 5_000])
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    (found,) = encoder([text])
    assert np.isclose(np.linalg.norm(found), 1, atol=1e-5)


def test_other_words_of_the_same_meaning_are_understood(matcher: Matcher) -> None:
    text = "on which weekday does the cash arrive"
    assert Matcher.fit(EXAMPLES, OUTSIDE).rank(text)[0].confidence < 0.5
    assert matcher.rank(text)[0].intent == "next_payment"


def test_typing_errors_are_corrected_first(matcher: Matcher) -> None:
    assert matcher.rank("whree is yuor ofice")[0].intent == "nearest_office"
    assert matcher.rank("i want to complaiin")[0].intent == "complaint"


def test_words_that_the_model_knows_are_left_alone(encoder: Encoder) -> None:
    learnt = meaning.Meaning(encoder, np.zeros((1, 384), np.float16), np.zeros((1, 1)))
    written, meant = ["my", "cash", "is", "laate"], ["my", "case", "is", "late"]
    assert learnt.plain("My cash is laate?", written, meant) == "my cash is late"
    assert learnt.plain("I'd pay", ["id", "pay"], ["id", "pay"]) == "I'd pay"


def test_fitting_in_features_is_fitting_in_likenesses(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [text for group in EXAMPLES.values() for text in group]
    held = encoder(texts)
    _, rows = Vocabulary.of([features(words(text)) for text in texts], [0] * len(texts))
    seen = Landmarks.of(held)
    both = seen.see(rows, held)
    share = meaning.SHARE
    expected = (1 - share) * rows.likeness() + share * nearness(held, held)
    assert np.allclose(both.likeness(), expected, atol=1e-3)
    targets = np.eye(len(texts), dtype=np.float32)
    count = 1 + int(rows.where.max()) + len(texts)
    whole = fitting.fitted(both, targets, count)
    monkeypatch.setattr(fitting, "FEW", 2)
    monkeypatch.setattr(fitting, "TEXTS", 4)
    monkeypatch.setattr(fitting, "ROUNDS", 60)
    parts = fitting.fitted(both, targets, count)
    assert np.abs(both.times(parts) - both.times(whole)).max() < 0.05 * np.abs(whole).max()


def test_fewer_landmarks_than_examples(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "LANDMARKS", 6)
    few = Matcher.fit(EXAMPLES, OUTSIDE, encoder=encoder)
    assert few.rank("on which day does the cash arrive")[0].intent == "next_payment"


def test_a_second_start_works_nothing_out(
    encoder: Encoder, matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path, encoder=encoder)
    assert {file.name.partition("-")[0] for file in tmp_path.iterdir()} == {"intents", "meanings"}
    monkeypatch.setattr("intents.matcher.Model.of", None)  # nothing is fitted again
    again = Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path, encoder=encoder)
    assert again.rank("pay day") == first.rank("pay day")
    assert [one.intent for one in first.rank("pay day")] == [
        one.intent for one in matcher.rank("pay day")
    ]
    monkeypatch.undo()
    plain = Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path)
    assert plain.rank("pay day") != first.rank("pay day"), "what has no meaning is kept apart"


def test_examples_are_worked_out_once(encoder: Encoder, tmp_path: Path) -> None:
    asked: list[str] = []

    class Counted:
        name = encoder.name

        def __call__(self, texts: list[str]) -> np.ndarray:
            asked.extend(texts)
            return encoder(texts)

    assert not kept(encoder, tmp_path)
    first = vectors(Counted(), ["one", "two"], tmp_path)
    assert kept(encoder, tmp_path)
    again = vectors(Counted(), ["two", "three", "one"], tmp_path)
    assert asked == ["one", "two", "three"]
    assert (again[[2, 0]] == first).all()
    (file,) = tmp_path.iterdir()
    for damaged in (b"", file.read_bytes()[:-200], b"something else"):
        file.write_bytes(damaged)
        assert (vectors(Counted(), ["one", "two"], tmp_path) == first).all()


@pytest.mark.parametrize("damage", ["missing", "cut", "wild"])
def test_damaged_landmarks_are_fitted_again(
    encoder: Encoder, matcher: Matcher, tmp_path: Path, damage: str
) -> None:
    Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path, encoder=encoder)
    (file,) = tmp_path.glob("intents-*")
    parts = dict(np.load(file))
    if damage == "missing":
        del parts["landmarks"]
    elif damage == "cut":
        parts["landmarks"] = parts["landmarks"][1:]
    else:
        parts["meant"] = parts["meant"] * np.nan
    np.savez(file, **parts)
    again = Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path, encoder=encoder)
    assert again.rank("pay day")[0].intent == matcher.rank("pay day")[0].intent


def test_without_its_package_the_setting_and_the_option_say_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(encoding, "PACKAGE", "no_such_package")
    encoding.installed.cache_clear()
    monkeypatch.setenv("BENEFITLINE_SEMANTIC", "on")
    with pytest.raises(SettingsError, match=r"BENEFITLINE_SEMANTIC.*no_such_package.*pip install"):
        load(tmp_path / "none.env")
    assert Settings.model_fields["semantic"].default == "off"
    told = CliRunner().invoke(cli, ["intents", "explain", "--semantic", "my money"])
    assert told.exit_code == 1
    assert "no_such_package" in told.output


def test_fitting_again_works_out_new_examples_alone(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held-out examples, too: thousands take minutes."""
    Matcher.fit(EXAMPLES, OUTSIDE, cache=tmp_path, encoder=encoder)
    asked: list[str] = []
    work_out = Encoder.__call__
    monkeypatch.setattr(
        Encoder, "__call__", lambda self, texts: asked.extend(texts) or work_out(self, texts)
    )
    encoder.vector.cache_clear()
    more = EXAMPLES | {"complaint": [*EXAMPLES["complaint"], "please note down my complaint"]}
    Matcher.fit(more, OUTSIDE, cache=tmp_path, encoder=encoder)
    assert asked == ["please note down my complaint"]
