import struct
from pathlib import Path

import pytest

from audio_models import ModelError, vocabulary
from audio_models.symbols import has_words


def text(value: str) -> bytes:
    return struct.pack("<i", len(value.encode())) + value.encode()


def graph_with_words(words: list[str]) -> bytes:
    """The start of an FST that holds its own output symbols, as small official models have."""
    header = struct.pack("<i", 2125659606) + text("ngram") + text("standard")
    header += struct.pack("<iiQqqq", 4, 2, 0, 0, -1, -1)
    table = struct.pack("<i", 2125658996) + text("words") + struct.pack("<qq", 9, len(words))
    return header + table + b"".join(text(w) + struct.pack("<q", i) for i, w in enumerate(words))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "graph").mkdir()
    return tmp_path


def test_words_from_the_list(folder):
    lines = ["<eps> 0", "yes 1", "señal 2", "[unk] 3", "#0 4", "</s> 5", ""]
    (folder / "graph/words.txt").write_text("\n".join(lines), encoding="utf-8")
    assert vocabulary(folder) == {"yes", "señal", "[unk]"}


def test_words_inside_the_graph(folder):
    graph = folder / "graph/Gr.fst"
    graph.write_bytes(graph_with_words(["<eps>", "yes", "是", "#0"]))
    assert has_words(graph)
    assert vocabulary(folder) == {"yes", "是"}


def test_words_cut_off_inside_the_graph(folder):
    (folder / "graph/Gr.fst").write_bytes(graph_with_words(["<eps>", "yes", "no"])[:-9])
    with pytest.raises(ModelError, match="no readable list of words"):
        vocabulary(folder)


def test_no_words_anywhere(folder):
    with pytest.raises(ModelError, match=r"words\.txt: is missing"):
        vocabulary(folder)
