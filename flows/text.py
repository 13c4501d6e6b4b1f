"""Texts of a flow: per language, with a wording of its own per channel where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)(?::(\w+))?\}")


class Wording(BaseModel):
    """One language's text: the same for both channels, or one for each."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    voice: str
    sms: str
    keys: str | None = None
    """In place of `voice` on a call that cannot listen to the language."""
    short: str | None = None
    """In place of `voice` for callers who want few words."""

    @model_validator(mode="before")
    @classmethod
    def _same_for_both(cls, value: Any) -> Any:
        return {"voice": value, "sms": value} if isinstance(value, str) else value

    def on(self, channel: str, keys_only: bool = False, short: bool = False) -> str:
        """The text for a channel."""
        if channel == "sms":
            return self.sms
        if keys_only and self.keys is not None:
            return self.keys
        return self.short if short and self.short is not None else self.voice


class Text(BaseModel):
    """A text in every language: `{en: …, zh: …, es: {voice: …, sms: …}}`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    languages: Mapping[str, Wording]

    @model_validator(mode="before")
    @classmethod
    def _by_language(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise ValueError("a text is written per language: {en: …, zh: …, es: …}")
        if isinstance(value, dict) and "languages" not in value:
            return {"languages": value}
        return value

    def template(
        self, language: str, channel: str, keys_only: bool = False, short: bool = False
    ) -> str:
        """The text as written, with its placeholders; another language where this one lacks."""
        wording = self.languages.get(language) or next(iter(self.languages.values()))
        return wording.on(channel, keys_only, short)

    def placeholders(self) -> Iterator[tuple[str, str]]:
        """Every (path, format) that any of its wordings uses."""
        for wording in self.languages.values():
            others = (wording.keys or wording.voice, wording.short or wording.voice)
            for text in {wording.voice, wording.sms, *others}:
                yield from PLACEHOLDER.findall(text)
