import numpy as np
import pytest

from audio_models.grammar import fitting
from voice import mulaw
from voice.recogniser import Models


def test_phrases_are_fitted_to_the_model():
    vocabulary = frozenset({"next", "payment", "don't", "是", "的", "是的", "你好"})
    phrases = ["Next payment", "next payment", "what's up", "don't", "payment?", ""]
    assert fitting(phrases, vocabulary) == ["next payment", "don't", "payment"]
    assert fitting(["是的", "是的你好", "再见", "是再"], vocabulary) == ["是的", "是的 你好"]


def test_languages_without_a_model_have_no_recogniser(tmp_path):
    models = Models(tmp_path)
    assert models.recogniser("qq", ["yes"]) is None
    assert "qq" not in models.languages()


def test_a_broken_model_is_refused_before_it_is_loaded(tmp_path):
    (tmp_path / "qq" / "am").mkdir(parents=True)
    (tmp_path / "qq" / "am" / "final.mdl").write_bytes(b"\0Bnonsense")
    models = Models(tmp_path)
    assert "qq" not in models.languages()
    assert models.recogniser("qq", ["yes"]) is None


def hear(recogniser, audio):
    pcm = mulaw.decode(audio).tobytes()
    partial = [recogniser.accept(pcm[i : i + 1600]) for i in range(0, len(pcm), 1600)]
    return partial, recogniser.finish()


@pytest.mark.parametrize("word", ["yes", "no"])
@pytest.mark.parametrize("voice", ["en-us", "en+m3"])
def test_words_have_confidence_and_times(model, tools, word, voice):
    recogniser = model.recogniser("en", ["yes", "no", "person"])
    audio = tools.quiet(0.5) + tools.spoken(word, voice) + tools.quiet(0.6)
    partial, found = hear(recogniser, audio)
    assert found.text == word
    assert word in partial[-1]
    (heard,) = found.words
    assert 0 < heard.confidence <= 1
    assert 0.3 < heard.start < heard.end < len(audio) / 8000


def test_a_reset_forgets_and_begins_at_zero(model, tools):
    recogniser = model.recogniser("en", ["yes", "no"])
    audio = tools.quiet(0.4) + tools.spoken("yes") + tools.quiet(0.5)
    hear(recogniser, audio)
    recogniser.reset(["yes", "goodbye"])
    _, found = hear(recogniser, audio)
    assert found.text == "yes"
    assert found.words[0].start < 1


@pytest.mark.parametrize("audio", [b"", b"\xff" * 8000, b"\xff" * 81])
def test_silence_is_no_speech(model, audio):
    _, found = hear(model.recogniser("en", ["yes", "no"]), audio)
    assert (found.text, found.speech, found.words) == ("", False, ())


def test_noise_and_an_empty_grammar_do_no_harm(model):
    noise = mulaw.encode(np.random.default_rng(0).normal(0, 3000, 16000).astype(np.int16))
    for grammar in ([], ["qqqq"], ["yes"]):
        _, found = hear(model.recogniser("en", grammar), noise)
        assert "[unk]" not in found.text


def test_digits_are_heard_as_digits_among_many_phrases(model, tools):
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    verbs = ["speak", "ask", "talk", "go", "come", "get", "want"]
    others = [f"i {a} to {b} for a person" for a in verbs for b in verbs]
    said = "two four one eight two"
    audio = tools.quiet(0.4) + tools.spoken(said) + tools.quiet(0.8)
    _, found = hear(model.recogniser("en", [*digits, *others], digits), audio)
    assert found.text == said


def test_a_number_is_heard_in_many_readings(model, tools):
    digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    said = "two four one nine five"
    noise = np.random.default_rng(0).normal(0, 1500, 8 * 8000)
    pcm = mulaw.decode(tools.quiet(0.4) + tools.spoken(said) + tools.quiet(0.8))
    noisy = mulaw.encode((pcm / 3 + noise[: len(pcm)]).astype(np.int16))
    recogniser = model.recogniser("en", [*digits, "repeat"], digits, 50)
    for audio in (mulaw.encode(pcm), noisy):
        recogniser.reset([*digits, "repeat"], digits, 50)
        _, found = hear(recogniser, audio)
        texts, shares = zip(*found.alternatives, strict=True)
        assert said in texts or audio is noisy
        assert set(" ".join(texts).split()) <= set(digits)
        assert list(shares) == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001
    assert len(texts) > 1
    recogniser.reset([*digits, "repeat"], digits)
    _, found = hear(recogniser, mulaw.encode(pcm))
    assert (found.text, found.alternatives) == (said, ())


def test_a_command_is_heard_where_a_number_is_asked_for(model, tools):
    digits = ["one", "two", "three"]
    recogniser = model.recogniser("en", [*digits, "repeat"], digits, 50)
    _, found = hear(recogniser, tools.quiet(0.4) + tools.spoken("repeat") + tools.quiet(0.6))
    assert found.text == "repeat"
