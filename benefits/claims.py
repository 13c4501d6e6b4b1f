"""Where a claim stands, for whoever has its reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
}


@function("claims.status", takes=("reference",), gives=tuple(_UNKNOWN))
def status(asked: Asked, reference: str) -> Mapping[str, Any]:
    """Where a claim stands: never its outcome, never an amount (assurance level L0).

    status: received, examining, documents_missing, decided, paid or withdrawn.
    expected_by: ISO date of the decision, empty when it has been made or the day has passed.
    """
    claim = asked.registry.claim(reference)
    if claim is None:
        return {**_UNKNOWN, "reference": reference}
    expected_by = claim["expected_by"]
    return {
        "found": True,
        "reference": reference,
        "programme": claim["programme"],
        "programme_name": programmes()[claim["programme"]].name(asked.language),
        "status": claim["status"],
        "received_on": claim["received_on"],
        # A day that has passed would be a promise already broken.
        "expected_by": expected_by if expected_by >= local(asked.now).date().isoformat() else "",
    }
