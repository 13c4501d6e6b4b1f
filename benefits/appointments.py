"""Appointments at an office: whose they are, and booking, moving and cancelling them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from benefits import places, visit_texts
from benefits.country import local
from benefits.diary import Slot, Topic, cells, desks_on, diary, free_desk
from benefits.offices import town_name
from benefits.phones import may_be_mobile

if TYPE_CHECKING:
    from benefits.function import Asked

Row = Mapping[str, Any]


_NOTHING = {
    "outcome": "",
    "code": "",
    "office": "",
    "topic": "",
    "topic_name": "",
    "town": "",
    "address": "",
    "day": "",
    "at": "",
    "bring": "",
}
FIELDS = tuple(_NOTHING)
"""Of everything that answers an appointment."""


def answer(asked: Asked, outcome: str, row: Row | None = None) -> dict[str, Any]:
    """What a flow is told: the outcome, with the appointment where there is one.

    row: office, day, at, topic and code.
    """
    if row is None:
        return {**_NOTHING, "outcome": outcome}
    office, topic = office_of(asked, row["office"]), topic_of(row["topic"])
    return {
        "outcome": outcome,
        "code": row["code"],
        "office": row["office"],
        "topic": row["topic"],
        "topic_name": _in(topic.names, asked.language)[0],
        "town": town_name(office, asked.language),
        "address": office["address"],
        "day": row["day"],
        "at": row["at"],
        "bring": _in(topic.bring, asked.language),
    }


def topic_of(name: str) -> Topic:
    """The topic of this name; one that is no longer there is something else."""
    topics = diary().topics
    return topics.get(name, topics["other"])


def office_of(asked: Asked, place: str) -> Row:
    """The office for a place that is known to have one; empty fields for one that is gone."""
    found = places.find(asked.registry.offices(), place)
    return found or {"id": place, "town": place, "address": "", "hours": {}, "names": {}}


def now_here(asked: Asked) -> str:
    """The time on the country's clocks as appointments are compared by: "2026-11-24T09:00"."""
    return f"{local(asked.now):%Y-%m-%dT%H:%M}"


def slot_of(name: str) -> Slot:
    """The time that a flow keeps by this name."""
    day, at = name.split("T")
    return Slot(day, at)


def placed(asked: Asked, office: Row, slot: Slot, minutes: int, besides: int | None) -> Row | None:
    """Where and when, as a row of the diary, with the desk and the day of the reminder; None when
    no desk is free then."""
    day = date.fromisoformat(slot.day)
    taken = asked.registry.appointments.taken(office["id"], slot.day, slot.day, besides)
    desk = free_desk(taken.get(slot.day, ()), slot.at, minutes, desks_on(office, day))
    if desk is None:
        return None
    before = day - timedelta(days=1)
    tomorrow = before <= local(asked.now).date()
    return {
        "office": office["id"],
        "day": slot.day,
        "at": slot.at,
        "desk": desk,
        "minutes": minutes,
        "remind_on": "" if tomorrow else before.isoformat(),
    }


def book(asked: Asked, place: str, topic: str, slot: Slot, who: Row) -> dict[str, Any]:
    """Book for whom `who` says (person_id, name, phone); outcome: booked, or taken when somebody
    else was faster."""
    office, minutes = office_of(asked, place), topic_of(topic).minutes
    row = placed(asked, office, slot, minutes, None)
    if row is None:
        return answer(asked, "taken")
    row = {**row, **who, "topic": topic, "language": asked.language, "channel": asked.channel}
    times = cells(slot.at, minutes)
    code = asked.registry.appointments.add(row, times, now_here(asked))
    confirm(asked, row, code, who["phone"])
    return answer(asked, "booked", {**row, "code": code})


def confirm(asked: Asked, row: Row, code: str, phone: str) -> None:
    """Send what was booked as a text, where the answer itself is none."""
    if asked.channel == "voice" and may_be_mobile(phone):
        office = office_of(asked, row["office"])
        where = {"town": town_name(office, asked.language), "address": office["address"]}
        body = visit_texts.booked(row, where, code, asked.language)
        asked.registry.add_text(phone, body, asked.language)


def _in(texts: Mapping[str, Any], language: str) -> Any:
    return texts.get(language) or texts["en"]
