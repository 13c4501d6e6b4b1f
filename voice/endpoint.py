"""When has the caller begun to speak, and when is the utterance over?

Everything is counted in frames of the caller's own audio, never on the clock on the wall: audio
that arrives late, or faster than it was spoken, gives the same answer.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from intents import Pause

FRAME_S = 0.02
"""Seconds of audio in a frame."""
FRAME_BYTES = 160
"""Bytes of mu-law, and so samples, in a frame."""


_FOR_CALLER = (
    *("no_input", "end_silence", "end_silence_short"),
    *("end_silence_long", "end_silence_longest"),
)


@dataclass(frozen=True)
class Timing:
    """All waits of a call, in seconds of audio."""

    no_input: float = 6.0
    """Silence after a prompt that counts as no answer."""
    end_silence: float = 0.8
    """Silence after speech that ends the utterance …"""
    end_silence_long: float = 1.3
    """… while an amount or a date is being said …"""
    end_silence_longest: float = 2.0
    """… inside a number that is read from paper, "four … seven …" …"""
    end_silence_short: float = 0.46
    """… and after an answer to which nothing can be added."""
    longest_utterance: float = 20.0
    least_speech: float = 0.1
    """Voiced audio that counts as speech; a click is shorter."""
    interruption_voice: float = 0.08
    """Sound from a throat without which no prompt is interrupted: a cough has none …"""
    interruption_voice_long: float = 0.14
    """… more of it where what has been heard may only begin an answer …"""
    interruption_words: float = 0.08
    """… and how long there is an answer in it: what the recogniser takes back at once was none …"""
    interruption_words_long: float = 0.14
    """… and a word of a letter or two it often takes back with its next result, 0.12 s later."""
    interruption_level: float = -27.0
    """Decibels below full scale: what stays softer under a prompt is the room, or the prompt's own
    echo. Somebody who speaks as softly is heard when the prompt is over."""
    interruption_confidence: float = 0.5
    """Words under a prompt that are less certain than this were not meant: the prompt goes on."""
    mark_grace: float = 2.0
    """How long after its last audio a prompt counts as playing when its mark stays away."""
    filler: float = 1.5
    """A reply that takes longer is announced: "one moment, please" …"""
    between_fillers: float = 8.0
    """… and again every so often. These two and the next are seconds on the clock: it is a back
    end that is waited for."""
    longest_turn: float = 60.0
    """A reply that takes longer counts as lost; the call goes on by webhooks."""

    slower: float = 1.4
    """For a caller who asked for a slower pace every wait for the caller is so many times as long:
    who wants to hear slowly mostly speaks and types slowly too."""

    def factor(self, pace: str) -> float:
        """How many times as long a caller who is spoken to at this pace may take."""
        return self.slower if pace == "slow" else 1.0

    def at(self, pace: str) -> Timing:
        """The waits for a caller who is spoken to at this pace."""
        waits = {name: getattr(self, name) * self.factor(pace) for name in _FOR_CALLER}
        return replace(self, **waits)

    def silence(self, pause: Pause) -> float:
        """The silence, in seconds, that ends an utterance."""
        return {
            "short": self.end_silence_short,
            "usual": self.end_silence,
            "long": self.end_silence_long,
            "longest": self.end_silence_longest,
        }[pause]


def level_db(samples: npt.NDArray[np.int16]) -> float:
    """Root mean square of the samples in decibels below full scale; -100 for digital silence."""
    if not len(samples):
        return -100.0
    # Done 50 times a second in every call, and twice as fast without numpy's mean.
    scaled = samples.astype(np.float32)
    power = float(scaled @ scaled) / (len(samples) * 32768.0**2)
    return max(-100.0, 10 * math.log10(power + 1e-10))


class VoiceActivity:
    """Tells voice from background by energy.

    The background is the quietest moment of the last two seconds: speech always has gaps, a fan
    has none. One instance follows a whole call, so it knows the line before the first answer.
    """

    MARGIN_DB = 9.0
    QUIETEST_DB = -48.0
    """No frame below this level is voice, however silent the line."""
    STEADY_DB = 1.5
    """A tone or a roar stays within this range for 0.6 s; a voice never does."""
    _WINDOW = int(2.0 / FRAME_S)
    _STEADY = int(0.6 / FRAME_S)

    def __init__(self) -> None:
        self._smooth = -60.0
        self._levels: deque[float] = deque([-60.0], maxlen=self._WINDOW)
        self.floor_db = -60.0
        """Level of the background."""

    def frame(self, level: float) -> bool:
        """Is this frame, of `level` decibels below full scale, voice?"""
        self._smooth += 0.4 * (level - self._smooth)
        goes = self._levels[0] if len(self._levels) == self._WINDOW else math.inf
        self._levels.append(self._smooth)
        if self._smooth <= self.floor_db:
            self.floor_db = self._smooth
        elif goes == self.floor_db:  # only then can the lowest be another: this runs 50 times a
            self.floor_db = min(self._levels)  # second in every call
        loud = level > max(self.floor_db + self.MARGIN_DB, self.QUIETEST_DB)
        return loud and not self._steady

    @property
    def _steady(self) -> bool:
        if len(self._levels) < self._STEADY:
            return False
        recent = [self._levels[-n] for n in range(1, self._STEADY + 1)]
        return max(recent) - min(recent) < self.STEADY_DB


class Endpointer:
    """Follows one answer, from the end of the prompt to the end of the utterance."""

    _CLICK_GAP_S = 0.5  # a short noise is forgotten after so much quiet

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self.waited = 0.0
        """Seconds since listening began."""
        self.voiced = 0.0
        """Seconds of voice in this utterance."""
        self.quiet = 0.0
        """Seconds since the last voice."""
        self._spoken = 0.0
        self._words = ""

    @property
    def speaking(self) -> bool:
        """Has the caller begun to speak?"""
        return bool(self._words) or self.voiced >= self._timing.least_speech

    @property
    def idle(self) -> bool:
        """Is there no sound that could become an utterance?"""
        return not self.speaking and self.voiced == 0

    def begin(self) -> None:
        """The prompt is over: waiting for an answer counts from now; speech so far stays."""
        self.waited = self._spoken = 0.0

    def dismiss(self) -> None:
        """What sounded like an utterance was only noise: wait on."""
        self.voiced = self.quiet = self._spoken = 0.0
        self._words = ""

    def frame(self, voiced: bool, words: str) -> None:
        """One more frame, and the words recognised up to it."""
        self.waited += FRAME_S
        self.quiet += FRAME_S
        if voiced:
            self.voiced += FRAME_S
            self.quiet = 0.0
        if words != self._words:
            if self.voiced < self._timing.least_speech:
                # A voice too low for the energy measure is still heard by its words.
                self.quiet = 0.0
            self._words = words
        if self.speaking:
            self._spoken += FRAME_S
        elif self.quiet > self._CLICK_GAP_S:
            self.voiced = 0.0

    def ended(self, pause: Pause) -> Literal["utterance", "silence"] | None:
        """What has come to its end with the last frame, if anything."""
        if self.speaking:
            long_enough = self._spoken >= self._timing.longest_utterance
            quiet = self.quiet >= self._timing.silence(pause) - FRAME_S / 2
            return "utterance" if quiet or long_enough else None
        return "silence" if self.waited >= self._timing.no_input - FRAME_S / 2 else None
