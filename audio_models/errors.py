"""What may be wrong with a model, with the models of an installation, and with installing one."""

from __future__ import annotations

from pathlib import Path


class ModelError(Exception):
    """A model that Vosk must not be given; `file` is the one at fault."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem


class RegistryError(Exception):
    """What was asked of the installed models cannot be done; the message is a sentence."""


class InstallError(Exception):
    """A model was not installed, and nothing was changed; the message is a sentence."""
