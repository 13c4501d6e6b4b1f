"""Teaching: the queue of what was misunderstood, change sets and their trials, and the report."""

from __future__ import annotations

from flask import Blueprint

from console.desk import Desk
from console.teach import changes, quality, queue, words


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the pages under /console/teach."""
    queue.add(pages, desk)
    words.add(pages, desk)
    changes.add(pages, desk)
    quality.add(pages, desk)
