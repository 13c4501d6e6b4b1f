"""The lists that slots choose among, in the language of a conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from benefits import LISTS
from benefits.registry import Registry
from intents import Option

FRESH = timedelta(minutes=1)
"""How long a list is kept: offices and programmes change by the year, not by the call."""


class Lists:
    """Reads lists from the registry and keeps them for a minute."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[datetime, Sequence[Option]]] = {}

    def view(
        self, registry: Registry, language: str, now: datetime
    ) -> Mapping[str, Sequence[Option]]:
        """All lists by name; one is read only when it is looked at."""
        return _View(self, registry, language, now)

    def get(self, name: str, registry: Registry, language: str, now: datetime) -> Sequence[Option]:
        """The options of a list, named in `language` first, then in the others."""
        kept = self._kept.get((name, language))
        if kept and now - kept[0] < FRESH:
            return kept[1]
        options = [
            Option(entry.value, _names(entry.names, language)) for entry in LISTS[name](registry)
        ]
        self._kept[name, language] = (now, options)
        return options


def _names(names: Mapping[str, Sequence[str]], language: str) -> tuple[str, ...]:
    ordered = [*names.get(language, ()), *(name for all_ in names.values() for name in all_)]
    return tuple(dict.fromkeys(ordered))


class _View(Mapping[str, Sequence[Option]]):
    def __init__(self, lists: Lists, registry: Registry, language: str, now: datetime) -> None:
        self._lists, self._registry, self._language, self._now = lists, registry, language, now

    def __getitem__(self, name: str) -> Sequence[Option]:
        if name not in LISTS:
            raise KeyError(name)
        return self._lists.get(name, self._registry, self._language, self._now)

    def __iter__(self) -> Iterator[str]:
        return iter(LISTS)

    def __len__(self) -> int:
        return len(LISTS)
