"""Bring a model from an archive or a folder to its place among the installed ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from audio_models import unpack
from audio_models.checking import check
from audio_models.checksum import Checksum
from audio_models.description import FILE, KINDS, LANGUAGE, NAME, Description, read, record
from audio_models.download import Patience, Progress, discard, download
from audio_models.errors import InstallError, ModelError
from audio_models.official import Official, official
from audio_models.probe import probe
from audio_models.registry import BUNDLED, Registry

_DOWNLOADS = ".downloads"
_MOST_BYTES = 4 << 30  # the largest official archive has less than half of that


@dataclass(frozen=True)
class Wanted:
    """A model to install. `source` is a file, a folder or an http address."""

    name: str
    language: str
    source: str
    kind: str = "own"
    licence: str = ""
    checksum: Checksum | None = None
    unverified: bool = False
    """Install the archive although nobody said what its checksum must be."""
    bytes: int | None = None
    """The size of the archive, if known."""

    @property
    def is_remote(self) -> bool:
        return re.match(r"https?://", self.source) is not None


@dataclass(frozen=True)
class Reporting:
    """Who is told what is going on."""

    progress: Progress = lambda done, total: None
    step: Callable[[str], None] = lambda text: None
    patience: Patience = field(default_factory=Patience)


def wanted(
    name: str | None,
    source: str | None,
    language: str | None = None,
    checksum: Checksum | None = None,
    unverified: bool = False,
    licence: str | None = None,
) -> Wanted:
    """Complete what somebody asked for from the official list and from the folder itself.

    Raises InstallError if something is missing or does not fit.
    """
    name = name or (_name_of(source) if source else None)
    if name is None:
        raise InstallError("Say which model: a name from the list, or where it comes from.")
    if not NAME.fullmatch(name) or name.startswith(BUNDLED) or LANGUAGE.fullmatch(name):
        raise InstallError(
            f"{name!r} cannot be the name of a model: use letters, digits, '.', '_' and '-', more "
            f"than a language's code, and do not begin with {BUNDLED!r}."
        )
    listed = official().get(name)
    if listed:
        return _official(listed, source, language, checksum, unverified)
    if source is None:
        raise InstallError(
            f"There is no official model {name!r}; `benefitline models list --all` shows those "
            "that there are."
        )
    described = read(Path(source)) if Path(source).is_dir() else None
    language = language or (described.language if described else None)
    if language is None or not LANGUAGE.fullmatch(language):
        raise InstallError(f"Say which language {name} is for, as two or three letters: en, es.")
    licence = licence or (described.licence if described else "")
    return Wanted(name, language, source, KINDS[0], licence, checksum, unverified)


def _name_of(source: str) -> str:
    return Path(source.rstrip("/").rpartition("/")[2]).name.removesuffix(".zip")


def _official(
    listed: Official,
    source: str | None,
    language: str | None,
    checksum: Checksum | None,
    unverified: bool,
) -> Wanted:
    if language not in (None, listed.language):
        raise InstallError(f"{listed.name} is for {listed.language!r}, not {language!r}.")
    return Wanted(
        name=listed.name,
        language=listed.language,
        source=source or listed.address,
        kind=listed.kind,
        licence=listed.licence,
        checksum=checksum or listed.checksum,
        unverified=unverified,
        bytes=listed.bytes,
    )


def install(registry: Registry, model: Wanted, reporting: Reporting | None = None) -> Description:
    """Install a model; what was installed under that name stays in use until the last moment.

    Raises InstallError, or RegistryError while another command is at it. Nothing is changed then;
    what was downloaded is kept to go on from.
    """
    reporting = reporting or Reporting()
    try:
        with registry.changing():
            work = registry.scratch()
            try:
                return _install(registry, model, reporting, work)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise InstallError(f"{model.name} was not installed: {error}.") from error


def _install(registry: Registry, model: Wanted, reporting: Reporting, work: Path) -> Description:
    checksum = ""
    if not model.is_remote and Path(model.source).is_dir():
        new = _copy(Path(model.source), work / model.name)
    else:
        archive = _fetched(registry, model, reporting)
        checksum = str(_verified(archive, model, reporting))
        reporting.step("Unpacking.")
        new = unpack.unpack(archive, work)
    reporting.step("Checking.")
    _check(new, model)
    described = Description(
        name=model.name,
        language=model.language,
        kind=model.kind,
        origin=model.source,
        licence=model.licence,
        checksum=checksum,
        verified=bool(checksum and model.checksum),
        installed=datetime.now(UTC).isoformat(timespec="microseconds"),
        files=record(new),
    )
    described.write(new)
    registry.put(new, model.name)
    if model.is_remote:
        discard(_partial(registry, model))
    return described


def _check(new: Path, model: Wanted) -> None:
    try:
        inside = read(new)
        if inside and inside.language != model.language:
            problem = f"says that the model is for {inside.language!r}, not {model.language!r}"
            raise ModelError(new / FILE, problem)
        (new / FILE).unlink(missing_ok=True)  # it is written anew
        check(new)
        probe(new)
    except ModelError as error:
        place = error.file.relative_to(new) if error.file != new else "it"
        raise InstallError(
            f"{model.name} is broken and was not installed: {place} {error.problem}."
        ) from error


def _copy(source: Path, target: Path) -> Path:
    for path in source.rglob("*"):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise InstallError(f"{path} is a link or device, which no model needs.")
    return Path(shutil.copytree(source, target))


def _partial(registry: Registry, model: Wanted) -> Path:
    folder = registry.writable() / _DOWNLOADS
    folder.mkdir(exist_ok=True)
    return folder / f"{model.name}.zip"


def _fetched(registry: Registry, model: Wanted, reporting: Reporting) -> Path:
    if model.checksum is None and not model.unverified:
        raise InstallError(
            f"The checksum of the archive of {model.name} is not known. Give the one that you "
            "trust with --checksum sha256:…, or say --unverified to do without."
        )
    if not model.is_remote:
        file = Path(model.source)
        if not file.is_file():
            raise InstallError(f"{file} is neither a file nor a folder nor an http address.")
        return file
    partial = _partial(registry, model)
    reporting.step(f"Fetching {model.source}")
    most = model.bytes or _MOST_BYTES
    download(model.source, partial, most, reporting.progress, reporting.patience)
    return partial


def _verified(archive: Path, model: Wanted, reporting: Reporting) -> Checksum:
    """The checksum of the archive. A download that has a wrong one is thrown away."""
    if model.checksum is None:
        return Checksum.of(archive)
    reporting.step("Comparing the checksum.")
    found = Checksum.of(archive, model.checksum.algorithm)
    if found != model.checksum:
        if model.is_remote:
            discard(archive)
        raise InstallError(
            f"The archive of {model.name} is not the right one: its checksum is {found}, it must "
            f"be {model.checksum}. Nothing was installed."
        )
    return found
