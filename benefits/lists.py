"""The lists that a flow may choose a slot's value from (`among: offices.places`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benefits.country import programmes
from benefits.diary import diary
from benefits.personal.addresses import streets
from benefits.registry import Registry


@dataclass(frozen=True)
class Entry:
    """One possible value, with the ways to name it by language, the usual one first."""

    value: str
    names: Mapping[str, tuple[str, ...]]


def places(registry: Registry) -> Sequence[Entry]:
    """The towns that have an office; the value is the office's id."""
    return [
        Entry(office["id"], {code: tuple(names) for code, names in office["names"].items()})
        for office in registry.offices()
    ]


def programme_names(registry: Registry) -> Sequence[Entry]:
    """The programmes; the value is the programme's identifier."""
    return [Entry(name, programme.names) for name, programme in programmes().items()]


def street_names(registry: Registry) -> Sequence[Entry]:
    """The streets of the country; the value is the street's name, the same in every language."""
    return [Entry(street, {"en": (street,)}) for street in streets()]


def topics(registry: Registry) -> Sequence[Entry]:
    """What an appointment can be about; the value is the topic's name."""
    return [Entry(name, topic.names) for name, topic in diary().topics.items()]


LISTS: Mapping[str, Callable[[Registry], Sequence[Entry]]] = {
    "addresses.streets": street_names,
    "appointments.topics": topics,
    "offices.places": places,
    "programmes.names": programme_names,
}
