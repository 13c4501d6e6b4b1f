"""What the linter says about a flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong (an error) or worth a look (a warning), with its place."""

    file: str
    line: int
    step: str
    level: Level
    message: str

    def __str__(self) -> str:
        step = f"{self.step}: " if self.step else ""
        return f"{self.file}:{self.line}: {step}{self.level}: {self.message}"
