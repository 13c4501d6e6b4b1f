"""The installed models as a running server sees them: checked once, and again when they change."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import structlog

from audio_models.description import check_sums, read
from audio_models.errors import ModelError, RegistryError
from audio_models.probe import probe
from audio_models.registry import Candidate, Registry

Identity = tuple[str, int, int]
_log = structlog.get_logger()


class WatchedRegistry:
    """Which models may be used for a language, best first. Thread-safe.

    Each question costs two looks at the file system while nothing changes. A broken model is
    logged once and left out.
    """

    def __init__(self, folder: Path | None) -> None:
        self._registry = Registry(folder)
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._installed: frozenset[str] = frozenset()
        self._candidates: dict[str, list[Candidate]] = {}
        self._fit: dict[Identity, bool] = {}

    def languages(self) -> frozenset[str]:
        """Those for which something is installed."""
        with self._lock:
            self._notice()
            return self._installed

    def usable(self, language: str) -> list[Candidate]:
        """The models that passed the check."""
        with self._lock:
            self._notice()
            if language not in self._candidates:
                self._candidates[language] = self._ordered(language)
            return [one for one in self._candidates[language] if self._is_fit(one)]

    def refuse(self, candidate: Candidate, identity: Identity, error: Exception) -> None:
        """This model turned out not to be usable: leave it out until it is replaced."""
        _log.error("speech model refused", language=candidate.language, error=str(error))
        with self._lock:
            self._fit[identity] = False

    def _ordered(self, language: str) -> list[Candidate]:
        try:
            return self._registry.candidates(language)
        except RegistryError as error:
            _log.error("choice of speech models ignored", error=str(error))
            return self._registry.candidates(language, pins={})

    def _notice(self) -> None:
        stamp = self._registry.stamp()
        if stamp == self._stamp:
            return
        self._candidates.clear()
        try:
            self._installed = self._registry.languages()
        except OSError as error:
            _log.error("installed speech models cannot be read", error=str(error))
            self._installed = frozenset()
        self._stamp = stamp

    def _is_fit(self, candidate: Candidate) -> bool:
        try:
            identity = candidate.identity
        except OSError:
            return False  # removed a moment ago
        if identity not in self._fit:
            try:
                candidate.check()
            except (ModelError, OSError) as error:
                _log.error("speech model refused", language=candidate.language, error=str(error))
                self._fit[identity] = False
            else:
                self._fit[identity] = True
        return self._fit[identity]


def in_use(registry: Registry, language: str) -> Candidate | None:
    """The model that a server would load now."""
    for candidate in registry.candidates(language):
        with contextlib.suppress(ModelError):
            candidate.check()
            check_thoroughly(candidate)
            return candidate
    return None


def check_thoroughly(candidate: Candidate) -> None:
    """Raise ModelError unless an installed model is what was installed, byte by byte.

    Of a model that somebody copied here there is nothing to compare with: it is tried in a process
    of its own. The bundled ones are part of the product.
    """
    if candidate.is_bundled:
        return
    described = read(candidate.folder)
    if described is None:
        probe(candidate.folder)
    else:
        check_sums(candidate.folder, described)
