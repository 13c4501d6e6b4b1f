"""What a person has to record: a script to read, and whether what was recorded can be used."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from flows.check.length import seconds
from flows.library import Library
from flows.marked import Part
from flows.reading import READINGS
from flows.saying import sayings
from voice import mulaw
from voice.loudness import loudness, trimmed
from voice.phrasing import Piece, pieces
from voice.recorded import ELSEWHERE, LARGEST_BYTES, NAME, mark_of
from voice.rendering import texts, value_words
from voice.waves import read_wave

_EXAMPLES = {
    "date": date(2026, 9, 23),
    "time": time(8, 30),
    "money": 41_250,
    "digits": "47110011",
    "phone": "+15550100001",
    "number": 12,
}
VALUE = "value"
"""Place of the words that values are made of."""
QUIETEST_DB, LOUDEST_CLIPPED = -45.0, 0.001
"""Level of the loud parts below which a recording is noise and no voice; the share of samples at
full scale above which it is distorted."""
_SHORTEST, _LONGEST = 0.4, 2.5
"""Of the time that a text usually takes."""
_SLACK_S = 1.0


@dataclass(frozen=True)
class Line:
    """Something to be read aloud."""

    language: str
    text: str
    """What to read; `…` where a value comes, which is not read."""
    file: str
    """Name of the file for it."""
    places: tuple[str, ...]
    """Every `flow.step` that says it."""
    sentence: str
    """The whole sentence, with values in brackets: how the words go on."""

    @property
    def mark(self) -> str:
        """What the file is known by."""
        return mark_of(self.text, self.language)


def script(library: Library, language: str, values: bool = False) -> list[Line]:
    """Everything that is to be recorded in a language, in the order of the flows; values: also the
    words of which values are made."""
    found: dict[str, list[str]] = {}
    sentences: dict[str, str] = {}
    for prompt in sayings(library, language):
        for piece in pieces(prompt):
            if piece.language != language:
                continue  # the name of a language is in the script of its own
            for text in texts(piece):
                found.setdefault(text, []).append(prompt.step)
                sentences.setdefault(text, _whole(piece))
    for text in _foreign(library, language):
        found.setdefault(text, ["language"])
        sentences.setdefault(text, text)
    if values:
        for word in _words_of_values(language):
            found.setdefault(word, [VALUE])
            sentences.setdefault(word, word)
    return _numbered(language, found, sentences)


def _numbered(
    language: str, found: Mapping[str, list[str]], sentences: Mapping[str, str]
) -> list[Line]:
    lines, counts = [], dict.fromkeys((steps[0] for steps in found.values()), 0)
    for text, steps in found.items():
        place = steps[0]
        counts[place] += 1
        file = f"{place}.{counts[place]}.{mark_of(text, language)}.wav"
        lines.append(Line(language, text, file, tuple(dict.fromkeys(steps)), sentences[text]))
    return lines


def _whole(piece: Piece) -> str:
    """With values in brackets, as they may be read: "[Wednesday, the twenty-third of …]"."""
    return "".join(_example(part, piece.language) for part in piece.parts).strip()


def _example(part: Part, language: str) -> str:
    if not part.value:
        return part.text
    if part.value in _EXAMPLES:
        return f"[{READINGS[part.value](_EXAMPLES[part.value], language)}]"
    return f"[{part.text.rpartition('.')[2].replace('_', ' ')}]"


def _foreign(library: Library, language: str) -> Iterator[str]:
    """Words of this language that are said in conversations in another one."""
    for other in library.languages:
        if other != language:
            for prompt in sayings(library, other):
                yield from (p.text for p in pieces(prompt) if p.language == language)


@cache
def _words_of_values(language: str) -> tuple[str, ...]:
    """The words of all figures, dates, times and sums of money, once each."""
    said = [READINGS["digits"]("0123456789", language)]
    said += [READINGS["date"](date(2028, 1, 1) + timedelta(day), language) for day in range(366)]
    said += [READINGS["time"](time(n // 60, n % 60), language) for n in range(24 * 60)]
    said += [READINGS["money"](n * 101, language) for n in range(100)]
    said += [READINGS["money"](n * 10_000, language) for n in (*range(1, 10), 10, 10_000, 20_000)]
    words = (word for text in said for word in value_words(text, language))
    return tuple(dict.fromkeys(words))


# What was recorded ------------------------------------------------------------------------------


def recorded_marks(folder: Path, language: str) -> frozenset[str]:
    """The marks of the recordings in a language at the usual pace."""
    names = sorted(os.listdir(folder / language)) if (folder / language).is_dir() else []
    found = (NAME.fullmatch(name) for name in names)
    return frozenset(match["mark"].lower() for match in found if match and not match["slow"])


def problems(file: Path, lines: Mapping[str, Line]) -> list[str]:
    """What is wrong with a recording, as sentences; lines: the script by mark."""
    match = NAME.fullmatch(file.name)
    if match is None:
        return ["has no mark in its name: <place>.<8 letters>.wav, as in the script"]
    line = lines.get(match["mark"].lower())
    if line is None:
        return [_stale(match["place"] or "", lines)]
    return list(_of_sound(file, line))


def _stale(place: str, lines: Mapping[str, Line]) -> str:
    """A mark that no text has: the text that stands at its place now, where there is one."""
    for line in lines.values():
        if line.file.rsplit(".", 2)[0] == place:
            return f'has an older text; now {line.file} says "{line.text}"'
    return "has a text that is said nowhere any more"


def _of_sound(file: Path, line: Line) -> Iterator[str]:
    if file.stat().st_size > LARGEST_BYTES:
        yield f"is larger than {LARGEST_BYTES // 1024 // 1024} MB"
        return
    try:
        samples = read_wave(file.read_bytes()).astype(np.float32) / np.float32(32768)
    except (OSError, ValueError) as error:
        yield f"cannot be read: {error}; wanted is a mono WAV file of 16 bits, 8000 Hz or more"
        return
    level = 20 * np.log10(max(loudness(samples), 1e-9))
    if level < QUIETEST_DB:
        yield f"is too quiet: {level:.0f} dB, at least {QUIETEST_DB:.0f} dB"
        return
    if np.mean(np.abs(samples) > 0.99) > LOUDEST_CLIPPED:
        yield "is distorted: it was recorded too loudly"
    length, usual = len(trimmed(samples)) / mulaw.RATE, _usual_s(line)
    if not _SHORTEST * usual - _SLACK_S <= length <= _LONGEST * usual + _SLACK_S:
        yield f'lasts {length:.1f} s, but "{line.text}" takes about {usual:.1f} s'


def _usual_s(line: Line) -> float:
    return seconds(line.text.replace(ELSEWHERE, ""), line.language)


def take_in(file: Path, folder: Path, language: str) -> Path:
    """Copy a recording to where the hotline looks for it, whole or not at all."""
    place = folder / language / file.name
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    os.close(handle)
    shutil.copyfile(file, name)
    os.chmod(name, 0o644)
    os.replace(name, place)
    return place
