"""What each intent is about and what it is called: the list in `catalogue.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "catalogue.yaml"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """By intent: `about`, and what it is called by language."""
    entries: Mapping[str, Mapping[str, str]] = read_yaml(FILE)
    return entries


def title(intent: str, language: str) -> str:
    """What an intent is called in "is it about …?"; empty where the list does not have it."""
    return catalogue().get(intent, {}).get(language, "")
