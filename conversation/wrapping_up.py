"""The reasons for which a person's part in a conversation can end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("wrapping_up.yaml")


@dataclass(frozen=True)
class Reasons:
    """By name, what a reason is called in each language, in the order they are offered."""

    names: Mapping[str, Mapping[str, str]]

    @staticmethod
    def load(file: Path = _FILE) -> Reasons:
        """The list of a file."""
        return Reasons(yaml.safe_load(file.read_text(encoding="utf-8")))

    def called(self, name: str, language: str) -> str:
        """What a reason is called; its name where it is on the list no more."""
        called = self.names.get(name, {})
        return called.get(language) or called.get("en") or name
