"""Where a claim stands, for whoever has its reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from benefits.checks.telling import said_about
from benefits.country import local, programmes
from benefits.function import Asked, function

_UNKNOWN = {
    "found": False,
    "reference": "",
    "programme": "",
    "programme_name": "",
    "status": "",
    "received_on": "",
    "expected_by": "",
    "words": "",
}
_RUNNING = ("received", "examining", "documents_missing")


class Claims(Protocol):
    """The claims that are kept; what a turn writes is seen from the next one on."""

    def begin(self, person_id: int, programme: str, channel: str) -> str:
        """Begin a claim; answers its reference, 8 digits with a check digit."""

    def save(self, reference: str, facts: Mapping[str, Any], missing: Sequence[str]) -> None:
        """Keep what has been answered so far, and which facts nobody could tell."""

    def hand_in(self, reference: str, received_on: str, expected_by: str) -> None:
        """A draft becomes a claim; dates in ISO."""

    def take_back(self, reference: str) -> None:
        """Withdraw a claim that has not been decided."""

    def of_person(self, person_id: int) -> Sequence[Mapping[str, Any]]:
        """The person's claims, newest first: reference, programme, status (draft, received …),
        received_on, expected_by, facts, missing, channel and updated_at."""

    def examine(self, reference: str, status: str) -> None:
        """A claim that was handed in is being looked at (examining, documents_missing), or has
        been decided."""

    def handed_in(self) -> Sequence[Mapping[str, Any]]:
        """Claims that were filled in here and wait to be looked at, the first first: as
        `of_person`, with id and person_id."""

    def unfinished(self, before: str) -> Sequence[Mapping[str, Any]]:
        """Drafts that nobody has touched since then (ISO), as `handed_in`."""

    def told_of(self, status: str, since: str) -> Sequence[Mapping[str, Any]]:
        """Claims filled in here that have had this status since then (ISO) or later, as
        `handed_in`."""


@function("claims.status", takes=("reference",), gives=tuple(_UNKNOWN))
def status(asked: Asked, reference: str) -> Mapping[str, Any]:
    """Where a claim stands: never its outcome, never an amount (assurance level L0).

    status: received, examining, documents_missing, decided, paid or withdrawn; case,
    where it is the number of a case and of no claim; talk, where a person wants to speak with who
    claims before it is decided, which `words` say, without why.
    expected_by: ISO date of the decision, empty when it has been made or the day has passed.
    """
    claim = asked.registry.claim(reference)
    if claim is None and asked.registry.cases.by_code(reference):
        return {**_UNKNOWN, "reference": reference, "status": "case"}
    if claim is None:
        return {**_UNKNOWN, "reference": reference}
    found = asked.registry.checks.of_claim(reference) if claim["status"] in _RUNNING else ()
    words, expected_by = said_about(found, "claim", asked.language), claim["expected_by"]
    return {
        "found": True,
        "reference": reference,
        "programme": claim["programme"],
        "programme_name": programmes()[claim["programme"]].name(asked.language),
        "status": "talk" if words else claim["status"],
        "words": words,
        "received_on": claim["received_on"],
        # A day that has passed would be a promise already broken.
        "expected_by": expected_by if expected_by >= local(asked.now).date().isoformat() else "",
    }
