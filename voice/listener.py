"""Listens to a caller: voice and keys in, finished answers out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice import mulaw
from voice.endpoint import Endpointer, Patience, Timing, VoiceActivity, level_db
from voice.keypad import Keypad
from voice.question import Question
from voice.recogniser import Hypotheses, Models, Recogniser

_BATCH = 5
"""Frames the recogniser gets at once: 100 ms keeps partial results lively and calls few."""
_LEAD_BYTES = 2 * mulaw.RATE * 3 // 10
"""300 ms before the first voice."""
_RECENT_VOICE_S = 0.8
"""Words appear up to half a second after they were spoken."""
SURELY_SPEECH_S = 0.35
"""So much voice is speech even when the recogniser makes nothing of it; a door is shorter."""


@dataclass(frozen=True)
class Answer:
    """What the caller did."""

    kind: Literal["speech", "keys", "silence"]
    keys: str = ""
    said: Hypotheses | None = None


class Listener:
    """Follows the audio and the keys of one call from the first frame to the last."""

    def __init__(self, models: Models, timing: Timing) -> None:
        self._models = models
        self._usual = self._timing = timing
        self._activity = VoiceActivity()
        self._keypad = Keypad(timing)
        self._endpointer = Endpointer(timing)
        self._question = Question("")
        self._recogniser: Recogniser | None = None
        self._recogniser_language = ""
        self._batch = bytearray()
        self._decoding = False
        self.words = ""
        """The words of the unfinished utterance."""

    @property
    def keys_waiting(self) -> bool:
        """Were keys pressed that are not part of an answer yet?"""
        return self._keypad.typing

    @property
    def interrupts(self) -> bool:
        """Does the caller say something expected right now, loud enough to be no echo?"""
        return (
            bool(self.words)
            and self._endpointer.voiced >= self._timing.least_speech
            and self._endpointer.quiet <= _RECENT_VOICE_S
        )

    def expect(self, question: Question) -> None:
        """From here on the caller may answer this question."""
        self._question = question
        self._timing = self._usual.at(question.pace)
        self._keypad.expect(question.least_keys, question.most_keys, self._timing)
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

    def key(self, key: str) -> None:
        """A key was pressed; it waits for `keys`."""
        self._keypad.press(key)

    def keys(self) -> Answer | None:
        """The answer that the keys pressed so far make, if they make one."""
        entry = self._keypad.take()
        return Answer("keys", keys=entry) if entry is not None else None

    def frame(self, audio: bytes, playing: bool) -> Answer | None:
        """One frame of mu-law; while a prompt is playing nothing comes to an end."""
        self._hear(audio)
        if playing:
            if self._endpointer.speaking and self._endpointer.quiet > self._timing.end_silence_long:
                self._forget()  # said under the prompt, and not to us
            return None
        entry = self._keypad.frame()
        if entry is not None:
            return Answer("keys", keys=entry)
        if self._keypad.typing:
            return None
        return self._ended()

    def _hear(self, audio: bytes) -> None:
        samples = mulaw.decode(audio)
        voiced = self._activity.frame(level_db(samples))
        if self._recogniser is None:
            return
        self._endpointer.frame(voiced, self.words)
        self._batch += samples.tobytes()
        if self._endpointer.idle:
            self._skip()
        elif len(self._batch) >= _BATCH * samples.nbytes:
            self._decode()

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
        ended = self._endpointer.ended(self._patience())
        if ended == "silence":
            return Answer("silence")
        if ended is None or self._recogniser is None:
            return None
        self._decode()
        said = self._recogniser.finish()
        if said.speech or self._endpointer.voiced >= SURELY_SPEECH_S:
            return Answer("speech", said=said)
        self._forget()  # a door, a cough: the caller may still answer
        return None

    def _patience(self) -> Patience:
        question = self._question
        if not self.words:
            return "usual"
        if question.most_keys > 1:
            return "long"  # where many keys can be pressed, digits are being read out
        follows = self.words + " "
        last = not any(phrase.startswith(follows) for phrase in question.phrases)
        return "short" if question.closed and last and self.words in question.phrases else "usual"

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
