"""Cases for people of the institution: complaints, disputes, reports, appeals, holds, errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from benefits.country import local
from benefits.workdays import working_days_after

if TYPE_CHECKING:
    from benefits.function import Asked

Row = Mapping[str, Any]
Category = Literal[
    "complaint",
    "dispute",
    "change",
    "fraud",
    "death",
    "appeal",
    "hold",
    "error",
    "feedback",
    "visit",
]
Priority = Literal["normal", "high", "urgent"]
STATUSES = ("RECEIVED", "OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED")
WORKING_DAYS: Mapping[Priority, int] = {"normal": 10, "high": 5, "urgent": 2}
"""Until a person has looked at it."""


class Cases(Protocol):
    """The cases that are kept; those of this turn are seen from the next one on."""

    def open(self, row: Row) -> str:
        """Open a case; answers its code, 8 digits with a check digit."""

    def by_code(self, code: str) -> Row | None:
        """category, status, due_date (ISO), opened_at, person_id and resolution, or None."""

    def of_person(self, person_id: int) -> Sequence[Row]:
        """The person's cases, newest first: as `by_code`, with code, about and flags."""

    def open_categories(self, person_id: int) -> Collection[str]:
        """What the unresolved cases about a person are."""

    def note(self, code: str, actor: str, what: str, note: str = "") -> None:
        """Add to the history of a case; `what` is its new status where that changes."""


def open_case(
    asked: Asked,
    category: Category,
    about: Row,
    *,
    priority: Priority = "normal",
    flags: Collection[str] = (),
    person: int | None = None,
    phone: str = "",
    anonymous: bool = False,
) -> tuple[str, str]:
    """Open a case; answers its code and the day (ISO) by which a person has looked at it.

    about: what staff read, as the flow gathered it; kept encrypted. flags: why it matters, names of
    checks. person: whose it is, where that is not who has identified themselves. phone: where they
    can be reached; the caller's number where it is not given. anonymous: nothing of who opened it
    is kept with it.
    """
    due = working_days_after(local(asked.now).date(), WORKING_DAYS[priority])
    code = asked.registry.cases.open(
        {
            "category": category,
            "about": dict(about),
            "priority": priority,
            "flags": list(flags),
            "person_id": None if anonymous else asked.identity.person if person is None else person,
            "phone": "" if anonymous else phone or asked.caller,
            "anonymous": anonymous,
            "channel": asked.channel,
            "language": asked.language,
            "due_date": due.isoformat(),
        }
    )
    return code, due.isoformat()
