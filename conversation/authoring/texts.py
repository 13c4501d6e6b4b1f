"""The texts of a flow one by one, and what can be wrong with one as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conversation.authoring.errors import Wrong
from flows.flow import Flow
from flows.library import Library
from flows.overrides import KINDS, Place, Wordings
from flows.text import Text

LONGEST = 1000
"""Characters of a wording: a minute of speech, or seven segments."""
_NEVER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\ud800-\udfff]")
"""Control characters, and the private ones that mark values in a text."""


@dataclass(frozen=True)
class TextAt:
    """A text in all its languages."""

    flow: str
    file: str
    step: str
    """Empty for the title of the flow."""
    path: str
    """In the file: "steps.ask_reference.text"."""
    languages: Mapping[str, dict[str, str]]
    """Wordings by kind, by language."""

    def place(self, language: str) -> Place:
        """Where its wordings in a language stand."""
        return Place(self.file, self.path, language)

    @property
    def purpose(self) -> str:
        """What the text is for: "text", "rephrase", "menu.again.label", "title"."""
        return self.path.removeprefix(f"steps.{self.step}.") if self.step else self.path


def texts_of(flow: Flow) -> list[TextAt]:
    """Every text of a flow, in the order of its file; what it is called comes first."""
    return list(_texts(flow))


def text_at(library: Library, name: str, path: str) -> TextAt | None:
    """A text by the name of its flow and its path; None where there is none."""
    flow = library.flows.get(name)
    return next((one for one in _texts(flow) if one.path == path), None) if flow else None


def at_place(library: Library, place: Place) -> dict[str, str] | None:
    """The wordings at a place; None where the library has none."""
    flow = next((one for one in library.flows.values() if one.file == place.file), None)
    text = text_at(library, flow.name, place.path) if flow else None
    return text.languages.get(place.language) if text else None


def cleaned(wordings: Wordings, was: Wordings) -> dict[str, str]:
    """As they are kept: without spaces around them, and without a short wording that is empty.
    Only a text that had a wording for keys can have one."""
    kept = {kind: wordings.get(kind, "").replace("\r\n", "\n").strip() for kind in KINDS}
    if not kept["short"]:
        del kept["short"]
    if "keys" not in was:
        del kept["keys"]
    return kept


def written_wrong(language: str, wordings: Wordings, was: Wordings) -> list[Wrong]:
    """What keeps a text from being kept at all. was: the wordings before; an empty one may stay."""
    found = []
    for kind, said in wordings.items():
        if not said and kind in ("voice", "sms") and was.get(kind):
            found.append(Wrong(language, kind, "empty"))
        if len(said) > LONGEST:
            found.append(Wrong(language, kind, "too_long"))
        if _NEVER.search(said):
            found.append(Wrong(language, kind, "signs"))
    return found


def _texts(flow: Flow) -> Iterator[TextAt]:
    yield _text(flow, "", "title", flow.title)
    for step in flow.steps.values():
        for path, text in step.texts():
            yield _text(flow, step.name, f"steps.{step.name}.{path}", text)


def _text(flow: Flow, step: str, path: str, text: Text) -> TextAt:
    languages = {
        language: wording.model_dump(exclude_none=True)
        for language, wording in text.languages.items()
    }
    return TextAt(flow.name, flow.file, step, path, languages)
