"""What may be wrong with a model."""

from __future__ import annotations

from pathlib import Path


class ModelError(Exception):
    """A model that Vosk must not be given; `file` is the one at fault."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem
