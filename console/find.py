"""Searching past conversations."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from console.access import needs
from console.desk import Desk
from console.highlight import pieces
from storage.rights import Right
from storage.watching import Filters

LONGEST = 200
"""Characters of a search."""
CHANNELS = ("voice", "sms")
LANGUAGES = ("en", "es", "zh")


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the page that searches."""

    @pages.get("/search")
    @needs(Right.WATCH)
    def search() -> str:
        desk.looked("search_conversations", "search")
        words = request.args.get("words", "")[:LONGEST].strip()
        filters, misread = _filters()
        found = desk.watching.search(words, filters, request.args.get("older", ""))
        onward: dict[str, Any] = {**request.args.to_dict(), "older": found.older}
        return render_template(
            "console/search.html",
            words=words,
            filters=filters,
            misread=misread,
            found=found,
            older=url_for("console.search", **onward) if found.older else "",
            pieces=lambda shown: pieces(shown, words),
            channels=CHANNELS,
            languages=LANGUAGES,
            now=desk.clock(),
        )


def _filters() -> tuple[Filters, list[str]]:
    """The filters of the form, and the dates that are none."""
    misread: list[str] = []

    def day(field: str) -> date | None:
        value = request.args.get(field, "").strip()
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            misread.append(value[:LONGEST])
            return None

    filters = Filters(
        channel=_among(request.args.get("channel", ""), CHANNELS),
        language=_among(request.args.get("language", ""), LANGUAGES),
        first=day("first"),
        last=day("last"),
    )
    return filters, misread


def _among(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""
