"""Flows for authors who are not programmers: seen, heard, changed, published and taken back."""

from __future__ import annotations

from flask import Blueprint

from console.desk import Desk
from console.flows import changing, editing, overview, versions


def add(pages: Blueprint, desk: Desk) -> None:
    """Add all pages about flows."""
    overview.add(pages, desk)
    editing.add(pages, desk)
    changing.add(pages, desk)
    versions.add(pages, desk)
