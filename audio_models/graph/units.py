"""Phones as the decoder numbers them: a copy of each for every place in a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["begin", "internal", "end", "singleton"]
PLACES: tuple[Place, ...] = ("begin", "internal", "end", "singleton")


@dataclass(frozen=True)
class Units:
    """`phones[i]` is network output i and `phones[0]` is silence.

    Silence is unit 1; the places of phone i follow each other from unit 4i - 2. The copies let
    the decoder find where words begin and end; all of them share the phone's network output.
    """

    phones: tuple[str, ...]

    @property
    def silence(self) -> int:
        return 1

    @property
    def spoken(self) -> tuple[str, ...]:
        return self.phones[1:]

    def number(self, phone: str, place: Place) -> int:
        return 4 * self.phones.index(phone) - 2 + PLACES.index(place)

    def of_word(self, pronunciation: tuple[str, ...]) -> tuple[int, ...]:
        if len(pronunciation) == 1:
            return (self.number(pronunciation[0], "singleton"),)
        first, *middle, last = pronunciation
        return (
            self.number(first, "begin"),
            *(self.number(phone, "internal") for phone in middle),
            self.number(last, "end"),
        )

    @property
    def outputs(self) -> list[int]:
        """The network output of each unit, in order of unit number."""
        return [0, *(output for output in range(1, len(self.phones)) for _ in PLACES)]

    @property
    def boundaries(self) -> str:
        """graph/phones/word_boundary.int"""
        places = ["nonword", *(place for _ in self.spoken for place in PLACES)]
        return "".join(f"{unit} {place}\n" for unit, place in enumerate(places, 1))

    def enter(self, unit: int) -> int:
        """The transition id on the way into a unit (Kaldi's reordered convention)."""
        return 2 * unit

    def stay(self, unit: int) -> int:
        """The transition id of each further frame in a unit."""
        return 2 * unit - 1
