"""Appointments and proofs of life of the demo country: those of `data/visits.yaml`, and invented
ones, which fill the diary as far as it has room.

What a person has of it, beside the fields of `benefits.seed`:

    appointments    code, office, day, at, desk, minutes, topic, remind_on, and cells (the times
                    that the desk is taken)
    proof_due       ISO date; empty for whom none is due
    evidence        kind, seen_on, source
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from benefits import country
from benefits.diary import cells, desks_on, diary, free_desk
from benefits.numbers import with_check_digit
from benefits.offices import hours_on
from benefits.workdays import working_days_after

Row = Mapping[str, Any]

_TRIES = 3
_FIRST_CODE = 3_200_000
"""Of the invented ones; the well-known people have those from 3100000."""


class Visits:
    """Gives people their appointments, one after the other, so that no desk is taken twice."""

    def __init__(self, seed: int, today: date) -> None:
        self._random = Random(f"visits {seed}")
        self._today = today
        self._known = country.read(country.DATA / "visits.yaml")
        self._invented = self._known["invented"]
        self._offices = {office["id"]: office for office in country.offices()}
        self._taken: dict[tuple[str, str], set[tuple[str, int]]] = {}
        self._days = [today]
        self._codes = iter(range(_FIRST_CODE, 4_000_000))

    def of(self, person: Row) -> dict[str, Any]:
        """The appointments, due date and evidence of a person."""
        known = self._known.get(person["insurance_number"])
        if known is not None:
            return self._well_known(known)
        return {"appointments": list(self._some()), **self._proof(person)}

    def _well_known(self, known: Row) -> dict[str, Any]:
        proof = known.get("proof", {})
        booked = [
            self._booked(
                one["code"], one["office"], self._working_day(one["in"]), one["at"], one["topic"]
            )
            for one in known.get("appointments", ())
        ]
        return {
            # On a day on which the office stays closed there is nothing to be booked.
            "appointments": [one for one in booked if one],
            "proof_due": self._away(proof["due"]) if proof else "",
            "evidence": [
                {"kind": one["kind"], "seen_on": self._away(-one["seen"]), "source": one["source"]}
                for one in proof.get("evidence", ())
            ],
        }

    def _some(self) -> Iterator[Row]:
        random = self._random
        if random.random() >= self._invented["appointment"]:
            return
        topic = random.choice(list(diary().topics))
        for _ in range(_TRIES):  # a desk that is taken already is tried at another time
            office = random.choice(list(self._offices.values()))
            day = self._working_day(random.randrange(1, self._invented["over"]))
            span = hours_on(office, day)
            if span is None:
                continue
            opens, closes = (int(at[:2]) for at in span)
            at = f"{random.randrange(opens + 1, closes):02d}:{random.choice((0, 15, 30)):02d}"
            made = self._booked("", office["id"], day, at, topic)
            if made:
                code = with_check_digit(str(next(self._codes)))
                yield {**made, "code": code}
                return

    def _booked(self, code: str, office_id: str, day: date, at: str, topic: str) -> Row | None:
        office, minutes = self._offices[office_id], diary().topics[topic].minutes
        times = cells(at, minutes)
        span = hours_on(office, day)
        taken = self._taken.setdefault((office_id, day.isoformat()), set())
        desk = free_desk(taken, at, minutes, desks_on(office, day))
        if desk is None or span is None or times[-1] >= span[1]:
            return None
        taken |= {(time, desk) for time in times}
        return {
            "code": code,
            "office": office_id,
            "day": day.isoformat(),
            "at": at,
            "desk": desk,
            "minutes": minutes,
            "topic": topic,
            "remind_on": (day - timedelta(days=1)).isoformat(),
            "cells": times,
        }

    def _proof(self, person: Row) -> dict[str, Any]:
        age = (self._today - date.fromisoformat(person["birth_date"])).days // 365
        if age < self._invented["proof_from"]:
            return {"proof_due": "", "evidence": []}
        random, evidence = self._random, []
        if random.random() < self._invented["matched"]:
            kind = random.choice(("office_visit", "hospital", "contribution"))
            seen = self._away(-random.randrange(1, 300))
            evidence.append({"kind": kind, "seen_on": seen, "source": "demo"})
        return {"proof_due": self._away(random.randrange(-20, 345)), "evidence": evidence}

    def _working_day(self, count: int) -> date:
        while len(self._days) <= count:
            self._days.append(working_days_after(self._days[-1], 1))
        return self._days[count]

    def _away(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()
