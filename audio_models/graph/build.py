"""Make graph/ of a model directory. Needs no training: the network knows phones, not words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio_models import checking, layout, symbols
from audio_models.description import FILE
from audio_models.errors import ModelError
from audio_models.grammar import HUM, UNKNOWN
from audio_models.graph import lexicon, lookahead, vocabulary
from audio_models.graph.decoding_graph import lexicon_graph
from audio_models.graph.errors import WordsError
from audio_models.graph.language_model import trigram_graph
from audio_models.graph.lexicon import Lexicon
from audio_models.graph.pronunciations import read as read_listed
from audio_models.graph.units import Units
from audio_models.graph.vocabulary import Vocabulary
from audio_models.replacing import replacing

PHONES_FILE = "phones.txt"  # beside am/ and graph/: the network's outputs, one a line
BUNDLED = Path(__file__).parents[1] / "bundled"


@dataclass(frozen=True)
class Rebuilt:
    """The words of a new graph, and how they differ from the old one's; sorted."""

    words: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    pronunciations: Lexicon
    """Of every word."""
    synthesised: frozenset[str]
    """The words whose pronunciation only the synthesiser told."""


@dataclass(frozen=True)
class _Words:
    known: Vocabulary
    lexicon: Lexicon
    listed: frozenset[str]


def rebuild(
    model: Path,
    out: Path,
    language: str,
    pronunciations: Sequence[Path] = (),
    flows: Path | None = None,
) -> Rebuilt:
    """Write `model` to `out` (which may be the same) with a graph of the words of today.

    `pronunciations`: authors' files, which go before the language's own; their words are known
    too. `flows`: a folder with library/*.yaml in place of the product's. `out` changes at once,
    and only when all is well; it has no description of an installed model. Raises ModelError,
    and WordsError for words or pronunciations that do not fit.
    """
    if not (model / PHONES_FILE).is_file():
        raise ModelError(model / PHONES_FILE, "is missing, and only with it can words be changed")
    before = _words_of(model)
    words = _collect(model, language, pronunciations, flows)
    with replacing(out) as new:
        shutil.copytree(model, new, ignore=_not_kept(model), dirs_exist_ok=True)
        _write(new, words)
        checking.check(new)
    after = frozenset(words.lexicon) - {HUM}
    return Rebuilt(
        len(after),
        tuple(sorted(after - before)),
        tuple(sorted(before - after)),
        words.lexicon,
        after - words.listed,
    )


def write(model: Path, language: str) -> int:
    """Write graph/ for the network in `model`; the number of words."""
    words = _collect(model, language)
    _write(model, words)
    return len(words.lexicon)


def _words_of(model: Path) -> frozenset[str]:
    has_graph = (model / layout.WORDS).is_file()
    return symbols.vocabulary(model) - {UNKNOWN, HUM} if has_graph else frozenset()


def _not_kept(model: Path) -> Callable[[str, list[str]], list[str]]:
    """The graph, and the description of an installed model, which names the graph's files."""
    return lambda folder, names: ["graph", FILE] if Path(folder) == model else []


def units_of(model: Path) -> Units:
    """By the outputs that a model made by audio_models.train names."""
    return Units(tuple((model / PHONES_FILE).read_text(encoding="utf-8").split()))


def _collect(
    model: Path, language: str, pronunciations: Sequence[Path] = (), flows: Path | None = None
) -> _Words:
    phones = frozenset(units_of(model).spoken)
    known = vocabulary.collect(language, flows=flows)
    listed = lexicon.listed(language, phones, pronunciations)
    authors = [word for file in pronunciations for word in read_listed(file, phones)]
    words = dict.fromkeys([*known.words, *authors, *({HUM} & listed.keys())])
    try:
        said = lexicon.build(language, words, phones, listed)
    except lexicon.UnspeakableError as error:
        places = ", ".join(
            f"{word!r} ({known.files.get(word, 'core list')})" for word in error.words
        )
        raise WordsError(
            f"no voice can pronounce {places}: write how to say it into a file of pronunciations"
        ) from None
    return _Words(known, said, frozenset(listed))


def _write(model: Path, words: _Words) -> None:
    units = units_of(model)
    ids = _numbered(units, words.lexicon)
    folder = model / "graph"
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    lookahead.write(lexicon_graph(units, words.lexicon, ids), folder / "HCLr.fst")
    trigram_graph(words.known.sentences, ids).write(folder / "Gr.fst", sort="input")
    # Nothing needs disambiguation, but Vosk wants the file; this id is beyond the last in use.
    (folder / "disambig_tid.int").write_text(f"{2 * len(units.outputs) + 1}\n")
    (folder / "phones" / "word_boundary.int").write_text(units.boundaries)
    lines = ["<eps> 0", *(f"{word} {i}" for word, i in ids.items())]
    (folder / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _numbered(units: Units, known: Lexicon) -> dict[str, int]:
    """Ids in the order of the lexicon's tree: the words ahead of a state are mostly neighbours."""
    ordered = sorted(known, key=lambda word: (min(map(units.of_word, known[word])), word))
    return {word: i for i, word in enumerate([*ordered, UNKNOWN], 1)}
