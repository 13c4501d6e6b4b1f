"""Real damage: what passes our check must not end the process in which Vosk is."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audio_models import ModelError, bundled, check

MODEL = bundled("en")
FILES = sorted(path.relative_to(MODEL) for path in MODEL.rglob("*/*.*") if path.is_file())
SURVIVING = Path(__file__).with_name("surviving.py")


def linked(folder: Path, name: Path, data: bytes) -> Path:
    """The model, with this content in one of its files."""
    for path in MODEL.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(MODEL)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    (folder / name).unlink()
    (folder / name).write_bytes(data)
    return folder


def passes(folder: Path) -> bool:
    try:
        check(folder, "en")
    except ModelError:
        return False
    return True


def fates(folders: list[Path]) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(SURVIVING), *map(str, folders)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_the_way_of_trying_tells_death_from_life(tmp_path):
    """Without silence phones Vosk aborts at the first sound."""
    text = (MODEL / "conf/model.conf").read_text()
    text = re.sub("--endpoint.silence-phones=.*", "", text)
    whole = linked(tmp_path / "whole", Path("phones.txt"), b"")
    deadly = linked(tmp_path / "deadly", Path("conf/model.conf"), text.encode())
    raising = linked(tmp_path / "raising", Path("conf/model.conf"), b"--beam=wide\n")
    assert fates([whole, deadly, raising]) == ["heard", "died", "raised"]


@pytest.mark.parametrize("name", FILES, ids=str)
def test_a_truncated_file_kills_nobody(tmp_path, name):
    data = (MODEL / name).read_bytes()
    rng = random.Random(str(name))
    tries = 40 if "conf" in name.parts else 8
    places = {0, len(data) // 2, len(data) - 1, *(rng.randrange(len(data)) for _ in range(tries))}
    passed = []
    for place in sorted(places):
        folder = linked(tmp_path / str(place), name, data[:place])
        if passes(folder):
            passed.append(folder)
    assert "died" not in fates(passed)
    assert "raised" not in fates(passed[-3:])


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("conf/model.conf", "--max-active=.*", "--max-active=3"),
        ("conf/model.conf", "--beam=.*", "--beam=0"),
        ("conf/model.conf", "--frame-subsampling-factor=.*", "--frame-subsampling-factor=0"),
        ("conf/model.conf", "--endpoint.silence-phones=.*", "--endpoint.silence-phones=1:"),
        ("conf/model.conf", "--acoustic-scale=.*", "--acoustic-skale=1.0"),
        ("conf/model.conf", "--acoustic-scale=.*", "--acoustic-scale=much"),
        ("conf/model.conf", "--acoustic-scale=.*", "acoustic scale 1"),
        ("conf/model.conf", "--acoustic-scale=.*", "--acoustic-scale"),
        ("conf/fbank.conf", "--sample-frequency=.*", "--sample-frequency=11025"),
        ("conf/fbank.conf", "--sample-frequency=.*", "--sample-frequency=0"),
        ("conf/fbank.conf", "--low-freq=.*", "--low-freq"),
        ("conf/fbank.conf", "--low-freq=.*", "--low-frequency=80"),
        ("conf/fbank.conf", "--dither=.*", "--frame-shift=0"),
        ("graph/words.txt", "yes ", "yes"),
        ("graph/disambig_tid.int", "^", "x "),
        ("graph/phones/word_boundary.int", "1 nonword", ""),
        ("graph/phones/word_boundary.int", "1 nonword", "1 nowhere"),
    ],
)
def test_a_wrong_line_is_refused_and_its_file_named(tmp_path, name, was, becomes):
    text = (MODEL / name).read_text()
    changed, count = re.subn(was, becomes, text, count=1)
    assert count == 1
    folder = linked(tmp_path / "model", Path(name), changed.encode())
    with pytest.raises(ModelError) as caught:
        check(folder)
    assert caught.value.file == folder / name


def test_a_word_that_the_list_lacks_is_refused(tmp_path):
    """As when a graph and a list of words of different makes are mixed."""
    lines = (MODEL / "graph/words.txt").read_text().splitlines(keepends=True)
    folder = linked(tmp_path / "model", Path("graph/words.txt"), "".join(lines[:-40]).encode())
    with pytest.raises(ModelError, match="lacks the word") as caught:
        check(folder)
    assert caught.value.file == folder / "graph/words.txt"


def test_a_transition_that_the_network_lacks_is_refused(tmp_path):
    from audio_models.graph.openfst import Fst

    graph = Fst()
    state = graph.add_state()
    graph.add_arc(state, state, input=100_000, output=1)
    graph.final[state] = 0.0
    folder = linked(tmp_path / "model", Path("graph/HCLr.fst"), b"")
    graph.write(folder / "graph/HCLr.fst", "output")
    with pytest.raises(ModelError, match="transition 100000"):
        check(folder)


def test_an_arc_to_nowhere_is_refused(tmp_path):
    from audio_models.graph.openfst import Fst

    graph = Fst()
    state = graph.add_state()
    graph.add_arc(state, 7, input=1, output=1)
    folder = linked(tmp_path / "model", Path("graph/Gr.fst"), b"")
    graph.write(folder / "graph/Gr.fst", "input")
    with pytest.raises(ModelError, match="a state that is not there"):
        check(folder)
