"""All conversations in progress, and the filters that narrow them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from jinja2 import Template

from console.access import asked_by_page, needs
from console.desk import Desk
from console.going_on import GoingOnNow, Row, Snapshot
from console.shown import waiting
from console.texts import language
from conversation.trouble import KINDS
from storage.rights import Right

MOST_LISTED = 100
"""Rows of the list; the page says when there are more."""
UNCHANGED = 204
"""htmx leaves the page as it is on this status."""
_LONGEST = 64


@dataclass(frozen=True)
class Wanted:
    """What somebody watches; empty fields narrow nothing. Kept in the address of the page."""

    language: str = ""
    flow: str = ""
    trouble: str = ""
    """A kind of trouble, or `any`."""

    @staticmethod
    def asked() -> Wanted:
        """As the request at hand says."""
        names = ("language", "flow", "trouble")
        return Wanted(*(request.args.get(name, "")[:_LONGEST] for name in names))

    def query(self) -> dict[str, Any]:
        """The fields that narrow, for an address."""
        return {name: value for name, value in vars(self).items() if value}

    def passes(self, row: Row) -> bool:
        """Is this conversation watched?"""
        kinds = {each.kind for each in row.trouble}
        in_trouble = bool(kinds) if self.trouble == "any" else self.trouble in kinds
        return (
            self.language in ("", row.conversation.language)
            and self.flow in ("", row.flow)
            and (not self.trouble or in_trouble)
        )


def add(pages: Blueprint, desk: Desk, now: GoingOnNow) -> None:
    """Add the live page, and the news that it asks for."""
    rows = _Rows()

    @pages.get("/live")
    @needs(Right.WATCH)
    def live() -> str:
        desk.looked("view_live", "live")
        snapshot, wanted = now.snapshot(), Wanted.asked()
        with now.spending():
            listed, _ = _page(snapshot, wanted, rows)
        return render_template(
            "console/live/live.html",
            listed=listed,
            wanted=wanted,
            languages=sorted({row.conversation.language for row in snapshot.rows}),
            flows=sorted({row.flow for row in snapshot.rows if row.flow}),
            troubles=KINDS,
        )

    @pages.get("/live/news")
    @needs(Right.WATCH)
    @asked_by_page
    def live_news() -> str | Response:
        snapshot = now.snapshot()
        with now.spending():
            listed, seen = _page(snapshot, Wanted.asked(), rows)
        return Response(status=UNCHANGED) if request.args.get("seen") == seen else listed

    @pages.get("/live/told")
    @needs(Right.WATCH)
    @asked_by_page
    def live_told() -> Response:
        wanted, seen = Wanted.asked(), request.args.get("live")

        def news() -> str | None:
            nonlocal seen
            snapshot = now.snapshot()
            with now.spending():
                listed, name = _page(snapshot, wanted, rows)
            before, seen = seen, name
            return None if name == before else listed

        return desk.tell({"live": news})


class _Rows:
    """The rows of the list as they are written, remembered for as long as they stay the same."""

    def __init__(self) -> None:
        self._written: dict[tuple[object, ...], tuple[str, str]] = {}
        self._of = 0

    def write(self, snapshot: Snapshot, shown: Sequence[Row], values: dict[str, Any]) -> list[str]:
        """The rows in HTML."""
        known = self._written
        template: Template = current_app.jinja_env.get_template("console/live/row.html")
        module: Any = template.make_module(values)
        written, rows = {}, []
        for row in shown:
            key = (language(), *row.key)
            # What a row says stays the same for long; only how long somebody waits does not.
            before, after = known.get(key) or str(module.row(row)).split(_WAIT, 1)
            written[key] = before, after
            rows.append(f"{before}{waiting(row.waits_since, snapshot.at)}{after}")
        if snapshot.number == self._of:
            written = known | written  # somebody else watches other rows of the same moment
        self._written, self._of = written, snapshot.number
        return rows


_WAIT = "<!--wait-->"


def _page(snapshot: Snapshot, wanted: Wanted, rows: _Rows) -> tuple[str, str]:
    """The list, and a name for what is on it."""
    known = (language(), wanted)
    if known not in snapshot.pages:
        watched = [row for row in snapshot.rows if wanted.passes(row)]
        listed = watched[:MOST_LISTED]
        seen = _digest([row.key for row in listed])
        calls = sum(row.conversation.channel == "voice" for row in watched)
        values: dict[str, Any] = {"now": snapshot.at}
        current_app.update_template_context(values)
        values |= {
            "calls": calls,
            "texts": len(watched) - calls,
            "all": len(snapshot.rows),
            "most": MOST_LISTED if len(watched) > MOST_LISTED else 0,
            "news": url_for("console.live_news", seen=seen, **wanted.query()),
            "seen": seen,
        }
        written = rows.write(snapshot, listed, values)
        template = current_app.jinja_env.get_template("console/live/list.html")
        snapshot.pages[known] = template.render(values, rows="".join(written)), seen
    return snapshot.pages[known]


def _digest(values: Sequence[object]) -> str:
    """A short name for what the page shows; the waiting times are counted on by the page."""
    return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()
