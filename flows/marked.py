"""Texts with marks: what an author wrote, and what was put in, stay apart up to the voice.

A filled text is one string until it is said, however often it is put into another. Marks are
characters that no text has; they are gone from every prompt's `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN, _MIDDLE, _END = "\ue000\ue001\ue002"
_MARKS = str.maketrans("", "", _BEGIN + _MIDDLE + _END)
_MARKED = re.compile(f"{_BEGIN}([^{_MIDDLE}]*){_MIDDLE}([^{_END}]*){_END}")
_TONGUE = "@"


@dataclass(frozen=True)
class Part:
    """A stretch of a text. Parts together are the text, spaces included."""

    text: str
    value: str = ""
    """Format of a value that was put in, `text` where it has none; empty for an author's words."""
    language: str = ""
    """Said in this language's voice whatever the rest is in; empty: in that of the rest."""


def value(text: str, form: str) -> str:
    """A value as it is put into a text; `form` is its format or empty."""
    return f"{_BEGIN}{form or 'text'}{_MIDDLE}{text.translate(_MARKS)}{_END}" if text else ""


def tongue(text: str, language: str) -> str:
    """Words of another language as they are put into a text."""
    return f"{_BEGIN}{_TONGUE}{language}{_MIDDLE}{text.translate(_MARKS)}{_END}"


def parts(marked: str) -> tuple[Part, ...]:
    """The parts of a text with marks."""
    return tuple(_parts(marked))


def plain(marked: str) -> str:
    """The text without its marks."""
    return _MARKED.sub(r"\2", marked).translate(_MARKS)


def marked(found: tuple[Part, ...]) -> str:
    """The inverse of `parts`."""
    return "".join(
        value(part.text, part.value)
        if part.value
        else tongue(part.text, part.language)
        if part.language
        else part.text
        for part in found
    )


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Part(text[at : match.start()].translate(_MARKS))
        kind, at = match[1], match.end()
        if kind.startswith(_TONGUE):
            yield Part(match[2], language=kind.removeprefix(_TONGUE))
        else:
            yield Part(match[2], value=kind)
    if at < len(text):
        yield Part(text[at:].translate(_MARKS))
