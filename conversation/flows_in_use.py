"""The flows that new conversations begin with: the product's, with texts of this installation."""

from __future__ import annotations

import threading

import structlog

from flows import FlowError, Library
from flows.overrides import over, read
from storage.flow_versions import FlowVersions

_log = structlog.get_logger()


class FlowsInUse:
    """Asked before every conversation: a version that any process has published is noticed here.

    Called as a function, it gives the library. Thread-safe.
    """

    def __init__(self, product: Library, versions: FlowVersions) -> None:
        """product: the flows as they came; their files are never changed."""
        self.product = product
        self._versions = versions
        self._lock = threading.Lock()
        self._now: tuple[int, Library] = (0, product)

    def __call__(self) -> Library:
        """The flows in use."""
        return self.at()[1]

    def at(self) -> tuple[int, Library]:
        """The number of the version in use (0: the product's), and its flows."""
        latest = self._versions.latest()
        if latest != self._now[0]:
            with self._lock:
                if latest != self._now[0]:
                    self._now = (latest, self.version(latest))
        return self._now

    def version(self, number: int) -> Library:
        """The flows as they are with a version of the texts; the product's where there is none, and
        where its texts cannot be used: people must be answered, whatever happened to a row."""
        version = self._versions.get(number)
        return self.with_overrides(version.overrides) if version else self.product

    def with_overrides(self, written: str) -> Library:
        """The product's flows with these texts over them."""
        try:
            return Library(over(self.product.files, read(written).values()), self._now[1])
        except (FlowError, ValueError, KeyError, TypeError) as error:
            _log.error("texts of this installation cannot be used", error=str(error))
            return self.product
