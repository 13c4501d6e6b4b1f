"""Numbers put together from recordings of digits."""

import json
import random
import subprocess
import sys

import numpy as np
from stdnum import verhoeff

from audio_models.recordings import Recording, write
from audio_models.transcribe import DIGITS
from benchmarks.corpus import Voice, held_out, recordings
from benchmarks.numbers import OUTCOMES, Step, digits_of, numbers


def recording(text: str, language: str = "en", seconds: float = 0.5) -> Recording:
    tone = np.sin(np.arange(int(seconds * 8000))) * 8000
    samples = np.pad(tone.astype(np.int16), 8000)
    return Recording(samples, text, language, "one", "digits")


def test_only_strings_of_digits_are_pieces():
    assert digits_of(recording("four oh two")) == "402"
    assert digits_of(recording("四 幺 两", "zh")) == "412"
    assert digits_of(recording("forty two")) == digits_of(recording("two people")) == ""


def test_numbers_are_valid_and_pauses_are_short():
    pieces = [recording(name) for name in DIGITS["en"]]
    pieces.append(recording("four seven one one two two", seconds=2))
    pieces.append(recording("zero seven", seconds=1))  # no number begins with it
    made = list(numbers(pieces, 5, random.Random(1)))
    assert len(made) == 5
    for number in made:
        assert verhoeff.is_valid(number.digits)
        assert len(number.digits) == 9
        assert number.digits.startswith("471122")
        assert 3.5 < len(number.samples) / 8000 < 7


def test_the_question_is_listened_to_as_in_a_call():
    question = Step("en").question
    assert {"seven", "repeat"} <= set(question.phrases)
    assert "seven" in question.strings
    assert "repeat" not in question.strings
    assert question.readings > 10


def test_outcomes_are_shares_by_speaker(tmp_path):
    voices: list[Voice] = held_out("en")[:1]
    made = [r for r in recordings("en", voices, 24, random.Random(3)) if r.kind == "digits"]
    write(tmp_path, made)
    command = [sys.executable, "-m", "benchmarks.numbers", "--corpus", str(tmp_path)]
    done = subprocess.run([*command, "--count", "2"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["speaker"] for line in lines} == {voices[0].name, "all"}
    shares = {line["name"]: line["value"] for line in lines if line["speaker"] == "all"}
    assert tuple(shares) == OUTCOMES
    assert sum(shares.values()) == 1
    assert shares["taken_wrongly"] == 0
    refused = subprocess.run([*command, "--lang", "zh"], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "nobody says strings of digits" in refused.stderr
