"""From recordings that somebody has listened to, to what a speech model can learn from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from audio_models import mulaw
from audio_models.recordings import Recording as Example
from audio_models.recordings import wave_bytes
from storage.audio_files import AudioGone
from storage.recordings import Recording, Recordings

LONGEST = 500
"""Characters of a transcript: an utterance lasts twenty seconds at most."""
NOT_CORRECTED, PRIVATE, GONE, PRACTICE = "not corrected", "private", "gone", "practice"
_SIGNS = re.compile(r"[^\w'’\s]|_")


class NotWords(ValueError):
    """A transcript that cannot be learnt from; the message is a sentence."""


def words(text: str) -> str:
    """The transcript as it is kept: words in lower case, without punctuation; empty where nothing
    was said. Raises NotWords."""
    if len(text) > LONGEST:
        raise NotWords(f"a transcript of one utterance has {LONGEST} characters at most")
    if any(char.isdigit() for char in text):
        raise NotWords('numbers are written as they were said: "four two", not "42"')
    return " ".join(_SIGNS.sub(" ", text).lower().split())


def wave(recordings: Recordings, recording: Recording) -> bytes:
    """What was said, as a WAV file (16-bit, 8000 Hz). Raises AudioGone."""
    return wave_bytes(mulaw.decode(recordings.files.read(recording.file).audio))


def examples(recordings: Recordings, practice: bool, left_out: Counter[str]) -> Iterator[Example]:
    """What somebody has corrected, to learn from; the rest is counted by reason.

    Everything recorded is there because the caller consented, and still does. practice: with what
    was said on practice telephones.
    """
    for recording in recordings.all():
        reason = _unfit(recording, practice)
        if reason:
            left_out[reason] += 1
            continue
        try:
            said = recordings.files.read(recording.file)
        except AudioGone:
            left_out[GONE] += 1
            continue
        yield Example(
            samples=np.asarray(mulaw.decode(said.audio)),
            text=said.corrected or "",
            language=recording.language,
            speaker=recording.speaker,
            kind=recording.asked.replace("_", " "),
            group=said.group,
            consent=True,
        )


def _unfit(recording: Recording, practice: bool) -> str:
    if recording.private:
        return PRIVATE
    if recording.practice and not practice:
        return PRACTICE
    return "" if recording.corrected else NOT_CORRECTED
