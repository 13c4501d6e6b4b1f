"""What flows do with appointments: find a free time, book, look up, move, cancel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benefits import places, visit_texts
from benefits.appointments import (
    FIELDS,
    Row,
    answer,
    book,
    confirm,
    now_here,
    office_of,
    placed,
    slot_of,
    topic_of,
)
from benefits.country import local
from benefits.diary import Slot, cells, diary, last_day
from benefits.free_times import Search, Wish
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.offices import town_name
from benefits.phones import may_be_mobile, normalised

_OTHERS = ("more", "day", "office")
_FREE = (
    "found",
    "note",
    "wish",
    "choices",
    "seen",
    "town",
    "slot",
    "day",
    "at",
    "exact",
    "last_day",
)


@function("appointments.home", gives=("found", "place", "town"), level=Level.PHONE)
def home(asked: Asked) -> Mapping[str, Any]:
    """The office nearest to where the person lives."""
    address = asked.registry.appointments.address(asked.identity.person or 0)
    postcode = next((part for part in address.replace(",", " ").split() if _is_postcode(part)), "")
    office = places.find(asked.registry.offices(), postcode) if postcode else None
    if office is None:
        return {"found": False, "place": "", "town": ""}
    return {"found": True, "place": office["id"], "town": town_name(office, asked.language)}


@function(
    "appointments.free",
    takes=("place", "topic", "wish"),
    optional=("earlier", "seen", "moving"),
    gives=_FREE,
)
def free(
    asked: Asked,
    place: str,
    topic: str,
    wish: Mapping[str, str] | None,
    earlier: Mapping[str, str] | None = None,
    seen: Sequence[str] | None = None,
    moving: str | None = None,
) -> Mapping[str, Any]:
    """Up to three free times at the office for a place, for what somebody wishes.

    wish: as `visit_time` reads it; earlier: the one before, of which holds what this one leaves
    open. seen: times that were offered already. moving: the code of the appointment that is moved.
    found: False for a place without an office. note: why it is not what was wished
    (`benefits.free_times.Found`), nothing, or same and own_day of the appointment that is moved.
    exact: the very time is free, `slot`, `day` and `at`. choices: what to offer. last_day: the last
    that can be booked.
    """
    office = places.find(asked.registry.offices(), place)
    if office is None:
        return {**dict.fromkeys(_FREE, ""), "found": False, "choices": [], "exact": False}
    moved = asked.registry.appointments.by_code(moving) if moving else None
    wished = Wish.of(wish, earlier)
    search = _search(asked, office, topic, moved)
    found = search.find(wished, seen or ())
    first = found.slots[0] if found.slots else Slot("", "")
    note = _of_own(search.own, wished, earlier is None) or found.note
    return {
        "found": True,
        "note": note if found.slots else "nothing",
        "wish": {"day": wished.day, "part": wished.part, "time": wished.time},
        "choices": [*map(_offer, found.slots), *_others(asked, moved is not None)],
        "seen": [*(seen or ()), *(slot.name for slot in found.slots)],
        "town": town_name(office, asked.language),
        "slot": first.name if found.slots else "",
        "day": wished.day if wished.on else "",
        "at": first.at,
        "exact": found.exact,
        "last_day": last_day(local(asked.now)).isoformat(),
    }


@function("appointments.book", takes=("place", "topic", "slot"), gives=FIELDS, level=Level.PHONE)
def book_own(asked: Asked, place: str, topic: str, slot: str) -> Mapping[str, Any]:
    """Book a free time for the person; outcome: booked, taken, or has_one (which is told)."""
    person = asked.identity.person or 0
    same = [row for row in _open(asked) if row["topic"] == topic]
    if same:
        return answer(asked, "has_one", same[0])
    who = {"person_id": person, "name": "", "phone": asked.caller}
    return book(asked, place, topic, slot_of(slot), who)


@function(
    "appointments.book_by_name", takes=("place", "topic", "slot", "name", "phone"), gives=FIELDS
)
def book_by_name(
    asked: Asked, place: str, topic: str, slot: str, name: str, phone: str
) -> Mapping[str, Any]:
    """Book a free time by name and phone alone; outcome: booked, taken, has_one (of which nothing
    is told: anybody may give any number), or bad_phone."""
    number = normalised(phone)
    if number is None:
        return answer(asked, "bad_phone")
    there = asked.registry.appointments.of_phone(number, now_here(asked))
    if any(row["status"] == "booked" and row["topic"] == topic for row in there):
        return answer(asked, "has_one")
    who = {"person_id": None, "name": name, "phone": number}
    return book(asked, place, topic, slot_of(slot), who)


@function("appointments.by_phone", gives=("any",))
def by_phone(asked: Asked) -> Mapping[str, Any]:
    """Was an appointment booked by name alone from this phone? A hint that tells nothing of it."""
    rows = asked.registry.appointments.of_phone(asked.caller, now_here(asked))
    return {"any": any(row["status"] == "booked" for row in rows)}


@function("appointments.by_code", takes=("code",), gives=(*FIELDS, "choices"), personal=True)
def by_code(asked: Asked, code: str) -> Mapping[str, Any]:
    """The appointment with this code, for the phone that it was booked with; outcome: one, or none
    for any other code and phone alike."""
    row = asked.registry.appointments.by_code(code)
    mine = row if row and _may(asked, row) and row["status"] == "booked" else None
    if mine and f"{mine['day']}T{mine['at']}" < now_here(asked):
        mine = None
    return {**answer(asked, "one" if mine else "none", mine), "choices": []}


@function(
    "appointments.mine",
    optional=("code",),
    gives=(*FIELDS, "choices"),
    level=Level.PHONE,
)
def mine(asked: Asked, code: str | None = None) -> Mapping[str, Any]:
    """The person's open appointment; code: of one that was chosen.

    outcome: one, several (`choices`), cancelled (it was, and it is told) or none.
    """
    rows = _open(asked)
    chosen = [row for row in rows if row["code"] == code] or rows
    if len(chosen) == 1:
        return {**answer(asked, "one", chosen[0]), "choices": []}
    if chosen:
        offers = [
            {"name": row["code"], "day": row["day"], "at": row["at"], "phrases": []}
            for row in chosen
        ]
        return {**answer(asked, "several"), "choices": offers}
    gone = [row for row in _coming(asked) if row["status"] == "cancelled"]
    last = gone[0] if gone else None
    return {**answer(asked, "cancelled" if last else "none", last), "choices": []}


@function(
    "appointments.move", takes=("code", "slot"), optional=("place",), gives=FIELDS, personal=True
)
def move(asked: Asked, code: str, slot: str, place: str | None = None) -> Mapping[str, Any]:
    """Move an appointment, to another office where `place` names one; outcome: moved, same, taken
    or gone."""
    row = asked.registry.appointments.by_code(code)
    if row is None or not _may(asked, row) or row["status"] != "booked":
        return answer(asked, "gone")
    wanted, minutes = slot_of(slot), row["minutes"]
    office = office_of(asked, place or row["office"])
    if (office["id"], wanted) == (row["office"], Slot(row["day"], row["at"])):
        return answer(asked, "same", row)
    new = placed(asked, office, wanted, minutes, row["id"])
    if new is None:
        return answer(asked, "taken", row)
    asked.registry.appointments.move(row["id"], new, cells(wanted.at, minutes))
    confirm(asked, new, code, row["phone"])
    return answer(asked, "moved", {**row, **new})


@function("appointments.cancel", takes=("code",), gives=FIELDS, personal=True)
def cancel(asked: Asked, code: str) -> Mapping[str, Any]:
    """Cancel an appointment; outcome: cancelled, or gone when there is none (any more)."""
    row = asked.registry.appointments.by_code(code)
    if row is None or not _may(asked, row) or row["status"] != "booked":
        return answer(asked, "gone")
    asked.registry.appointments.cancel(row["id"])
    if asked.channel == "voice" and may_be_mobile(row["phone"]):
        body = visit_texts.cancelled(row, asked.language)
        asked.registry.add_text(row["phone"], body, asked.language)
    return answer(asked, "cancelled", row)


def _search(asked: Asked, office: Row, topic: str, moved: Row | None) -> Search:
    own = Slot(moved["day"], moved["at"]) if moved else None
    return Search(
        asked.registry.appointments,
        office,
        moved["minutes"] if moved else topic_of(topic).minutes,
        local(asked.now),
        moved["id"] if moved else None,
        own,
    )


def _of_own(own: Slot | None, wished: Wish, first: bool) -> str:
    """What there is to say about a wish for the time that the appointment has already. first: who
    begins with "I cannot come on Tuesday" names the old day, and not a new one."""
    if own is None or wished.day != own.day:
        return ""
    if wished.time == own.at:
        return "same"
    return "own_day" if first and not (wished.part or wished.time) else ""


def _offer(slot: Slot) -> Row:
    return {"name": slot.name, "day": slot.day, "at": slot.at, "phrases": []}


def _others(asked: Asked, moving: bool) -> list[Row]:
    """What may be chosen instead of the times."""
    found: list[Row] = []
    for name in _OTHERS[:2] if moving else _OTHERS:
        label, *phrases = diary().others[name][asked.language]
        found.append({"name": name, "label": label, "phrases": phrases})
    return found


def _coming(asked: Asked) -> Sequence[Row]:
    return asked.registry.appointments.of_person(asked.identity.person or 0, now_here(asked))


def _open(asked: Asked) -> list[Row]:
    return [row for row in _coming(asked) if row["status"] == "booked"]


def _may(asked: Asked, row: Row) -> bool:
    """Is it the appointment of whom the conversation is with: of the identified person, or booked
    by name with the phone that calls? The code alone is not enough."""
    if row["person_id"] is not None:
        return asked.identity.reaches(Level.PHONE) and row["person_id"] == asked.identity.person
    return bool(asked.caller) and row["phone"] == asked.caller


def _is_postcode(text: str) -> bool:
    return text.isdigit() and len(text) == 4
