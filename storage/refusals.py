"""What staff asked for and cannot be done."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The message says why in English; `key` and `values` let a page say it in another language."""

    def __init__(self, message: str, key: str = "", **values: Any) -> None:
        super().__init__(message)
        self.key = key
        self.values = values
