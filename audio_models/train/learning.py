"""Make a model that has also learnt from recordings, as a copy of one in use."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from audio_models import layout
from audio_models.description import FILE
from audio_models.errors import ModelError
from audio_models.graph import lexicon, phones, vocabulary
from audio_models.graph.build import PHONES_FILE
from audio_models.graph.lexicon import Lexicon, UnspeakableError
from audio_models.recordings import Recording
from audio_models.train import features, kaldi_reader, transcribed, tuning
from audio_models.train.align import log_posteriors
from audio_models.train.corpus import Utterance, seconds
from audio_models.train.kaldi import Matrix
from audio_models.train.layered import Layered
from audio_models.train.loop import Report

_REHEARSED = 3.0  # times as long as what was recorded
_REHEARSED_AT_LEAST_S = 120.0
_SPREAD = 4.0  # times the median distance from the median: fits beyond that are not believed
_LEAST_SPREAD = 0.1

UNCLEAR = "the transcript is not of words alone"
UNPRONOUNCED = "a word cannot be pronounced"
UNFITTING = "the audio does not fit the transcript"


@dataclass(frozen=True)
class Learnt:
    """How much was learnt from; `left_out` counts recordings by reason."""

    recordings: int
    speakers: int
    hours: float
    left_out: Counter[str]


@dataclass(frozen=True)
class _Network:
    """The network of a model, and the phones that it tells apart."""

    acoustic: kaldi_reader.Acoustic
    layered: Layered
    phone_names: tuple[str, ...]

    @property
    def phone_index(self) -> dict[str, int]:
        return {phone: number for number, phone in enumerate(self.phone_names)}


def _network(model: Path, language: str) -> _Network:
    """Raises ModelError for a model that training cannot go on with."""
    if language not in phones.OF_LANGUAGE:
        raise ModelError(model, f"cannot be adapted: nothing here speaks the language {language!r}")
    conf = layout.feature_conf(model)
    if conf.read_text(encoding="utf-8") != features.FBANK_CONF:
        raise ModelError(conf, "cannot be adapted: it has other features than audio_models.train")
    file = model / layout.NETWORK
    acoustic = kaldi_reader.read(file)
    names = _phone_names(model / PHONES_FILE)
    if acoustic.floor != features.FLOOR:
        raise ModelError(file, "cannot be adapted: it takes other sounds for silence")
    if len(names) != len(acoustic.log_prior) or names[0] != phones.SILENCE:
        raise ModelError(model / PHONES_FILE, "does not name the outputs of the network")
    try:
        return _Network(acoustic, Layered(acoustic.layers), names)
    except ValueError as error:
        raise ModelError(file, f"cannot be adapted: it has {error}") from error


def _phone_names(file: Path) -> tuple[str, ...]:
    try:
        return tuple(file.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(file, "cannot be read, so its model cannot be adapted") from error


def learn(
    model: Path,
    recordings: Sequence[Recording],
    out: Path,
    language: str,
    epochs: int,
    seed: int,
    report: Report,
) -> Learnt:
    """Write to `out` a copy of `model` whose network has gone on learning from the recordings.

    Raises ModelError for a model that is not made by audio_models.train.
    """
    network = _network(model, language)
    left_out: Counter[str] = Counter()
    spoken = _utterances(network, recordings, language, left_out)
    report(f"{len(spoken)} recordings, {seconds(spoken) / 60:.1f} min, to learn from")
    if spoken:
        length_s = max(_REHEARSED_AT_LEAST_S, _REHEARSED * seconds(spoken))
        rehearsed = tuning.rehearsal(language, length_s, seed)
        known = [u for u in rehearsed if set(u.phones) <= set(network.phone_names)]
        tuning.tune(network.layered, spoken, known, network.phone_index, epochs, seed, report)
    shutil.copytree(model, out, ignore=shutil.ignore_patterns(FILE), dirs_exist_ok=True)
    changed = replace(network.acoustic, layers=network.layered.layers())
    (out / layout.NETWORK).write_bytes(changed.to_bytes())
    speakers = len({u.voice for u in spoken})
    return Learnt(len(spoken), speakers, seconds(spoken) / 3600, left_out)


def _utterances(
    network: _Network, recordings: Sequence[Recording], language: str, left_out: Counter[str]
) -> list[Utterance]:
    """The recordings with the times of their phones; what cannot be believed is left out."""
    texts = [vocabulary.tokens(recording.text, language) for recording in recordings]
    pronounced = _pronounced({word for text in texts for word in text}, language, network)
    found: list[tuple[Utterance, float]] = []
    for recording, words in zip(recordings, texts, strict=True):
        if not words or _letters(" ".join(words)) != _letters(recording.text):
            left_out[UNCLEAR] += 1
        elif not all(word in pronounced for word in words):
            left_out[UNPRONOUNCED] += 1
        elif aligned := _aligned(network, recording, [pronounced[word] for word in words]):
            found.append(aligned)
        else:
            left_out[UNFITTING] += 1
    if not found:
        return []
    fits = np.array([fit for _, fit in found])
    spread = max(_LEAST_SPREAD, float(np.median(np.abs(fits - np.median(fits)))))
    believed = [u for u, fit in found if fit >= np.median(fits) - _SPREAD * spread]
    left_out[UNFITTING] += len(found) - len(believed)
    return believed


def _letters(text: str) -> str:
    return "".join(c for c in text.lower().replace("’", "'") if c.isalnum() or c == "'")


def _pronounced(words: set[str], language: str, network: _Network) -> Lexicon:
    known = frozenset(network.phone_names) - {phones.SILENCE}
    ordered, listed = sorted(words), lexicon.listed(language, known)
    try:
        return lexicon.build(language, ordered, known, listed)
    except UnspeakableError as error:
        rest = [word for word in ordered if word not in error.words]
        return lexicon.build(language, rest, known, listed)


def _aligned(
    network: _Network, recording: Recording, words: Sequence[Sequence[tuple[str, ...]]]
) -> tuple[Utterance, float] | None:
    if len(recording.samples) < features.FRAME:
        return None
    log_prior: Matrix = network.acoustic.log_prior
    scores = log_posteriors(network.layered, recording.samples) - log_prior
    index = network.phone_index
    found = transcribed.align(scores, [transcribed.numbered(word, index) for word in words])
    if found is None:
        return None
    names = tuple(network.phone_names[number] for number in found.phones)
    utterance = Utterance(recording.text, recording.speaker, recording.samples, names, found.ends)
    return utterance, found.fit
