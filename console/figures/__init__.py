"""Figures of the service: how many conversations, how they end, where they stop, what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Blueprint

    from console.desk import Desk


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the pages; the desk holds prices, so that they are imported only now."""
    from console.figures import pages as figures

    figures.add(pages, desk)
