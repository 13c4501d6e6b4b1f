"""The words a model knows: in graph/words.txt, or inside its language model."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audio_models import layout
from audio_models.errors import ModelError

_FST_MAGIC = 2125659606
_SYMBOLS_MAGIC = 2125658996
_HAS_INPUT_SYMBOLS, _HAS_OUTPUT_SYMBOLS = 1, 2
_STATE_BYTES, _ARC_BYTES = 12, 16  # of the `vector` type
_LONGEST_NAME = 4096


@dataclass(frozen=True)
class Header:
    """The start of an OpenFst file; `size` is where the header ends, in bytes."""

    kind: str
    version: int
    flags: int
    start: int
    states: int
    arcs: int
    size: int

    @property
    def least_size(self) -> int:
        """What the file must at least hold; types other than `vector` are not looked into."""
        if self.kind != "vector":
            return self.size + 1
        return self.size + max(0, self.states) * _STATE_BYTES + max(0, self.arcs) * _ARC_BYTES


def _number(stream: BinaryIO, form: str) -> int:
    data = stream.read(struct.calcsize(form))
    value: int = struct.unpack(form, data)[0]
    return value


def _text(stream: BinaryIO) -> str:
    length = _number(stream, "<i")
    if not 0 <= length <= _LONGEST_NAME:
        raise ValueError("implausible length")
    data = stream.read(length)
    if len(data) != length:
        raise ValueError("ends early")
    return data.decode()


def _header(stream: BinaryIO) -> Header:
    if _number(stream, "<i") != _FST_MAGIC:
        raise ValueError("not an FST")
    kind, _arc_type = _text(stream), _text(stream)
    version, flags = _number(stream, "<i"), _number(stream, "<i")
    _properties, start = _number(stream, "<Q"), _number(stream, "<q")
    states, arcs = _number(stream, "<q"), _number(stream, "<q")
    return Header(kind, version, flags, start, states, arcs, stream.tell())


def read_header(file: Path, offset: int = 0) -> Header:
    """The header at `offset` bytes. Raises ModelError if there is none as OpenFst writes it."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            return _header(stream)
    except (struct.error, ValueError, OSError) as error:
        raise ModelError(file, "is not an OpenFst file or is truncated") from error


def has_words(graph: Path) -> bool:
    """Whether the graph names its words itself, as small official models do."""
    return bool(read_header(graph).flags & _HAS_OUTPUT_SYMBOLS)


def _symbols(stream: BinaryIO) -> list[str]:
    if _number(stream, "<i") != _SYMBOLS_MAGIC:
        raise ValueError("not a symbol table")
    _name, _next_key = _text(stream), _number(stream, "<q")
    names = []
    for _ in range(_number(stream, "<q")):
        names.append(_text(stream))
        _number(stream, "<q")
    return names


def _words_inside(graph: Path) -> list[str]:
    try:
        with graph.open("rb") as stream:
            flags = _header(stream).flags
            if flags & _HAS_INPUT_SYMBOLS:
                _symbols(stream)
            return _symbols(stream)
    except (struct.error, ValueError, OSError) as error:
        raise ModelError(graph, "holds no readable list of words") from error


def vocabulary(model_dir: Path) -> frozenset[str]:
    """Every word the model can recognise: a grammar given to Vosk may hold no other.

    "[unk]", which stands for any other speech, is among them if the model has it. Raises
    ModelError if the list of words is missing or unreadable.
    """
    file = Path(model_dir) / layout.WORDS
    if not file.is_file():
        for graph in (layout.STATIC_GRAPH, layout.LANGUAGE_MODEL):
            path = Path(model_dir) / graph
            if path.is_file() and has_words(path):
                return _real_words(_words_inside(path))
        raise ModelError(file, "is missing")
    return _real_words(list(listed_words(file)))


def listed_words(file: Path) -> dict[str, int]:
    """The words of a words.txt with their ids. Raises ModelError for anything but such a list."""
    if not file.is_file():
        raise ModelError(file, "is missing")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(file, "cannot be read") from error
    words: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match line.split():
            case []:
                continue
            case [word, digits] if digits.isdecimal():
                words[word] = int(digits)
            case _:
                raise ModelError(file, f"line {number} is not a word and its number")
    if not words:
        raise ModelError(file, "is empty")
    return words


def _real_words(names: list[str]) -> frozenset[str]:
    """Without the symbols that only graphs use: <eps>, <s>, #0."""
    return frozenset(n for n in names if n and not n.startswith(("<", "#")))
