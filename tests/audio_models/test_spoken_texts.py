"""What is given to the synthesisers, and the phones that come back."""

import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_models import espeak
from audio_models.grammar import fitting
from audio_models.graph import texts, vocabulary, word_files
from audio_models.graph.phones import OF_LANGUAGE, SILENCE, from_espeak
from audio_models.graph.speech import en, es, zh
from intents.slots.number import whole_at
from intents.slots.vocabulary import vocabulary as slot_words
from intents.text import tokens

VOICES = [("es", "es"), ("es", "es-419"), ("zh", "cmn")]


def phones(names, voice: str) -> list[str]:
    """The model's phones without pauses; a name without one stays as it is."""
    found = (from_espeak(name, voice) for name in names)
    known = [name if p is None else p for name, p in zip(names, found, strict=True)]
    return [p for each in known for p in (each if isinstance(each, tuple) else (f"?{each}",))]


@pytest.mark.parametrize(("language", "voice"), VOICES)
def test_every_phone_of_sampled_texts_is_known_and_used(language, voice):
    rng = random.Random(1)
    counts = Counter()
    for _ in range(2000):
        words = espeak.phonemes(texts.sample(language, rng), voice)
        counts.update(phones([symbol.name for word in words for symbol in word], voice))
    unknown = [phone for phone in counts if phone not in OF_LANGUAGE[language]]
    assert not unknown
    unused = set(OF_LANGUAGE[language]) - set(counts)
    assert unused <= ({"TH", "LL"} if voice == "es-419" else set())
    common = counts.total() / len(OF_LANGUAGE[language])
    rare = {p for p, count in counts.items() if count < common / 40}
    assert rare <= {"LL"}


@pytest.mark.parametrize(("language", "voice"), VOICES)
def test_phones_of_speech_are_those_of_the_lexicon(language, voice):
    rng = random.Random(2)
    differing = 0
    for _ in range(150):
        text = texts.sample(language, rng)
        words = espeak.phonemes(text, voice)
        written = phones([symbol.name for word in words for symbol in word], voice)
        events = phones([p.name for p in espeak.synthesise(text, voice).phones], voice)
        differing += written != [phone for phone in events if phone != SILENCE]
    assert differing <= 3


@given(st.integers(0, 9_999_999))
def test_numbers_are_read_as_they_are_meant(value):
    for language, module in (("en", en), ("es", es), ("zh", zh)):
        words = tokens(module.cardinal(value))
        assert whole_at(words, 0, slot_words(language)) == (value, len(words))


def test_numbers_agree_with_their_noun():
    assert es.cardinal(21, "masculine") == "veintiún"
    assert es.cardinal(301, "feminine") == "trescientas una"
    assert es.cardinal(100) == "cien"
    assert es.cardinal(101_000, "masculine") == "ciento un mil"
    assert es.cardinal(1_000_000) == "un millón"
    assert es.cardinal(2_021_000) == "dos millones veintiún mil"
    assert [zh.cardinal(n) for n in (0, 2, 12, 200, 202, 210, 2000, 20_010, 10_000_200)] == [
        *("零", "二", "十二", "两百", "两百零二", "两百一十", "两千", "两万零一十", "一千万零两百"),
    ]
    assert [en.ordinal(day) for day in (1, 12, 20, 21, 31)] == [
        *("first", "twelfth", "twentieth", "twenty first", "thirty first"),
    ]
    assert en.cardinal(1_000_007) == "one million and seven"


@pytest.mark.parametrize("language", ["en", "es", "zh"])
def test_texts_are_words_with_pauses(language):
    rng = random.Random(3)
    for _ in range(2000):
        text = texts.sample(language, rng)
        assert re.fullmatch(
            r"[^\W\d_]+(?:['\u3007]?[^\W\d_]*)(?:,? [^\W\d_]+(?:'[^\W\d_]+)*)*", text
        ), text
        assert text == " ".join(text.split())


def test_chinese_is_cut_as_the_recogniser_cuts_it():
    known = vocabulary.collect("zh")
    words = frozenset(known.words)
    for phrase in word_files.read_lines("zh.phrases.txt"):
        text = word_files.expand(phrase, random.Random(4)).replace(" ", "")
        assert fitting([text], words) == [" ".join(vocabulary.tokens(text, "zh"))]
    assert max(map(len, known.words)) <= 7  # "english" and "español"; Chinese words have four
