"""The file `benefitline.yaml` of an installed model: what it is, and what its files must be."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from audio_models.checksum import Checksum
from audio_models.errors import ModelError

FILE = "benefitline.yaml"
LANGUAGE = re.compile(r"[a-z]{2,3}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
KINDS = ("own", "dynamic", "small", "big")
"""Best first. An own model was made for this hotline; `dynamic` is large and, like `small`, can be
told what a step listens for; `big` cannot."""


@dataclass(frozen=True)
class Recorded:
    """A file of the model as it was when the model was installed."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Description:
    """`language` is an ISO 639 code, `installed` a time in UTC, `files` go by relative path."""

    name: str
    language: str
    kind: str = "own"
    origin: str = ""
    licence: str = ""
    checksum: str = ""
    """Of the archive that the model came in; empty if it came in none."""
    verified: bool = False
    """Was that checksum known before the archive came?"""
    installed: str = ""
    files: dict[str, Recorded] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        text = yaml.safe_dump(asdict(self), sort_keys=False, allow_unicode=True)
        (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> Description | None:
    """The description of a model, or None if it has none. Raises ModelError if it is unreadable."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return _description(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError(file, "cannot be read") from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(file, "does not describe a model") from error


def _description(content: Any) -> Description:
    files = {
        str(path): Recorded(int(one["bytes"]), str(one["sha256"]))
        for path, one in (content.get("files") or {}).items()
    }
    described = Description(**{**content, "files": files})
    if not LANGUAGE.fullmatch(described.language) or described.kind not in KINDS:
        raise ValueError("language or kind")
    return described


def record(folder: Path) -> dict[str, Recorded]:
    """Size and sum of every file of a model, without its description."""
    return {
        path.relative_to(folder).as_posix(): Recorded(path.stat().st_size, Checksum.of(path).digest)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FILE
    }


def check_sizes(folder: Path, described: Description) -> None:
    """Raise ModelError if a file is not as long as it was when the model was installed."""
    for name, recorded in described.files.items():
        file = folder / name
        if not file.is_file():
            raise ModelError(file, "is missing")
        size = file.stat().st_size
        if size != recorded.bytes:
            raise ModelError(file, f"has {size} bytes, but had {recorded.bytes} when installed")


def check_sums(folder: Path, described: Description) -> None:
    """Raise ModelError if the content of a file is not what was installed."""
    check_sizes(folder, described)
    for name, recorded in described.files.items():
        if Checksum.of(folder / name).digest != recorded.sha256:
            raise ModelError(folder / name, "was altered since the model was installed")
