"""Looking at many people at once: once a year, or when a rule has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from benefits.jobs.adjudication import Adjudicated, adjudicate, decided
from benefits.jobs.work import ToDo
from benefits.rules import Decision, ruleset

Row = Mapping[str, Any]


def reviewed(
    programme: str, person: Row, on: date, cases: Sequence[str]
) -> tuple[str, Adjudicated]:
    """What a review comes to about a person (as `storage.bulk` reads them), and its status.

    Who draws the benefit goes on with it where nothing changes (in_force); what would change is
    proposed to a person. About everybody else it is a finding: nothing follows from it.
    """
    drawn = person["drawn"]
    if drawn is None:
        return "finding", Adjudicated(decided(programme, person, person["told"], on), None)
    told = {**_told_before(drawn), **person["told"]}
    found = adjudicate(programme, person, told, on, drawn, cases)
    if found.to_do is None:
        return "in_force", found
    text = f"A review of somebody who draws this benefit. {found.to_do.text}"
    about = {"programme": programme}
    return "proposed", Adjudicated(
        found.decision, ToDo(text, found.to_do.who, about, found.to_do.priority)
    )


def _told_before(drawn: Row) -> Row:
    """The facts that a person had told when the benefit was granted."""
    known = ruleset().facts
    facts = Decision.from_record(drawn["record"]).facts
    return {
        name: value
        for name, value in facts.items()
        if name in known and known[name].source == "person"
    }
