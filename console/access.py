"""Who may see what: the rule that every page states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_login import current_user

from storage.rights import RIGHTS, Right
from storage.staff import StaffMember

View = TypeVar("View", bound=Callable[..., Any])


def may(right: Right | str) -> bool:
    """May whoever is logged in do this?"""
    return bool(current_user.is_authenticated) and right in RIGHTS[current_user.role]


def who() -> StaffMember:
    """Whoever is logged in; only where a page has a rule other than "all"."""
    member: StaffMember = current_user.member
    return member


def needs(right: Right) -> Callable[[View], View]:
    """The rule of a page that takes a right. Stands below the decorator of the route."""
    return _ruled(right)


def for_staff(view: View) -> View:
    """The rule of a page for everybody who is logged in."""
    return _ruled("staff")(view)


def for_all(view: View) -> View:
    """The rule of a page that needs no login."""
    return _ruled("all")(view)


def asked_by_page(view: View) -> View:
    """Marks what a page asks for by itself: it does not prolong a login."""
    view.asked_by_page = True  # type: ignore[attr-defined]
    return view


def while_owing(view: View) -> View:
    """Marks what is open to somebody who has yet to choose a password or set up an app."""
    view.while_owing = True  # type: ignore[attr-defined]
    return view


def rule_of(view: Callable[..., Any] | None) -> str | None:
    """A `Right`, "staff", "all", or None for a page that states no rule: nobody gets it."""
    rule: str | None = getattr(view, "access_rule", None)
    return rule


def _ruled(rule: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark
