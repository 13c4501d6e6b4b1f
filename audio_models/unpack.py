"""Unpack the archive of a model, whoever made it, without writing anywhere but into one folder."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audio_models.errors import InstallError

_BLOCK = 1 << 20
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, ValueError),
)
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True)
class Limits:
    """Official models unpack to about twice their archive, in some twenty files."""

    entries: int = 2000
    bytes: int = 16 << 30
    ratio: int = 20
    always: int = 64 << 20
    """Allowed whatever the ratio, for small archives may hold long lists of words."""

    def bytes_for(self, archive: Path) -> int:
        return min(self.bytes, max(self.always, self.ratio * archive.stat().st_size))


def unpack(archive: Path, into: Path, limits: Limits | None = None) -> Path:
    """Unpack a zip with one top folder into the empty folder `into`; returns that top folder.

    Raises InstallError, and may leave files in `into`, for an archive that is damaged, would write
    elsewhere, holds anything but files and folders, or is larger than `limits`.
    """
    limits = limits or Limits()
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            if len(entries) > limits.entries:
                _refuse(archive, f"holds {len(entries)} entries, {limits.entries} are allowed")
            files = _checked(archive, entries)
            left = limits.bytes_for(archive)
            for path, entry in files.items():
                left = _write(archive, opened, entry, into / path, left)
    except _DAMAGE as error:
        raise InstallError(f"{archive} is not a whole zip archive: {error}") from error
    except OSError as error:  # no room, a name that is too long, an offset before the beginning
        raise InstallError(
            f"{archive} could not be unpacked: {error.strerror or error}."
        ) from error
    tops = {path.parts[0] for path in files}
    if len(tops) != 1:
        _refuse(archive, "is empty" if not tops else "does not hold one folder with the model")
    return into / tops.pop()


def _refuse(archive: Path, problem: str) -> None:
    raise InstallError(f"{archive} {problem}.")


def _checked(archive: Path, entries: list[zipfile.ZipInfo]) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The files of the archive by path, all of them below one folder and none in another's way."""
    files: dict[PurePosixPath, zipfile.ZipInfo] = {}
    taken: set[PurePosixPath] = set()
    for entry in entries:
        name = entry.orig_filename  # zipfile would cut the name at a NUL
        path = PurePosixPath(name)
        if _FORBIDDEN.search(name) or path.is_absolute() or ".." in path.parts or not path.parts:
            _refuse(archive, f"holds an entry that would land elsewhere: {name!r}")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            _refuse(archive, f"holds a link or device: {name!r}")
        if entry.flag_bits & 1:
            _refuse(archive, f"is encrypted: {name!r}")
        if entry.is_dir():
            continue
        if len(path.parts) < 2:
            _refuse(archive, f"holds a file outside its folder: {name!r}")
        # As file systems see it that ignore case or the way that accents are written.
        seen = PurePosixPath(unicodedata.normalize("NFC", str(path)).casefold())
        if seen in taken:
            _refuse(archive, f"holds two entries of the same name: {name!r}")
        taken.add(seen)
        files[path] = entry
    if clash := taken & {parent for path in taken for parent in path.parents}:
        _refuse(archive, f"holds a file and a folder of the same name: {str(min(clash))!r}")
    return files


def _write(
    archive: Path, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path, left: int
) -> int:
    """Unpack one file and return how many bytes may still come; declared sizes are not believed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source, file.open("xb") as target:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                _refuse(archive, "unpacks to more than a model of its size can need")
            target.write(block)
    return left
