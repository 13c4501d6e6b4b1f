"""The pages that the head of every page leads to, for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from flask import current_app, url_for

from console.access import may
from storage.rights import Right

_PAGES: tuple[tuple[str, Right], ...] = (
    ("live", Right.WATCH),
    ("search", Right.WATCH),
    ("callbacks", Right.HELP),
    ("cases", Right.CASES),
    ("decisions", Right.CASES),
    ("payments", Right.CASES),
    ("teach", Right.TEACH),
    ("audit", Right.AUDIT),
    ("staff", Right.ADMINISTER),
    ("flows", Right.READ_FLOWS),
    ("figures", Right.UNDERSTAND),
    ("phone", Right.PRACTISE),
)
"""Endpoint (whose text is its label) and what it takes; in the order that a group shows them."""

_GROUPS: tuple[tuple[str, frozenset[Right]], ...] = (
    ("now", frozenset({Right.WATCH, Right.HELP, Right.LISTEN})),
    ("work", frozenset({Right.CASES, Right.DECIDE, Right.UNMASK})),
    (
        "improve",
        frozenset({Right.TEACH, Right.UNDERSTAND})
        | {Right.READ_FLOWS, Right.WRITE_FLOWS, Right.PUBLISH_FLOWS},
    ),
    ("practise", frozenset({Right.PRACTISE})),
    ("control", frozenset({Right.AUDIT, Right.ADMINISTER})),
)
"""What a page takes says to which group it belongs; in the order that the head shows them."""

FLAT = 6
"""So many pages stand beside each other; of more, all but the first group fold away."""

KEYS = {
    "live": "l",
    "search": "s",
    "callbacks": "b",
    "cases": "c",
    "decisions": "d",
    "review": "r",
    "teach": "t",
    "figures": "n",
    "flows": "f",
    "audit": "a",
    "staff": "m",
    "payments": "y",
    "phone": "p",
}
"""The key that opens a page, after "g"; the same in every language."""


@dataclass(frozen=True)
class Group:
    """Pages (endpoints) that belong together. folded: behind a button with the group's name."""

    name: str
    pages: tuple[str, ...]
    folded: bool = False


def groups() -> list[Group]:
    """The pages for whoever is logged in, as the head shows them."""
    known = current_app.view_functions
    return grouped([one for one in _PAGES if f"console.{one[0]}" in known and may(one[1])])


def grouped(pages: Sequence[tuple[str, Right]]) -> list[Group]:
    """Pages (endpoint and what it takes) by group. Of many, all groups but the first fold away;
    one page is never folded."""
    places = sorted(((_place(right), page) for page, right in pages), key=itemgetter(0))
    found: list[Group] = []
    for place, of in groupby(places, key=itemgetter(0)):
        together = tuple(page for _, page in of)
        folded = len(pages) > FLAT and bool(found) and len(together) > 1
        found.append(Group(_GROUPS[place][0], together, folded))
    return found


def pages() -> list[str]:
    """The endpoints for whoever is logged in, in the order of the head."""
    return [page for group in groups() for page in group.pages]


def home() -> str:
    """The address of the first page for whoever is logged in."""
    first = next(iter(pages()), "")
    return url_for(f"console.{first}") if first else url_for("console.missing", missing="pages")


def _place(right: Right) -> int:
    return next(place for place, (_, rights) in enumerate(_GROUPS) if right in rights)
