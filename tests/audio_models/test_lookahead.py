"""The look-ahead type: which words lie ahead, and that Vosk reads the file."""

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import vosk
from hypothesis import given
from hypothesis import strategies as st

from audio_models import ModelError, bundled, fst_checking
from audio_models.espeak import synthesise
from audio_models.graph import build, lookahead
from audio_models.graph.openfst import Fst
from audio_models.resample import resample
from audio_models.symbols import read_header


def _fork() -> Fst:
    """0 to 1 in silence; from 1 word 1 to 2 and word 3 to 0; 2 is final."""
    fst = Fst()
    for _ in range(3):
        fst.add_state()
    fst.add_arc(0, 1, input=5)
    fst.add_arc(1, 2, input=6, output=1)
    fst.add_arc(1, 0, input=7, output=3)
    fst.final[2] = 0.0
    return fst


def test_words_ahead_are_found_through_silent_arcs():
    assert lookahead.first_outputs(_fork(), 4) == [0b01010, 0b01010, 0b10000]


@given(st.sets(st.integers(0, 80)))
def test_intervals_hold_just_the_ids(ids: set[int]):
    found = lookahead.intervals(sum(1 << i for i in ids))
    assert {i for first, beyond in found for i in range(first, beyond)} == ids
    assert all(a[1] < b[0] for a, b in itertools.pairwise(found))


def test_the_file_says_what_it_is(tmp_path: Path):
    lookahead.write(_fork(), tmp_path / "f.fst")
    header = read_header(tmp_path / "f.fst")
    assert (header.kind, header.states, header.arcs) == ("olabel_lookahead", 3, 3)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lookahead") / "en"
    shutil.copytree(bundled("en"), folder)
    build.write(folder, "en")
    return folder


@pytest.mark.parametrize("word", ["seven", "pension"])
def test_vosk_composes_it_with_a_grammar(model: Path, word: str):
    vosk.SetLogLevel(-1)
    speech = synthesise(word, "en-us+f4", rate=140)
    samples = np.pad(resample(speech.samples, speech.sample_rate) // 2, 3000)
    loaded = vosk.Model(str(model))
    for grammar, heard in ((["seven", "pension"], word), (["maternity"], "[unk]")):
        recogniser = vosk.KaldiRecognizer(loaded, 8000, json.dumps([*grammar, "[unk]"]))
        recogniser.AcceptWaveform(samples.tobytes())
        assert json.loads(recogniser.FinalResult())["text"] == heard


@pytest.mark.parametrize("share", [0.2, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_refused(model: Path, tmp_path: Path, share: float):
    data = (model / "graph/HCLr.fst").read_bytes()
    cut = tmp_path / "HCLr.fst"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelError, match=r"HCLr.fst.* is truncated"):
        fst_checking.check(cut)


def test_a_file_with_more_in_it_is_refused(model: Path, tmp_path: Path):
    longer = tmp_path / "HCLr.fst"
    longer.write_bytes((model / "graph/HCLr.fst").read_bytes() + b"\0")
    with pytest.raises(ModelError, match="which words lie ahead"):
        fst_checking.check(longer)


def test_labels_are_read(model: Path):
    labels = fst_checking.check(model / "graph/HCLr.fst")
    words = (model / "graph/words.txt").read_text().splitlines()
    assert labels.highest_output == len(words) - 1
