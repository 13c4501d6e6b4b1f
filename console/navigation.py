"""The pages that the head of every page leads to, for those who may see them."""

from __future__ import annotations

from flask import current_app, url_for

from console.access import may
from storage.rights import Right

_PAGES: tuple[tuple[str, Right], ...] = (
    ("live", Right.WATCH),
    ("search", Right.WATCH),
    ("callbacks", Right.HELP),
    ("teach", Right.TEACH),
    ("phone", Right.PRACTISE),
)
"""Endpoint (whose text is its label) and what it takes, in the order they are shown."""


def pages() -> list[str]:
    """The endpoints for whoever is logged in."""
    known = current_app.view_functions
    return [page for page, right in _PAGES if f"console.{page}" in known and may(right)]


def home() -> str:
    """The address of the first page for whoever is logged in."""
    first = next(iter(pages()), "")
    return url_for(f"console.{first}") if first else url_for("console.missing", missing="pages")
