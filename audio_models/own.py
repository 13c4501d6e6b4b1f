"""Models that are made here from another one: which to start from, and how they come into use."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from audio_models.checking import check
from audio_models.description import KINDS, Description, read, record
from audio_models.errors import ModelError, RegistryError
from audio_models.graph.build import PHONES_FILE
from audio_models.probe import probe
from audio_models.registry import Candidate, Registry
from audio_models.watching import in_use

REBUILT, ADAPTED = "rebuilt", "adapted"
_THEN = ", then "


def name_of(language: str) -> str:
    """What the model that was made here for a language is called."""
    return f"own-{language}"


def source(registry: Registry, language: str, named: str | None = None) -> Candidate:
    """The model to start from: `named` (a folder or an installed model's name) or the one in use.

    Raises RegistryError if there is none, or if it is an official one, which cannot be changed;
    ModelError for a broken one.
    """
    found = _named(registry, language, named) if named else in_use(registry, language)
    if found is None:
        raise RegistryError(
            f"There is no speech model for {language!r} to start from; name one with --model."
        )
    found.check()
    if not _changeable(found):
        others = [one.name for one in registry.candidates(language) if _changeable(one)]
        hint = " or ".join(f"--model {name}" for name in others)
        raise RegistryError(
            f"The model {found.name} cannot be changed: it has no {PHONES_FILE}, as no "
            "official model has. "
            + (f"Start from one that can: {hint}." if others else "No other one is here either.")
        )
    return found


def _changeable(candidate: Candidate) -> bool:
    return (candidate.folder / PHONES_FILE).is_file()


def _named(registry: Registry, language: str, named: str) -> Candidate:
    folder = Path(named)
    if folder.is_dir():
        return _installed_in(registry, folder) or Candidate(named, language, folder, read(folder))
    found = registry.find(named)
    if found.language != language:
        raise RegistryError(f"{named} is for {found.language!r}, not {language!r}.")
    return found


def _installed_in(registry: Registry, folder: Path) -> Candidate | None:
    installed = registry.installed()
    return next((one for one in installed if one.folder.resolve() == folder.resolve()), None)


@contextlib.contextmanager
def writing(
    registry: Registry, language: str, start: Candidate, how: str, out: Path | None = None
) -> Iterator[Path]:
    """Where to write the model that is made from `start`; it need not be there at the end.

    That is `out`, or else a place from which it becomes the installed own model of the language
    when the block ends well. No other command changes the installed models meanwhile. `how`:
    REBUILT or ADAPTED. Raises RegistryError if something is in the way, and ModelError if Vosk
    refuses what was written.
    """
    if out is not None:
        if registry.folder and out.resolve().is_relative_to(registry.folder.resolve()):
            raise RegistryError(
                f"The folder {out} is among the installed models; without --out the new "
                f"model becomes {name_of(language)} there."
            )
        yield out
        return
    name = name_of(language)
    with registry.changing():
        _keep_another(registry, name, start)
        work = registry.scratch()
        try:
            new = work / name
            yield new
            if new.is_dir():
                probe(new)
                _described(name, language, start, how, new).write(new)
                registry.put(new, name)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _keep_another(registry: Registry, name: str, start: Candidate) -> None:
    """Nothing that somebody made is lost unless the new model is made from it, or it is broken."""
    there = next((one for one in registry.installed() if one.name == name), None)
    if there is None or there.folder.resolve() == start.folder.resolve():
        return
    with contextlib.suppress(ModelError):
        check(there.folder)
        raise RegistryError(
            f"The model {name} would be lost, for the new model is made from {start.name}. "
            f"Start with `--model {name}`, or first give it up with `benefitline models remove "
            f"{name}`."
        )


def _described(name: str, language: str, start: Candidate, how: str, new: Path) -> Description:
    before = start.description or Description(start.name, language, KINDS[0])
    return replace(
        before,
        name=name,
        language=language,
        kind=KINDS[0],
        origin=_origin(name, start, how),
        checksum="",
        verified=False,
        installed=datetime.now(UTC).isoformat(timespec="microseconds"),
        files=record(new),
    )


def _origin(name: str, start: Candidate, how: str) -> str:
    """ "adapted from bundled-en, then rebuilt": what a model has learnt from must not be lost."""
    before = start.description.origin if start.description and start.name == name else ""
    if not before:
        return f"{how} from {start.name}"
    return before if before.rpartition(_THEN)[2].startswith(how) else f"{before}{_THEN}{how}"
