"""Refuse a broken model: given some of them, Vosk does not raise, it ends the whole process."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from audio_models import description, fst_checking, layout, options
from audio_models.errors import ModelError
from audio_models.symbols import has_words, listed_words

_BINARY_NETWORK = b"\0B<TransitionModel> "
_NETWORK_END = b"</Nnet3> "
_CONTEXT_AND_PRIORS = re.compile(
    rb"\s*<LeftContext> \x04.{4}<RightContext> \x04.{4}<Priors> FV \x04(.{4})", re.DOTALL
)
_INPUT_NODE = re.compile(rb"input-node name=(\w+) dim=(\d+)")
_PHONES = re.compile(rb"<TransitionModel> <Topology> \x04(.{4})", re.DOTALL)
_TRANSITIONS = re.compile(rb"<LogProbs> FV \x04(.{4})", re.DOTALL)
_BOUNDARIES = {"nonword", "begin", "internal", "end", "singleton"}
_NETWORK_CONFIG = slice(0, 1 << 20)  # the part of a network's bytes after <Nnet3> with its config
_KALDI_CEPSTRA = "13"  # Kaldi's defaults, for options that a configuration leaves out
_KALDI_MEL_BINS = "23"
_LINE_HZ = 8000  # the telephone's sample rate


def check(model_dir: Path, language: str | None = None) -> None:
    """Return if `model_dir` can be handed to Vosk; raise ModelError naming the file at fault.

    Accepts the bundled layout and that of the official models (MFCC features, i-vectors, a static
    graph, words inside the graph). Where the model has a description, its files must have the
    sizes noted there, and its language must be `language` if that is given. A file whose middle
    was altered is not noticed, nor, without a description, a truncated graph of a type that
    `fst_checking` does not know.
    """
    model_dir = Path(model_dir)
    if not model_dir.is_dir():
        raise ModelError(model_dir, "is not a directory")
    _check_description(model_dir, language)
    network = _check_network(model_dir / layout.NETWORK)
    inputs = network.inputs
    file = model_dir / layout.MODEL_CONF
    _check_present(file)
    options.check_decoding(file)
    options.check_features(layout.feature_conf(model_dir))
    _check_sample_rate(model_dir)
    _check_feature_size(model_dir, inputs)
    if "ivector" in inputs:
        for name in layout.IVECTOR:
            _check_present(model_dir / name, may_be_empty=name.suffix == ".conf")
    _check_graph(model_dir, network)


@dataclass(frozen=True)
class _Network:
    """`inputs`: dimensions by name. Transition ids and phones are numbered from 1."""

    inputs: dict[str, int]
    transitions: int
    phones: frozenset[int]


def _check_description(model_dir: Path, language: str | None) -> None:
    described = description.read(model_dir)
    if described is None:
        return
    if language is not None and described.language != language:
        problem = f"says that the model is for {described.language!r}, not {language!r}"
        raise ModelError(model_dir / description.FILE, problem)
    description.check_sizes(model_dir, described)


def _check_present(file: Path, may_be_empty: bool = False) -> None:
    if not file.is_file():
        raise ModelError(file, "is missing")
    if file.stat().st_size == 0 and not may_be_empty:
        raise ModelError(file, "is empty")


def _check_network(file: Path) -> _Network:
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
    transitions = _TRANSITIONS.search(data)
    if not transitions:
        raise ModelError(file, "holds no transitions")
    return _Network(inputs, _count(transitions) - 1, _phones(file, data))


def _phones(file: Path, data: bytes) -> frozenset[int]:
    match = _PHONES.search(data)
    if not match or not 0 < _count(match) < len(data) // 4:
        raise ModelError(file, "holds no list of phones")
    return frozenset(struct.unpack_from(f"<{_count(match)}i", data, match.end()))


def _count(match: re.Match[bytes]) -> int:
    count: int = struct.unpack("<i", match[1])[0]
    return count


def _is_complete(tail: bytes) -> bool:
    """Whether what follows the network is the context and as many priors as announced."""
    match = _CONTEXT_AND_PRIORS.match(tail)
    if not match:
        return False
    (priors,) = struct.unpack("<i", match[1])
    return len(tail) - match.end() == 4 * priors


def _check_sample_rate(model_dir: Path) -> None:
    rate = layout.sample_rate(model_dir)
    if rate <= 0 or rate % _LINE_HZ:
        problem = f"is for audio at {rate} Hz, which is no multiple of the telephone's {_LINE_HZ}"
        raise ModelError(layout.feature_conf(model_dir), problem)


def _check_feature_size(model_dir: Path, inputs: dict[str, int]) -> None:
    file = layout.feature_conf(model_dir)
    given = layout.options(file)
    if file.name == layout.FEATURE_CONFS[0].name:
        size = given.get("num-ceps", _KALDI_CEPSTRA)
    else:
        size = given.get("num-mel-bins", _KALDI_MEL_BINS)
    wanted = inputs["input"]
    if (model_dir / layout.PITCH_CONF).is_file():
        return  # its features come on top; how many, its own options say
    if size != str(wanted):
        raise ModelError(file, f"gives {size} features a frame, the network takes {wanted}")


def _check_graph(model_dir: Path, network: _Network) -> None:
    if (model_dir / layout.STATIC_GRAPH).is_file():
        words_in = entered = model_dir / layout.STATIC_GRAPH
        graphs = [entered]
        disambiguation: frozenset[int] = frozenset()
    else:
        entered, words_in = model_dir / layout.LEXICON_GRAPH, model_dir / layout.LANGUAGE_MODEL
        graphs = [entered, words_in]
        disambiguation = _numbers(model_dir / layout.DISAMBIGUATION)
    labels = {file: fst_checking.check(file) for file in graphs}
    for file in graphs:
        found = labels[file]
        if found and file == entered:
            _check_transitions(file, found.inputs - disambiguation, network.transitions)
    if not has_words(words_in):
        words = frozenset(listed_words(model_dir / layout.WORDS).values())
        for file, found in labels.items():
            if found and found.highest_output not in words:
                problem = f"lacks the word {found.highest_output}, which {file.name} has"
                raise ModelError(model_dir / layout.WORDS, problem)
    _check_boundaries(model_dir / layout.WORD_BOUNDARIES, network.phones)


def _check_transitions(file: Path, inputs: frozenset[int], transitions: int) -> None:
    if inputs and max(inputs) > transitions:
        problem = f"has the transition {max(inputs)}, the network knows {transitions}"
        raise ModelError(file, problem)


def _numbers(file: Path) -> frozenset[int]:
    if not file.is_file():
        raise ModelError(file, "is missing")
    try:
        return frozenset(int(word) for word in file.read_text(encoding="ascii").split())
    except (OSError, ValueError) as error:
        raise ModelError(file, "is no list of numbers") from error


def _check_boundaries(file: Path, phones: frozenset[int]) -> None:
    _check_present(file)
    try:
        lines = [line.split() for line in file.read_text(encoding="ascii").splitlines()]
        known = {int(phone): kind for phone, kind in lines}
    except (OSError, ValueError) as error:
        raise ModelError(file, "is not a list of phones and their place in words") from error
    if not set(known.values()) <= _BOUNDARIES:
        wrong = min(set(known.values()) - _BOUNDARIES)
        raise ModelError(file, f"has a place that does not exist: {wrong}")
    if missing := phones - known.keys():
        raise ModelError(file, f"lacks the phone {min(missing)}, which the network has")
