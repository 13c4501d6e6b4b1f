"""A new postal address, from a postcode and a street."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from benefits.country import DATA, read
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.personal import notices
from benefits.personal.history import person_of, write_down
from benefits.registry import Row

_LONGEST = 80
"""Characters of a street with its number."""


@cache
def streets() -> Sequence[str]:
    """The streets of the country: a recogniser hears only what it expects."""
    found: list[str] = read(DATA / "addresses.yaml")["streets"]
    return found


@cache
def _postcodes_a_town() -> int:
    return int(read(DATA / "addresses.yaml")["postcodes_a_town"])


@function("addresses.place", takes=("place",), gives=("found", "postcode", "town", "district"))
def place(asked: Asked, place: str) -> Mapping[str, Any]:
    """The town of a postcode, or of an office's id, which stands for the town's first postcode."""
    office = _office(asked.registry.offices(), place)
    if office is None:
        return {"found": False, "postcode": "", "town": "", "district": ""}
    named = place == office["id"]
    return {
        "found": True,
        "postcode": office["postcode"] if named else place,
        "town": office["town"],
        "district": office["district"],
    }


@function("addresses.street", takes=("street",), gives=("ok",))
def street(asked: Asked, street: str) -> Mapping[str, Any]:
    """May this be a street with its number, as somebody wrote it?"""
    has_both = re.search(r"\d", street) and re.search(r"[^\W\d]", street)
    return {"ok": bool(has_both) and len(street) <= _LONGEST}


@function(
    "addresses.change",
    takes=("street", "house", "postcode", "town"),
    gives=("changed", "address"),
    level=Level.PIN,
)
def change(
    asked: Asked, street: str, house: int | None, postcode: str, town: str
) -> Mapping[str, Any]:
    """Change the address that letters go to, and tell the old contacts.

    street: with the number of the house, or without where `house` has it. changed: False where it
    was the address already.
    """
    address = f"{house or ''} {' '.join(street.split())}, {postcode} {town}".strip()
    person = person_of(asked)
    before = asked.registry.personal.of(person)
    if before["address"].casefold() == address.casefold():
        return {"changed": False, "address": address}
    asked.registry.personal.set_address(person, address)
    write_down(asked, "address", before["address"], address)
    asked.registry.personal.send_letter(
        person, "address_changed", before["language"], {"to": before["address"]}
    )
    notices.send(asked.registry, before["phones"], before["language"], "address", asked.now)
    return {"changed": True, "address": address}


def _office(offices: Sequence[Row], place: str) -> Row | None:
    """The office of the town: a town's postcodes follow that of its office."""
    for office in offices:
        first = int(office["postcode"])
        within = place.isdigit() and first <= int(place) < first + _postcodes_a_town()
        if place == office["id"] or within:
            return office
    return None
