import threading
from itertools import pairwise

import numpy as np
import pytest

from audio_models import bundled, vocabulary
from audio_models.espeak import Speech, SynthesiserError, phonemes, synthesise


def names(speech: Speech) -> list[str]:
    return [phone.name for phone in speech.phones]


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("en-us", "Your payment is on its way."),
        ("en-us+f3", "one two three"),
        ("cmn", "您的养老金将在星期五支付。"),
        ("es-419", "Su pago llegará el viernes."),
    ],
)
def test_every_line_language_is_spoken(voice, text):
    speech = synthesise(text, voice)
    assert speech.samples.dtype == np.int16
    assert speech.samples.ndim == 1
    assert speech.sample_rate == 22050
    assert speech.duration_s > 0.5
    assert np.abs(speech.samples).max() > 3000


def test_phones_are_in_order_and_cover_the_word():
    phones = synthesise("seven").phones
    assert next(p.name for p in phones if p.name and not p.name.startswith("_")) == "s"
    assert all(a.end_s == b.start_s for a, b in pairwise(phones))
    assert all(p.start_s <= p.end_s for p in phones)


def test_chinese_characters_are_read_as_chinese():
    assert names(synthesise("你好", "cmn"))[:2] == ["n", "i"]


def test_rate_changes_the_duration():
    text = "your next appointment is on monday"
    assert synthesise(text, rate=100).duration_s > 1.4 * synthesise(text, rate=200).duration_s
    assert synthesise(text, word_gap=20).duration_s > synthesise(text).duration_s + 0.3


def test_one_utterance_does_not_change_the_next():
    # The phase of the voice's flutter and noise goes on from call to call; all else is equal.
    first = synthesise("repeat", "en-us", rate=150)
    synthesise("something else", "es", rate=300, pitch=90)
    again = synthesise("repeat", "en-us", rate=150)
    assert names(again) == names(first)
    assert again.duration_s == pytest.approx(first.duration_s, rel=0.02)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"text": "  "}, "no text"),
        ({"text": "hello", "voice": "nowhere"}, "no voice named 'nowhere'"),
        ({"text": "hello", "rate": 20}, "words a minute"),
        ({"text": "hello", "pitch": 101}, "from 0 to 100"),
    ],
)
def test_errors_are_plain_sentences(arguments, message):
    with pytest.raises(SynthesiserError, match=message):
        synthesise(**arguments)


def test_threads_do_not_mix_their_audio():
    expected = {t: names(synthesise(t)) for t in ("one", "twenty", "september")}
    wrong: list[str] = []

    def speak(text: str) -> None:
        for _ in range(5):
            if names(synthesise(text)) != expected[text]:
                wrong.append(text)

    threads = [threading.Thread(target=speak, args=(t,)) for t in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_phone_is_lost_after_many_words_were_transcribed():
    words = sorted(vocabulary(bundled("en")) - {"[unk]"})
    for count in (300, 1000):
        for word in words[:count]:
            phonemes(word)
        assert names(synthesise("yes"))[:3] == ["j", "E", "s"]
