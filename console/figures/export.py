"""Figures as files: sums alone, nothing of any person or conversation."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

COLUMNS = ("day", "channel", "language", "figure", "flow", "key", "value")
"""Of a file: what a row is of, and the sum."""
Rows = Iterable[Any]


def as_csv(rows: Rows) -> str:
    """CSV with a head (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_values(row) for row in rows)
    return out.getvalue()


def as_json(rows: Rows) -> str:
    """A list of objects, one a line."""
    lines = [json.dumps(dict(zip(COLUMNS, _values(row), strict=True))) for row in rows]
    return "[" + ",\n ".join(lines) + "]\n"


KINDS: Mapping[str, Callable[[Rows], str]] = {"csv": as_csv, "json": as_json}
MEDIA = {"csv": "text/csv", "json": "application/json"}


def _values(row: Any) -> tuple[Any, ...]:
    names = ("day", "channel", "language", "name", "flow", "key", "value")
    return tuple(row[name] for name in names)
