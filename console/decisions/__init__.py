"""Decisions and payments, each settled under four eyes."""

from flask import Blueprint

from console.decisions import held, pages, runs
from console.desk import Desk


def add(blueprint: Blueprint, desk: Desk) -> None:
    """Add the pages of decisions, payment runs and held payments."""
    pages.add(blueprint, desk)
    runs.add(blueprint, desk)
    held.add(blueprint, desk)
