"""The appointments that the registry keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Row = Mapping[str, Any]


class Appointments(Protocol):
    """The appointments that are kept. Days and times are those on the country's clocks; a row has
    id, code, person_id (None: booked by name and phone), office, day, at, minutes, topic, status
    (booked, cancelled or past) and language."""

    def taken(
        self, office: str, first: str, last: str, besides: int | None = None
    ) -> Mapping[str, set[tuple[str, int]]]:
        """The taken times and desks of an office, by day; without those of one appointment."""

    def of_person(self, person_id: int, since: str) -> Sequence[Row]:
        """The person's appointments from "2026-11-24T09:00" on, the next first."""

    def of_phone(self, phone: str, since: str) -> Sequence[Row]:
        """Those that were booked by name and phone alone."""

    def by_code(self, code: str) -> Row | None:
        """The appointment with this code, with phone."""

    def address(self, person_id: int) -> str:
        """Where the person lives; empty when it is not known."""

    def add(self, row: Row, cells: Sequence[str], now: str) -> str:
        """Book an appointment; answers its code. now: those before it are past."""

    def move(self, id_: int, row: Row, cells: Sequence[str]) -> None:
        """Give an appointment another time."""

    def cancel(self, id_: int) -> None:
        """Cancel an appointment; its time is free again."""

    def due_reminders(self, day: str) -> Sequence[Row]:
        """Whom to remind on this day: id, person_id, phone, language, office, day and at."""

    def reminded(self, id_: int) -> None:
        """Keep that the reminder was sent."""
