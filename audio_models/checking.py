"""Refuse a broken model: given some of them, Vosk does not raise, it ends the whole process."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from audio_models import layout
from audio_models.errors import ModelError
from audio_models.symbols import has_words, read_header

_BINARY_NETWORK = b"\0B<TransitionModel> "
_NETWORK_END = b"</Nnet3> "
_CONTEXT_AND_PRIORS = re.compile(
    rb"\s*<LeftContext> \x04.{4}<RightContext> \x04.{4}<Priors> FV \x04(.{4})", re.DOTALL
)
_INPUT_NODE = re.compile(rb"input-node name=(\w+) dim=(\d+)")
_NETWORK_CONFIG = slice(0, 1 << 20)  # the part of a network's bytes after <Nnet3> with its config
_KALDI_CEPSTRA = "13"  # Kaldi's defaults, for options that a configuration leaves out
_KALDI_MEL_BINS = "23"


def check(model_dir: Path) -> None:
    """Return if `model_dir` can be handed to Vosk; raise ModelError naming the file at fault.

    Accepts the bundled layout and that of the official models (MFCC features, i-vectors, a static
    graph, words inside the graph). A file whose middle was altered is not noticed.
    """
    model_dir = Path(model_dir)
    if not model_dir.is_dir():
        raise ModelError(model_dir, "is not a directory")
    inputs = _check_network(model_dir / layout.NETWORK)
    _check_options(model_dir)
    _check_feature_size(model_dir, inputs)
    if "ivector" in inputs:
        for name in layout.IVECTOR:
            _check_present(model_dir / name)
    _check_graph(model_dir)


def _check_present(file: Path) -> None:
    if not file.is_file():
        raise ModelError(file, "is missing")
    if file.stat().st_size == 0:
        raise ModelError(file, "is empty")


def _check_network(file: Path) -> dict[str, int]:
    """The dimension of each input of the network, by name."""
    _check_present(file)
    data = file.read_bytes()
    if not data.startswith(_BINARY_NETWORK):
        raise ModelError(file, "is not a binary Kaldi model")
    end = data.rfind(_NETWORK_END)
    if end < 0 or not _is_complete(data[end + len(_NETWORK_END) :]):
        raise ModelError(file, "is truncated")
    config = data[data.find(b"<Nnet3> ") :][_NETWORK_CONFIG]
    inputs = {name.decode(): int(dim) for name, dim in _INPUT_NODE.findall(config)}
    if "input" not in inputs:
        raise ModelError(file, "holds no network with an input")
    return inputs


def _is_complete(tail: bytes) -> bool:
    """Whether what follows the network is the context and as many priors as announced."""
    match = _CONTEXT_AND_PRIORS.match(tail)
    if not match:
        return False
    (priors,) = struct.unpack("<i", match[1])
    return len(tail) - match.end() == 4 * priors


def _check_options(model_dir: Path) -> None:
    file = model_dir / layout.MODEL_CONF
    _check_present(file)
    if not layout.options(file).get("endpoint.silence-phones"):
        raise ModelError(file, "has no --endpoint.silence-phones, without which Vosk aborts")


def _check_feature_size(model_dir: Path, inputs: dict[str, int]) -> None:
    file = layout.feature_conf(model_dir)
    options = layout.options(file)
    if file.name == layout.FEATURE_CONFS[0].name:
        size = options.get("num-ceps", _KALDI_CEPSTRA)
    else:
        size = options.get("num-mel-bins", _KALDI_MEL_BINS)
    wanted = inputs["input"]
    if size != str(wanted):
        raise ModelError(file, f"gives {size} features a frame, the network takes {wanted}")


def _check_graph(model_dir: Path) -> None:
    if (model_dir / layout.STATIC_GRAPH).is_file():
        graphs = [model_dir / layout.STATIC_GRAPH]
    else:
        graphs = [model_dir / layout.LEXICON_GRAPH, model_dir / layout.LANGUAGE_MODEL]
        if not (model_dir / layout.DISAMBIGUATION).is_file():
            raise ModelError(model_dir / layout.DISAMBIGUATION, "is missing")
    for file in graphs:
        _check_present(file)
        header = read_header(file)
        if file.stat().st_size < header.least_size:
            raise ModelError(file, "is truncated")
    if not has_words(graphs[-1]):
        _check_present(model_dir / layout.WORDS)
    _check_present(model_dir / layout.WORD_BOUNDARIES)
