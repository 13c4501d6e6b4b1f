"""The models that the authors of Vosk offer, as listed in official.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from audio_models.checksum import Checksum

FILE = Path(__file__).parent / "official.yaml"


@dataclass(frozen=True)
class Official:
    """`bytes` is the size of the archive; None and "" stand for what is not known."""

    name: str
    language: str
    kind: str
    address: str
    bytes: int
    licence: str = ""
    memory_mb: int | None = None
    checksum: Checksum | None = None


@cache
def official() -> dict[str, Official]:
    """All of them by name."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: Official(
            name=name,
            address=content["address"].format(name=name),
            checksum=Checksum.parse(one["checksum"]) if "checksum" in one else None,
            **{key: value for key, value in one.items() if key != "checksum"},
        )
        for name, one in content["models"].items()
    }
