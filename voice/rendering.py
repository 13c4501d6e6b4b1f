"""What a piece of a prompt sounds like: a person's recording, espeak-ng, or both joined."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import numpy as np

from audio_models.espeak import SynthesiserError, synthesise
from flows.marked import Part
from voice import mulaw, phrasing
from voice.loudness import Sound, telephone, trimmed
from voice.phrasing import Piece
from voice.recorded import Recordings, around

VOICES = {"en": "en-us", "zh": "cmn", "es": "es-419"}
RATES = {"normal": 155, "slow": 115}
"""Words a minute."""
GAP_S = {"normal": 0.25, "slow": 0.5}
"""Pause after a sentence, seconds."""
WRITE_S = {"normal": 0.45, "slow": 0.9}
"""Pause between the groups of a number, seconds: time for a pencil."""
JOINT_S = {"normal": 0.06, "slow": 0.1}
"""Between a person's words and a value, and before and after figures."""
APART = {"normal": 8, "slow": 12}
"""Between figures, hundredths of a second: in Spanish they run together and are not understood."""
_FULL_STOP, _COMMA = {"zh": "。"}, {"zh": "，"}


def synthetic(piece: Piece, pace: str) -> bytes:
    """The synthesiser's voice as mu-law, with time to write. Raises SynthesiserError."""
    return _coded([_said(piece, pace), _gap(piece, pace)])


def version(piece: Piece, recordings: Recordings, pace: str) -> str:
    """Which recordings make up this piece; empty where any of its words lacks one."""
    found = ""
    for text in texts(piece):
        recorded = recordings.version(text, piece.language, pace)
        if not recorded:
            return ""
        found += recorded
    return found


def texts(piece: Piece) -> tuple[str, ...]:
    """What a person records of a piece: all of it, or the words around its values."""
    if piece.fixed:
        return (piece.text,)
    words = (around(piece, place) for place in range(len(piece.parts)))
    return tuple(text for text in words if text)


def recorded(piece: Piece, recordings: Recordings, pace: str) -> bytes | None:
    """A person's words as mu-law, and the values between them; None when they cannot be played."""
    if piece.fixed:
        sound = recordings.sound(piece.text, piece.language, pace)
        return None if sound is None else _coded([sound, _gap(piece, pace)])
    sounds = []
    for place, part in enumerate(piece.parts):
        text = around(piece, place)
        if text:
            sound = recordings.sound(text, piece.language, pace)
        elif part.value:
            sound = _value(piece, place, recordings, pace)
        else:
            continue  # a full stop behind a value
        if sound is None:
            return None
        sounds += [sound, _pause(JOINT_S[pace])]
    return _coded([*sounds, _gap(piece, pace)])


def value_words(text: str, language: str) -> list[str]:
    """The words that a value is recorded in: characters of Chinese, else words."""
    if language == "zh":
        return [one for one in text if phrasing.spoken(one)]
    return [word.strip(",") for word in text.replace("-", " ").split() if phrasing.spoken(word)]


def _value(piece: Piece, place: int, recordings: Recordings, pace: str) -> Sound | None:
    """A value by itself: word by word where all of its words were recorded, else spoken."""
    part, language = piece.parts[place], piece.language
    words = [recordings.sound(w, language, pace) for w in value_words(part.text, language)]
    heard = [word for word in words if word is not None]
    if words and len(heard) == len(words):
        return _word_by_word(part, language, iter(heard), pace)
    last = not any(phrasing.spoken(other.text) for other in piece.parts[place + 1 :])
    # The mark makes the voice fall at the end, and not in the middle.
    mark = _FULL_STOP.get(language, ".") if last else _COMMA.get(language, ",")
    try:
        return trimmed(_said(Piece((part, Part(mark)), language), pace))
    except SynthesiserError:
        return None


def _word_by_word(part: Part, language: str, words: Iterator[Sound], pace: str) -> Sound:
    sounds: list[Sound] = []
    for group in Piece((part,), language).breaths:
        if sounds:
            sounds.append(_pause(WRITE_S[pace]))
        for _ in value_words(group.text, language):
            sounds += [next(words), _pause(JOINT_S[pace])]
    return np.concatenate(sounds[:-1])


def _said(piece: Piece, pace: str) -> Sound:
    sounds: list[Sound] = []
    before = False
    for breath, after in zip_longest(piece.breaths, piece.breaths[1:]):
        gap = APART[pace] if breath.figures else 0
        voice = VOICES.get(piece.language, piece.language)
        # The voice falls at the end of the sentence, and not before its figures.
        comma = _COMMA.get(piece.language, ",") if after and breath.text[-1].isalnum() else ""
        speech = synthesise(breath.text + comma, voice, RATES[pace], word_gap=gap)
        samples = speech.samples.astype(np.float32) / np.float32(32768)
        sound = telephone(samples, speech.sample_rate)
        if sounds:
            sounds.append(_pause(WRITE_S[pace] if before and breath.figures else 2 * JOINT_S[pace]))
        sounds.append(trimmed(sound) if len(piece.breaths) > 1 else sound)
        before = breath.figures
    return np.concatenate(sounds)


def _gap(piece: Piece, pace: str) -> Sound:
    return _pause(GAP_S[pace] if piece.ends else JOINT_S[pace])


def _pause(seconds: float) -> Sound:
    return np.zeros(int(seconds * mulaw.RATE), np.float32)


def _coded(sounds: list[Sound]) -> bytes:
    whole = np.concatenate(sounds)
    return mulaw.encode(np.rint(whole * 32767).astype(np.int16))
