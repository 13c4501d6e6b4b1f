"""Listens to a caller: voice and keys in, finished answers out."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from voice import mulaw
from voice.endpoint import FRAME_S, Endpointer, Timing, VoiceActivity, level_db
from voice.keypad import Keypad
from voice.question import Question
from voice.recogniser import Hypotheses, Models, Recogniser
from voice.voicing import Voicing

_BATCH = 5
"""Frames the recogniser gets at once: 100 ms keeps partial results lively and calls few."""
_BATCH_PLAYING = 2
"""The same under a prompt, which has to stop soon after the first word."""
_LEAD_BYTES = 2 * mulaw.RATE * 3 // 10
"""300 ms before the first voice."""
_LOUD_FRAMES = 15
"""300 ms of voice in which it must have been loud once to come from the telephone's mouthpiece."""
_RECENT_VOICE_S = 0.8
"""Words appear up to half a second after they were spoken."""
SURELY_SPEECH_S = 0.35
"""So much voice is speech even when the recogniser makes nothing of it; a door is shorter."""

_UNHEARD = Hypotheses("", 0.0, speech=True)
"""Somebody spoke where keys are asked for: no silent line, and nothing that can be understood."""


@dataclass(frozen=True)
class Answer:
    """What the caller did, or what came between: too many calls, a clerk's hint."""

    kind: Literal["speech", "keys", "silence", "crowded", "hint"]
    keys: str = ""
    said: Hypotheses | None = None


