"""How a prompt is cut into what is spoken in one go, and where a caller with a pencil gets time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from flows.marked import Part
from flows.outcome import Prompt

WRITTEN_DOWN = frozenset({"digits", "phone"})
"""Formats of values in whose commas the voice waits."""
_SHORT = 80
"""Characters up to which a value is a name or an address, in which a full stop ends nothing."""
_LONGEST = 400  # characters; longer sentences are cut at a comma or a space
_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?](?!\s|$)[^.!?。！？\n]*)*[.!?。！？\n]*")
_ENDS = tuple(".!?。！？\n")
_PAUSE = re.compile(r"(?<=[,，])\s*")


@dataclass(frozen=True)
class Breath:
    """What is said between two pauses."""

    text: str
    figures: bool = False
    """Somebody writes it down: its words are kept apart, and a pause follows before more of it."""


@dataclass(frozen=True)
class Piece:
    """A sentence, or what one voice says of it."""

    parts: tuple[Part, ...]
    language: str

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts).strip()

    @cached_property
    def fixed(self) -> bool:
        """Are these an author's words alone, the same in every call?"""
        return not any(part.value for part in self.parts)

    @property
    def ends(self) -> bool:
        """Is the sentence over with it?"""
        return self.text.endswith(_ENDS)

    @cached_property
    def breaths(self) -> tuple[Breath, ...]:
        """The text, cut around numbers and where the voice waits for the pencil."""
        found: list[Breath] = []
        for part in self.parts:
            figures = part.value in WRITTEN_DOWN
            for text in _PAUSE.split(part.text) if figures else [part.text]:
                last = found[-1] if found else None
                if last and (not spoken(text) or not (figures or last.figures)):
                    # A full stop belongs to the figures before it.
                    found[-1] = Breath(last.text + text, last.figures)
                else:
                    found.append(Breath(text, figures))
        return tuple(Breath(one.text.strip(), one.figures) for one in found if spoken(one.text))


def spoken(text: str) -> bool:
    """Is there anything in it to be said?"""
    return any(one.isalnum() for one in text)


def pieces(prompt: Prompt) -> tuple[Piece, ...]:
    """The pieces of a prompt in the order in which they are spoken."""
    parts = prompt.parts or (Part(prompt.text),)
    found = (
        Piece(tuple(same), language)
        for sentence in _sentences(parts)
        for language, same in groupby(sentence, lambda part: part.language or prompt.language)
    )
    return tuple(piece for piece in found if spoken(piece.text))


def _sentences(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Cut where a sentence ends; a value is not cut, unless it is a text of its own."""
    sentence: list[Part] = []
    for part in parts:
        for text, over in _pieces_of(part):
            words = text if sentence else text.lstrip()
            if words:
                sentence.append(replace(part, text=words))
            if over:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def _pieces_of(part: Part) -> Iterator[tuple[str, bool]]:
    """The words of a part; is the sentence over with each?"""
    whole = part.language or (part.value and len(part.text) <= _SHORT)
    if whole or part.value in WRITTEN_DOWN:
        yield part.text, bool(part.value) and _ended(part.text)
        return
    for text in _SENTENCE.findall(part.text):
        yield from _cut(text)


def _cut(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a sentence, in lengths that can be spoken; is the sentence over with each?"""
    while len(text) > _LONGEST:
        marks = max(text[:_LONGEST].rfind(mark) for mark in (",", ";", " ", "，", "、", "；"))
        end = marks + 1 if marks > 0 else _LONGEST
        yield text[:end], True
        text = text[end:]
    yield text, _ended(text)


def _ended(text: str) -> bool:
    return text.rstrip(" ").endswith(_ENDS)
