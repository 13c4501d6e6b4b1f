"""Write graph/ of a model directory: python -m audio_models.graph.build --language en

Needs no training: the network knows phones, so words can come and go.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from audio_models.graph import lexicon, vocabulary
from audio_models.graph.decoding_graph import UNKNOWN, lexicon_graph
from audio_models.graph.language_model import trigram_graph
from audio_models.graph.units import Units

PHONES_FILE = "phones.txt"  # beside am/ and graph/: the network's outputs, one a line
BUNDLED = Path(__file__).parents[1] / "bundled"


def write(model: Path, language: str) -> int:
    """Write graph/ for the network in `model`; the number of words."""
    units = Units(tuple((model / PHONES_FILE).read_text(encoding="utf-8").split()))
    known = vocabulary.collect(language)
    pronunciations = lexicon.build(language, known.words, frozenset(units.spoken))
    ids = {word: i for i, word in enumerate([*sorted(pronunciations), UNKNOWN], 1)}
    folder = model / "graph"
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    lexicon_graph(units, pronunciations, ids).write(folder / "HCLr.fst", sort="output")
    trigram_graph(known.sentences, ids).write(folder / "Gr.fst", sort="input")
    # Nothing needs disambiguation, but Vosk wants the file; this id is beyond the last in use.
    (folder / "disambig_tid.int").write_text(f"{2 * len(units.outputs) + 1}\n")
    (folder / "phones" / "word_boundary.int").write_text(units.boundaries)
    lines = ["<eps> 0", *(f"{word} {i}" for word, i in ids.items())]
    (folder / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(ids)


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild a model's words without training.")
    parser.add_argument("--language", default="en")
    parser.add_argument("--model", type=Path, help="model directory (the bundled one)")
    arguments = parser.parse_args()
    model = arguments.model or BUNDLED / arguments.language
    print(f"{write(model, arguments.language)} words written to {model / 'graph'}")


if __name__ == "__main__":
    main()
