"""The bundled models, in the real Vosk, on voices they were not trained on."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
import vosk

from audio_models import bundled, check, sample_rate, vocabulary
from audio_models.espeak import synthesise
from audio_models.grammar import fitting
from audio_models.resample import resample

RATE = 8000
DIGITS = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
VOICES = ["en-us+f4", "en-us+steph2"]  # variants that training leaves out


@pytest.fixture(scope="module")
def model() -> vosk.Model:
    vosk.SetLogLevel(-1)
    folder = bundled("en")
    assert folder is not None
    check(folder)
    return vosk.Model(str(folder))


def telephone(text: str, voice: str, noise: float = 30.0) -> bytes:
    """Speech at 8 kHz between two pauses, with a little noise throughout."""
    speech = synthesise(text, voice, rate=140)
    pause = np.zeros(3000, dtype=np.int16)
    samples = np.concatenate((pause, resample(speech.samples, speech.sample_rate), pause))
    hiss = np.random.default_rng(0).normal(0, noise, len(samples))
    return (samples / 2 + hiss).astype(np.int16).tobytes()


def recognise(model: vosk.Model, audio: bytes, grammar: Sequence[str] | None = None) -> dict:
    arguments = [json.dumps(list(grammar), ensure_ascii=False)] if grammar else []
    recogniser = vosk.KaldiRecognizer(model, RATE, *arguments)
    recogniser.SetWords(True)
    recogniser.AcceptWaveform(audio)
    return json.loads(recogniser.FinalResult())


def test_no_other_folder_passes_for_a_language():
    assert bundled("fr") is None
    assert bundled("../en") is None


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_a_model_is_small_and_for_telephone_audio(language):
    folder = bundled(language)
    check(folder)
    assert sample_rate(folder) == RATE
    assert sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) < 15_000_000


@pytest.mark.parametrize(
    ("language", "voice", "grammar", "said"),
    [
        ("es", "es-419+f4", ["sí", "no", "menú principal", "repetir"], "menú principal"),
        ("es", "es+m6", ["cero", "uno", "dos", "siete", "nueve"], "siete dos nueve"),
        ("zh", "cmn+f4", ["是的", "不是", "重复", "主菜单"], "主菜单"),
        ("zh", "cmn+m6", ["一", "二", "三", "五", "七"], "七 三 五"),
    ],
)
def test_other_languages(language, voice, grammar, said):
    folder = bundled(language)
    fitted = fitting(grammar, vocabulary(folder))
    heard = recognise(vosk.Model(str(folder)), telephone(said, voice), [*fitted, "[unk]"])["text"]
    assert heard.replace(" ", "") == said.replace(" ", "")


def test_the_vocabulary_covers_the_line():
    words = vocabulary(bundled("en"))
    assert set(DIGITS) <= words
    assert {"repeat", "slower", "back", "menu", "person", "operator", "language"} <= words
    assert {"pension", "claim", "maternity", "disability", "thirtieth", "i'm"} <= words
    assert "[unk]" in words
    assert not {w for w in words if w.startswith(("<", "#"))}
    assert 700 < len(words) < 4000


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("text", ["four seven two", "one eight five three six", "oh nine two zero"])
def test_digit_strings(model, voice, text):
    assert recognise(model, telephone(text, voice), DIGITS)["text"] == text


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("text", ["yes", "no", "repeat", "slower", "go back", "main menu", "help"])
def test_short_answers_and_commands(model, voice, text):
    grammar = [
        *("yes", "no", "repeat", "slower", "go back", "main menu", "help"),
        *("speak to a person", "[unk]"),
    ]
    assert recognise(model, telephone(text, voice), grammar)["text"] == text


@pytest.mark.parametrize(
    "text", ["the status of my claim", "speak to a person", "apply for maternity benefit"]
)
def test_phrases_of_a_grammar(model, text):
    grammar = [
        *("the status of my claim", "speak to a person", "apply for maternity benefit"),
        *("where is my nearest office", "[unk]"),
    ]
    assert recognise(model, telephone(text, VOICES[0]), grammar)["text"] == text


def test_most_speech_outside_the_grammar_is_unknown(model):
    texts = [
        *("banana", "the weather is lovely today", "my brother likes football"),
        *("television", "the kitchen window is broken", "hospital"),
    ]
    heard = [recognise(model, telephone(t, VOICES[0]), ["yes", "no", "[unk]"]) for t in texts]
    accepted = [h["text"] for h in heard if {"yes", "no"} & set(h["text"].split())]
    assert len(accepted) <= 1


def test_word_times_are_where_the_words_are(model):
    audio = telephone("seven", VOICES[0])
    (word,) = recognise(model, audio, DIGITS)["result"]
    spoken = synthesise("seven", VOICES[0], rate=140).duration_s
    assert word["start"] == pytest.approx(3000 / RATE, abs=0.12)
    assert word["end"] == pytest.approx(3000 / RATE + spoken, abs=0.15)


@pytest.mark.parametrize(
    "samples", [np.zeros(8000), np.zeros(10), np.random.default_rng(1).normal(0, 300, 16000)]
)
def test_silence_and_noise_are_no_words(model, samples):
    audio = samples.astype(np.int16).tobytes()
    assert recognise(model, audio, ["yes", "no", "[unk]"])["text"] in ("", "[unk]")


def test_a_word_outside_the_vocabulary_is_left_out_of_the_grammar(model):
    assert "xylophone" not in vocabulary(bundled("en"))
    assert recognise(model, telephone("yes", VOICES[0]), ["yes", "xylophone"])["text"] == "yes"


def test_the_whole_vocabulary_without_a_grammar(model):
    assert "pension" in recognise(model, telephone("pension", VOICES[0]))["text"]
