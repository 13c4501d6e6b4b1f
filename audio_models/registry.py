"""Which model is used for a language: those installed, the bundled one, and what was chosen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from audio_models import layout
from audio_models.checking import check
from audio_models.description import KINDS, LANGUAGE, Description, read
from audio_models.errors import ModelError, RegistryError
from audio_models.replacing import exchange

BUNDLED = "bundled-"
_CHOICES = "choices.yaml"
_LOCK = ".lock"
_WORK, _REPLACED = ".work-", ".replaced-"


@dataclass(frozen=True)
class Candidate:
    """A model that may serve `language`; it has not been checked."""

    name: str
    language: str
    folder: Path
    description: Description | None = None
    pinned: bool = False

    @property
    def is_bundled(self) -> bool:
        return self.name.startswith(BUNDLED)

    @property
    def kind(self) -> str:
        return self.description.kind if self.description else "own"

    @property
    def identity(self) -> tuple[str, int, int]:
        """Another one whenever the folder was replaced. Raises OSError if it is gone."""
        status = self.folder.stat()
        return str(self.folder), status.st_ino, status.st_mtime_ns

    def check(self) -> None:
        """Raises ModelError if Vosk must not be given this model for its language."""
        check(self.folder, self.language)


class Registry:
    """The models below one folder, each in `<folder>/<name>/`, and the bundled ones.

    A folder that is named like a language ("es") and has no description is a model for that
    language. Reading needs no lock: every change is one rename, where the system can exchange two.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def stamp(self) -> tuple[int, ...]:
        """Costs two looks at the file system; another one whenever anything has changed."""
        stamp: list[int] = []
        for path in (self.folder, self.folder and self.folder / _CHOICES):
            with contextlib.suppress(OSError):
                if path:
                    status = path.stat()
                    stamp += [status.st_ino, status.st_mtime_ns]
        return tuple(stamp)

    def languages(self) -> frozenset[str]:
        """Those with an installed model, be it broken."""
        return frozenset(candidate.language for candidate in self.installed())

    def installed(self) -> list[Candidate]:
        """By name; a model with an unreadable description goes by the language of its name."""
        if self.folder is None or not self.folder.is_dir():
            return []
        found = (self._candidate(path) for path in sorted(self.folder.iterdir()))
        return [candidate for candidate in found if candidate]

    def _candidate(self, path: Path) -> Candidate | None:
        if path.name.startswith(".") or not path.is_dir():
            return None
        try:
            description = read(path)
        except ModelError:
            description = None
        by_name = path.name if LANGUAGE.fullmatch(path.name) else None
        language = by_name or (description.language if description else "")
        return Candidate(path.name, language, path, description)

    def candidates(self, language: str, pins: dict[str, str] | None = None) -> list[Candidate]:
        """The models for a language, the one to use first: chosen, then best, then bundled.

        `pins` may stand in for the stored choices. Raises RegistryError if these are unreadable.
        """
        installed = [one for one in self.installed() if one.language == language]
        installed.sort(key=lambda one: one.description.installed if one.description else "")
        installed.reverse()  # of two equals the latest
        installed.sort(key=lambda one: KINDS.index(one.kind))
        place = layout.bundled(language)
        bundled = [Candidate(BUNDLED + language, language, place)] if place else []
        pin = (self.pins() if pins is None else pins).get(language)
        ordered = [*installed, *bundled]
        pinned = [
            Candidate(one.name, one.language, one.folder, one.description, pinned=True)
            for one in ordered
            if one.name == pin
        ]
        return pinned + [one for one in ordered if one.name != pin]

    def find(self, name: str) -> Candidate:
        """Raises RegistryError if no model of that name is installed or bundled."""
        bundled = name.removeprefix(BUNDLED)
        if name.startswith(BUNDLED) and (place := layout.bundled(bundled)):
            return Candidate(name, bundled, place)
        for candidate in self.installed():
            if candidate.name == name:
                return candidate
        raise RegistryError(f"No model {name!r} is installed.")

    def pins(self) -> dict[str, str]:
        """The chosen model of each language for which one was chosen."""
        if self.folder is None:
            return {}
        file = self.folder / _CHOICES
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            return {str(language): str(name) for language, name in content.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, yaml.YAMLError) as error:
            raise RegistryError(
                f"{file} cannot be read; remove it to go back to the automatic choice."
            ) from error

    def pin(self, language: str, name: str | None) -> None:
        """Choose a model for a language, or leave the choice to us with None."""
        pins = {**self.pins(), language: name}
        kept = {key: value for key, value in pins.items() if value is not None}
        folder = self.writable()
        temporary = folder / f".{_CHOICES}"
        with temporary.open("w", encoding="utf-8") as stream:
            yaml.safe_dump(kept, stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, folder / _CHOICES)

    def remove(self, name: str) -> None:
        """Raises RegistryError if the model is not installed or comes with the product."""
        candidate = self.find(name)
        if candidate.is_bundled:
            raise RegistryError(f"{name} comes with the product and stays.")
        if self.pins().get(candidate.language) == name:
            self.pin(candidate.language, None)
        aside = self.scratch() / name
        candidate.folder.rename(aside)
        shutil.rmtree(aside.parent, ignore_errors=True)

    def put(self, new: Path, name: str) -> None:
        """Move a folder of the same file system to `<folder>/<name>/`, in place of an older one."""
        target = self.writable() / name
        if target.exists() and exchange(new, target):
            shutil.rmtree(new, ignore_errors=True)
            return
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=_REPLACED))
        if target.exists():
            target.rename(aside / name)
        try:
            new.rename(target)
        except OSError:
            if (aside / name).exists():
                (aside / name).rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)

    def scratch(self) -> Path:
        """A new folder on the same file system that is no model."""
        return Path(tempfile.mkdtemp(dir=self.writable(), prefix=_WORK))

    def writable(self) -> Path:
        """The folder, made if it was not there."""
        if self.folder is None:
            raise RegistryError("There is no folder for models.")
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the folder alone while changing it; puts right what a killed command left behind.

        Raises RegistryError if another command holds it.
        """
        folder = self.writable()
        with (folder / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise RegistryError(f"Another command is changing {folder}.") from error
            self._tidy(folder)
            yield

    @staticmethod
    def _tidy(folder: Path) -> None:
        for left in folder.glob(_REPLACED + "*"):
            for model in left.iterdir():  # killed between the two renames of `put`
                if not (folder / model.name).exists():
                    model.rename(folder / model.name)
            shutil.rmtree(left, ignore_errors=True)
        for left in folder.glob(_WORK + "*"):
            shutil.rmtree(left, ignore_errors=True)
        (folder / f".{_CHOICES}").unlink(missing_ok=True)
