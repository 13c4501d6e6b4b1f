"""How many calls this machine can listen to at once, measured on real decoding."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S, Timing
from voice.listener import Listener
from voice.question import Question
from voice.recogniser import Models
from voice.stream import Frames, Media, read, write

BUSY = 0.6
"""The share of the machine that listening may take: the rest is for turns, webhooks and staff, and
for a minute in which everybody speaks."""
SPEAKING = 0.35
"""The share of a call in which the caller speaks; the rest is prompts and silence."""
SOCKETS = 2.0
"""How many times the cost of hearing silence all of a call's Python takes: sockets and prompts cost
as much again (`benchmarks.voice`)."""
_LEAST_S = 2.0


@dataclass(frozen=True)
class Capacity:
    """What calls cost here.

    recognition, rest: shares of one core that a call takes. The rest is Python's: all of it goes
    through one core, however many there are.
    """

    recognition: float
    rest: float
    cores: int

    @property
    def cost(self) -> float:
        """The share of one core that a call takes, on the average."""
        return self.recognition + self.rest

    @property
    def calls(self) -> int:
        """How many calls may be listened to at once; at least one."""
        return max(1, int(BUSY * min(self.cores / self.cost, 1 / self.rest)))


def measure(
    models: Models, language: str, phrases: Sequence[str], speech: Iterable[bytes]
) -> Capacity | None:
    """Listen for `phrases` in speech (mu-law at 8000 Hz), for a few seconds; None where there is
    no model for the language. The messages of the stream are written and read as well."""
    if language not in models.languages():
        return None
    listener, question = Listener(models, Timing()), Question(language, tuple(phrases))
    listener.expect(question)
    spoken = _messages(b"".join(speech))
    rest = _messages(_quiet(len(spoken) * FRAME_S * (1 - SPEAKING) / SPEAKING))
    _listen(listener, question, spoken[: len(spoken) // 4])  # the first words load the model
    talk, silence = Cost(), Cost()
    while talk.used + silence.used < _LEAST_S:
        for cost, messages in ((talk, spoken), (silence, rest)):
            began = time.thread_time()
            cost.heard += _listen(listener, question, messages)
            cost.used += time.thread_time() - began
    listener.close()
    recognition = SPEAKING * max(0.0, talk.share - silence.share)
    return Capacity(recognition, SOCKETS * silence.share, len(os.sched_getaffinity(0)))


@dataclass
class Cost:
    """CPU time used for so much audio, both in seconds."""

    used: float = 0.0
    heard: float = 0.0

    @property
    def share(self) -> float:
        """The share of a core that it takes in real time."""
        return self.used / self.heard


def _listen(listener: Listener, question: Question, messages: Sequence[str]) -> float:
    """Hear messages; the seconds of audio in them."""
    frames = Frames()
    for message in messages:
        media = read(message)
        if isinstance(media, Media):
            for frame in frames.add(media):
                if listener.frame(frame, playing=False):
                    listener.expect(question)
    return len(messages) * FRAME_S


def _messages(audio: bytes) -> list[str]:
    pieces = (audio[at : at + FRAME_BYTES] for at in range(0, len(audio), FRAME_BYTES))
    return [write(Media(piece, "MZ", timestamp_ms=0)) for piece in pieces]


def _quiet(seconds: float) -> bytes:
    """A line on which nobody speaks: faint noise."""
    noise = np.random.default_rng(1).normal(0, 20, int(seconds * mulaw.RATE))
    return mulaw.encode(noise.astype(np.int16))
