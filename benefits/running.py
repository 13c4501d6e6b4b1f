"""The cases that somebody has opened already: nobody needs a second one about the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benefits.contributions import person_of
from benefits.function import Asked

_OVER = ("RESOLVED", "CLOSED")


def running(asked: Asked, category: str) -> Iterator[Mapping[str, Any]]:
    """The person's cases of a category that are not over, newest first."""
    for case in asked.registry.cases.of_person(person_of(asked)):
        if case["category"] == category and case["status"] not in _OVER:
            yield case


def running_about(
    asked: Asked, category: str, about: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The newest that is about the same, as far as `about` tells."""
    return next(
        (case for case in running(asked, category) if about.items() <= case["about"].items()), None
    )
