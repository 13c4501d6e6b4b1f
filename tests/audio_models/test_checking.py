import shutil
from pathlib import Path

import pytest

from audio_models import ModelError, bundled, check, layout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "en"
    shutil.copytree(bundled("en"), folder)
    return folder


def refused(folder: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        check(folder)
    assert str(caught.value.file) in str(caught.value)
    return caught.value


def test_the_bundled_model_is_fine(copy):
    check(copy)


def test_there_must_be_a_directory(tmp_path):
    assert refused(tmp_path / "nowhere").problem == "is not a directory"


@pytest.mark.parametrize(
    "name",
    [
        *("am/final.mdl", "conf/model.conf", "conf/fbank.conf", "graph/HCLr.fst", "graph/Gr.fst"),
        *("graph/words.txt", "graph/disambig_tid.int", "graph/phones/word_boundary.int"),
    ],
)
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    error = refused(copy)
    assert error.file == copy / name
    assert "is missing" in error.problem


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst", "graph/words.txt"]
)
def test_an_empty_file_is_named(copy, name):
    (copy / name).write_bytes(b"")
    error = refused(copy)
    assert (error.file, error.problem) == (copy / name, "is empty")


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
@pytest.mark.parametrize("share", [0.001, 0.5, 0.99999])
def test_a_truncated_file_is_named(copy, name, share):
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[: min(int(len(data) * share), len(data) - 1)])
    error = refused(copy)
    assert error.file == copy / name
    assert "truncated" in error.problem


def test_a_text_file_is_no_network(copy):
    (copy / "am/final.mdl").write_text("<TransitionModel> ")
    assert refused(copy).problem == "is not a binary Kaldi model"


def test_the_endpoint_must_know_silence(copy):
    conf = copy / "conf/model.conf"
    lines = conf.read_text().splitlines()
    conf.write_text("\n".join(line for line in lines if "silence-phones" not in line))
    assert "silence-phones" in refused(copy).problem


def test_features_must_fit_the_network(copy):
    conf = copy / "conf/fbank.conf"
    conf.write_text(conf.read_text().replace("num-mel-bins=32", "num-mel-bins=40"))
    assert refused(copy).problem == "gives 40 features a frame, the network takes 32"


def test_pitch_comes_on_top_of_the_features(copy):
    conf = copy / "conf/fbank.conf"
    conf.write_text(conf.read_text().replace("num-mel-bins=32", "num-mel-bins=29"))
    refused(copy)
    (copy / "conf/pitch.conf").touch()
    check(copy)


def test_mfcc_features_come_first(copy):
    """As in Vosk; an official model has its cepstra counted, not its mel bins."""
    conf = copy / "conf/mfcc.conf"
    conf.write_text("--num-mel-bins=40 # comment\n--num-ceps=32\n")
    check(copy)
    conf.write_text("--num-mel-bins=32\n--num-ceps=40\n")
    assert refused(copy).file == conf


def test_a_static_graph_replaces_the_others(copy):
    (copy / "graph/Gr.fst").unlink()
    (copy / "graph/disambig_tid.int").unlink()
    (copy / "graph/HCLr.fst").rename(copy / "graph/HCLG.fst")
    check(copy)


def test_a_network_that_reads_ivectors_needs_their_files(copy):
    network = copy / "am/final.mdl"
    node = b"input-node name=input dim=32\n"
    network.write_bytes(
        network.read_bytes().replace(node, b"input-node name=ivector dim=30\n" + node)
    )
    assert refused(copy).file == copy / "ivector/final.ie"
    for name in layout.IVECTOR:
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_bytes(b"x")
    check(copy)
