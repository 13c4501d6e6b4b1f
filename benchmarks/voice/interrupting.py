"""Prompts that are talked into: words must stop them at once, and noises must not."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from functools import cache

import audio_models
from audio_models.grammar import is_word
from benchmarks.voice import noises, sounds
from benchmarks.voice.bare import grammar
from benchmarks.voice.figures import Size, middle, note, p95, plan, report, server
from benchmarks.voice.load import Load
from benchmarks.voice.phone import Answered, Phone
from benchmarks.voice.scripts import greeted, quiet, say
from provider.standin.clock import FRAME_S

_STEP = "welcome.choose"
_SAID = ("my next payment", "the nearest office", "call me back", "claim status", "a person")
_CALLS = 10
_NOISES_A_CALL = 6
_LATE_S = 1.5
"""A noise still stops a prompt if so much later."""


def interrupt(phone: Phone) -> Iterator[str]:
    """Speaks into the greeting."""
    yield from greeted(phone, random.Random(phone.number).uniform(2.0, 6.0))
    yield from say(phone, _SAID[phone.number % len(_SAID)], "")


def noisy(phone: Phone) -> Iterator[str]:
    """Listens to the greeting amid noises."""
    yield from greeted(phone, 1.0)
    for number in range(_NOISES_A_CALL):
        noise, cleared_at = noises.noise(phone.number * _NOISES_A_CALL + number), phone.cleared_at
        answered = Answered("noise", phone.step, phone.sent_at)
        yield from noise
        answered.ended_at = phone.sent_at
        yield from quiet(phone, _LATE_S)
        if phone.cleared_at > cleared_at:
            answered.cleared_at = phone.cleared_at
        phone.answers.append(answered)


def barge_in_stop_p95_ms(size: Size) -> None:
    """From the frame with which Vosk can first know a word to the arrival of `clear`."""
    with server() as hotline, Load(plan(hotline, interrupt, most=size.barge_ins)) as load:
        load.hold(min(_CALLS, size.barge_ins // 2))
        heard = load.watch()
    stopped = [answer for answer in heard.answers if answer.cleared_at]
    note(f"{len(stopped)} of {len(heard.answers)} prompts were stopped by words.")
    known = [(each.cleared_at - each.began_at - first_word_s(each.what)) * 1000 for each in stopped]
    report("barge_in_stop_p95_ms", p95(known), "ms", middle(known))
    spoken = [(each.cleared_at - each.began_at) * 1000 for each in stopped]
    report("barge_in_from_speech_p95_ms", p95(spoken), "ms", middle(spoken))


def false_stops(size: Size) -> None:
    """Noises that stopped a prompt; the baseline is how many were played."""
    calls = math.ceil(size.noises / _NOISES_A_CALL)
    with server() as hotline, Load(plan(hotline, noisy, most=calls)) as load:
        load.hold(min(_CALLS, calls))
        heard = load.watch()
    played = heard.answers[: size.noises]
    report("false_stops", sum(bool(each.cleared_at) for each in played), "noises", len(played))


@cache
def first_word_s(text: str) -> float:
    """When Vosk, given every frame at once as it is spoken, first has a word of the text."""
    import vosk

    vosk.SetLogLevel(-5)
    recogniser = vosk.KaldiRecognizer(_model(), 8000.0, grammar(_STEP))
    recogniser.AcceptWaveform(sounds.pcm(sounds.line_noise()[:25]))
    for number, frame in enumerate([*sounds.words(text), *sounds.line_noise()]):
        recogniser.AcceptWaveform(sounds.pcm([frame]))
        partial = json.loads(recogniser.PartialResult())["partial"]
        if any(map(is_word, partial.split())):
            return (number + 1) * FRAME_S
    raise ValueError(f"Vosk does not hear {text!r}.")


@cache
def _model() -> object:
    import vosk

    return vosk.Model(str(audio_models.bundled("en")))