class Listener:
    """Follows the audio and the keys of one call from the first frame to the last."""

    def __init__(self, models: Models, timing: Timing) -> None:
        self._models = models
        self._usual = self._timing = timing
        self._activity = VoiceActivity()
        self._voicing = Voicing()
        self._keypad = Keypad()
        self._endpointer = Endpointer(timing)
        self._question = Question("")
        self._recogniser: Recogniser | None = None
        self._recogniser_language = ""
        self._batch = bytearray()
        self._decoding = False
        self.words = ""
        """The words of the unfinished utterance."""
        self._meant = 0.0
        """Seconds for which there have been words that begin an answer."""
        self._throat = 0.0
        """Seconds of the unfinished utterance that come from a throat."""
        self._levels: deque[float] = deque(maxlen=_LOUD_FRAMES)
        """How loud the latest voice under a prompt was, decibels below full scale."""
        self._unheard = 0.0
        """Seconds of voice where only keys are listened for."""

    @property
    def keys_waiting(self) -> bool:
        """Were keys pressed that are not part of an answer yet?"""
        return self._keypad.typing

    @property
    def interrupts(self) -> bool:
        """Does the caller say something expected right now, loud and long enough to be no cough?"""
        timing, little = self._timing, self._question.says_little(self.words)
        held = timing.interruption_words_long if little else timing.interruption_words
        # Half a frame, because sums of 0.02 fall short of what they should be.
        return self._meant > held - FRAME_S / 2 and self._endpointer.quiet <= _RECENT_VOICE_S

    @property
    def idle(self) -> bool:
        """Is nothing being said that could become an utterance?"""
        return self._endpointer.idle

    def expect(self, question: Question) -> None:
        """From here on the caller may answer this question."""
        self._question = question
        self._timing = self._usual.at(question.pace)
        self._keypad.expect(question.keys, self._usual.factor(question.pace))
        self._endpointer = Endpointer(self._timing)
        if not question.phrases:
            self.close()
        elif self._recogniser and self._recogniser_language == question.language:
            self._recogniser.reset(question.phrases, question.strings, question.readings)
        else:
            self.close()
            self._recogniser = self._models.recogniser(
                question.language, question.phrases, question.strings, question.readings
            )
            self._recogniser_language = question.language
        self._clear()

    def close(self) -> None:
        """Nothing more will be said, or nothing but keys is listened for."""
        if self._recogniser is not None:
            self._recogniser.close()
        self._recogniser = None

    def prompt_over(self) -> None:
        """The question has been heard: silence counts from now."""
        if self._endpointer.speaking and self._endpointer.quiet > _RECENT_VOICE_S:
            self._forget()  # what was picked up under the prompt was not meant for us
        self._endpointer.begin()
        self._unheard = 0.0

    def key(self, key: str) -> None:
        """A key was pressed; it waits for `keys`."""
        self._keypad.press(key)

    def keys(self) -> Answer | None:
        """The answer that the keys pressed so far make, if they make one."""
        entry = self._keypad.take()
        return Answer("keys", keys=entry) if entry is not None else None

    def dismiss(self) -> None:
        """What was said was no answer: listen on."""
        self._forget()

    def pass_by(self) -> None:
        """A frame in which nothing is listened to."""
        self._keypad.tick()

    def frame(self, audio: bytes, playing: bool) -> Answer | None:
        """One frame of mu-law; while a prompt is playing nothing comes to an end."""
        self._keypad.tick()
        self._hear(audio, playing)
        if playing:
            if self._endpointer.speaking and self._endpointer.quiet > self._timing.end_silence_long:
                self._forget()  # said under the prompt, and not to us
            return None
        entry = self._keypad.late()
        if entry is not None:
            return Answer("keys", keys=entry)
        if self._keypad.typing:
            return None
        return self._ended()

    def _hear(self, audio: bytes, playing: bool) -> None:
        samples = mulaw.decode(audio)
        level = level_db(samples)
        voiced = self._activity.frame(level)
        if playing:
            self._follow(samples, level, voiced)
        if self._recogniser is None:
            self._unheard += FRAME_S * voiced
            return
        self._endpointer.frame(voiced, self.words)
        self._batch += samples.tobytes()
        if self._endpointer.idle:
            self._skip()
        elif len(self._batch) >= (_BATCH_PLAYING if playing else _BATCH) * samples.nbytes:
            self._decode()

    def _follow(self, samples: npt.NDArray[np.int16], level: float, voiced: bool) -> None:
        """What tells an answer from a cough, which under a prompt matters at once."""
        if not voiced:
            self._voicing.skip(samples)
        else:
            self._levels.append(level)
            if self._voicing.frame(samples):
                self._throat += FRAME_S
        self._meant = self._meant + FRAME_S if self._is_meant() else 0.0

    def _is_meant(self) -> bool:
        question, words = self._question, self.words
        near = max(self._levels, default=-100.0) >= self._timing.interruption_level
        if not (words and near):
            return False
        if question.says_much(words):
            return self._throat >= self._timing.interruption_voice
        return self._throat >= self._timing.interruption_voice_long and question.begins(words)

    def _decode(self) -> None:
        if self._recogniser is not None and self._batch:
            self.words = self._recogniser.accept(bytes(self._batch))
            self._decoding = True
            self._batch.clear()

    def _skip(self) -> None:
        """Nobody speaks: spare the recogniser the hum, which can cost it more than speech.

        A little is kept, because the first sound of a word is often too soft to count as voice.
        """
        if self._decoding:
            self._forget()
        del self._batch[:-_LEAD_BYTES]

    def _ended(self) -> Answer | None:
        if self._recogniser is None:
            self._endpointer.frame(False, "")
        ended = self._endpointer.ended(self._question.pause_after(self.words))
        if ended == "silence":
            spoken = self._recogniser is None and self._unheard >= SURELY_SPEECH_S
            return Answer("speech", said=_UNHEARD) if spoken else Answer("silence")
        if ended is None or self._recogniser is None:
            return None
        self._decode()
        said = self._recogniser.finish()
        if said.speech or self._endpointer.voiced >= SURELY_SPEECH_S:
            return Answer("speech", said=said)
        self._forget()  # a door, a cough: the caller may still answer
        return None

    def _forget(self) -> None:
        self._endpointer.dismiss()
        self._clear()
        if self._recogniser is not None:
            question = self._question
            self._recogniser.reset(question.phrases, question.strings, question.readings)

    def _clear(self) -> None:
        self._batch.clear()
        self._decoding = False
        self.words = ""
        self._meant = self._throat = 0.0
        self._levels.clear()
