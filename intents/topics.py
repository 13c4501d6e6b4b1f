"""Subjects that lie near each other, so that one is likelier where another is spoken about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from intents.yaml_file import read_yaml

FILE = Path(__file__).parent / "topics.yaml"


def likelier(near: Iterable[str], times: float) -> dict[str, float]:
    """By intent, how many times likelier than usual it is where these are spoken about."""
    topics = _topics()
    around = {other for intent in near for other in (intent, *topics.get(intent, ()))}
    return dict.fromkeys(sorted(around), times)


@cache
def _topics() -> Mapping[str, frozenset[str]]:
    """By intent, all that stand with it."""
    found: dict[str, frozenset[str]] = {}
    for intents in read_yaml(FILE).values():
        for intent in intents:
            found[intent] = found.get(intent, frozenset()) | frozenset(intents)
    return found
