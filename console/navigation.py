"""The pages that the head of every page leads to, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import current_app, url_for

from console.access import may
from storage.rights import Right

_PAGES: tuple[tuple[str, Right], ...] = (
    ("live", Right.WATCH),
    ("search", Right.WATCH),
    ("callbacks", Right.HELP),
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
    open_to = [(_place(right), page) for page, right in _PAGES if _open(page, right)]
    open_to.sort(key=lambda one: one[0])
    many = len(open_to) > FLAT
    found: list[Group] = []
    for place, of in groupby(open_to, key=lambda one: one[0]):
        pages = tuple(page for _, page in of)
        found.append(Group(_GROUPS[place][0], pages, many and bool(found) and len(pages) > 1))
    return found


def pages() -> list[str]:
    """The endpoints for whoever is logged in, in the order of the head."""
    return [page for group in groups() for page in group.pages]


def home() -> str:
    """The address of the first page for whoever is logged in."""
    first = next(iter(pages()), "")
    return url_for(f"console.{first}") if first else url_for("console.missing", missing="pages")


def _open(page: str, right: Right) -> bool:
    return f"console.{page}" in current_app.view_functions and may(right)


def _place(right: Right) -> int:
    return next(place for place, (_, rights) in enumerate(_GROUPS) if right in rights)
