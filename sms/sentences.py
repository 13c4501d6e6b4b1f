"""Fixed sentences of the text channel, in the language of a conversation or in all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


def sentence(name: str, language: str | None) -> str:
    """The sentence of this name; in every language, one a line, when none is known."""
    languages = _sentences()[name]
    return languages.get(language or "") or "\n".join(languages.values())


@cache
def _sentences() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "sentences.yaml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
