"""What is read aloud is recognised and understood as the same value: real audio, real models."""

from datetime import date

import pytest

import audio_models
from flows.expects import Expects, Slot
from flows.marked import value
from flows.outcome import Prompt
from flows.reading import READINGS
from intents.listening import listening
from intents.slots import SLOT_TYPES
from intents.slots.kind import Asking
from intents.text import Utterance
from voice import mulaw
from voice.prompts import Prompts
from voice.recogniser import Models

TODAY = date(2026, 11, 23)
QUIET = bytes([mulaw.SILENCE]) * 4000


@pytest.fixture(scope="module")
def models():
    return Models()


@pytest.fixture(scope="module")
def prompts(tmp_path_factory):
    return Prompts(tmp_path_factory.mktemp("prompts"))


@pytest.mark.parametrize("pace", ["normal", "slow"])
@pytest.mark.parametrize(
    ("language", "slot", "form", "given"),
    [
        ("en", "digits", "digits", "47110012"),
        ("en", "digits", "digits", "210000013"),
        ("en", "phone", "phone", "5550201234"),
        ("en", "amount", "money", 41_250),
        ("zh", "phone", "phone", "5550201234"),
        ("zh", "amount", "money", 41_250),
        ("es", "digits", "digits", "39336338"),
        ("es", "phone", "phone", "5551346789"),
        ("es", "date", "date", "2026-12-15"),
    ],
)
def test_a_value_that_is_heard_is_the_value(models, prompts, language, slot, form, given, pace):
    if audio_models.bundled(language) is None:
        pytest.skip(f"the bundled model for {language} is not there")
    stop = "。" if language == "zh" else "."
    said = Prompt.of(value(READINGS[form](given, language), form) + stop, language, "a.b")
    audio = b"".join(prompts.audio(piece, pace) for piece in prompts.pieces(said))
    phrases = listening(language, Expects("a", "b", slot=Slot("x", slot)), {})
    strings = [word for word in SLOT_TYPES[slot].phrases(language, ()) if " " not in word]
    recogniser = models.recogniser(language, phrases, strings)
    pcm = mulaw.decode(QUIET + audio + QUIET).tobytes()
    for start in range(0, len(pcm), 1600):
        recogniser.accept(pcm[start : start + 1600])
    heard = recogniser.finish().text
    recogniser.close()
    found = SLOT_TYPES[slot].read(Utterance.of(heard), Asking(language, TODAY))
    assert found is not None, heard
    assert found.value == given, heard
