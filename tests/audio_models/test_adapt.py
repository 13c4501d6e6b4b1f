"""Learning from recordings, on the bundled model and voices that it was not trained on."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_models import ModelError, bundled, check
from audio_models.espeak import synthesise
from audio_models.recordings import Recording
from audio_models.resample import resample
from audio_models.train import kaldi, kaldi_reader
from audio_models.transcribe import DIGITS

torch = pytest.importorskip("torch", reason="adapting needs the train extra: torch and scipy")

# ruff: noqa: E402  (the modules below import torch and scipy, so they come after the skip)
from audio_models.graph import phones
from audio_models.train import adapt, export, features, learning, loop, network, transcribed
from audio_models.train.align import log_posteriors
from audio_models.train.layered import Layered

MODEL = bundled("en")
DIGIT_WORDS = DIGITS["en"]
PHONES = (phones.SILENCE, *phones.ENGLISH)


def recording(text: str, speaker: str = "en-us+f4", kind: str = "digits", **more) -> Recording:
    speech = synthesise(text, speaker, rate=150)
    said = resample(speech.samples, speech.sample_rate)
    pause = np.zeros(2400, dtype=np.int16)
    more = {"grammar": DIGIT_WORDS, "consent": True} | more
    return Recording(np.concatenate((pause, said, pause)), text, "en", speaker, kind, **more)


def corpus(speakers=("en-us+f4", "en+m6"), count: int = 14) -> list[Recording]:
    rng = np.random.default_rng(0)
    return [
        recording(" ".join(rng.choice(DIGIT_WORDS, 4)), speaker)
        for speaker in speakers
        for _ in range(count)
    ]


def trained_a_little() -> network.Tdnn:
    torch.manual_seed(0)
    net = network.Tdnn(len(PHONES), 12, 5)
    net.train()
    for _ in range(3):  # gives the batch norms something to fold
        net(torch.randn(4, 32, 3 * 20 + 1 + 2 * network.CONTEXT) * 3 + 6)
    return net.eval()


def exported(folder: Path) -> network.Tdnn:
    net = trained_a_little()
    counts = np.arange(1.0, len(PHONES) + 1)
    export.write(folder, loop.Model(loop.Plan(PHONES, 12), net.state_dict(), counts))
    return net


def test_models_of_both_layouts_are_read_and_written_byte_for_byte(tmp_path: Path):
    exported(tmp_path)
    for model in (*filter(None, map(bundled, phones.OF_LANGUAGE)), tmp_path):
        file = model / "am/final.mdl"
        acoustic = kaldi_reader.read(file)
        assert acoustic.to_bytes() == file.read_bytes()
    assert acoustic.floor == features.FLOOR
    assert {layer.bypass for layer in acoustic.layers} == {0.0, 0.66}
    assert [layer.relu for layer in acoustic.layers[2:6]] == [False, True, False, True]


@pytest.mark.parametrize("change", [b"<LogSoftmaxComponent>", b"<LinearParams>", b"<Nnet3>"])
def test_a_network_of_other_parts_is_refused(tmp_path: Path, change: bytes):
    file = tmp_path / "final.mdl"
    data = (MODEL / "am/final.mdl").read_bytes()
    file.write_bytes(data.replace(change, change.replace(b"L", b"M").replace(b"N", b"M")))
    with pytest.raises(ModelError, match="cannot be adapted"):
        kaldi_reader.read(file)


def test_a_model_of_other_features_is_refused(tmp_path: Path):
    shutil.copytree(MODEL, tmp_path / "m")
    (tmp_path / "m/conf/mfcc.conf").write_text("--sample-frequency=8000\n")
    with pytest.raises(ModelError, match=r"mfcc.conf: cannot be adapted"):
        learning.learn(tmp_path / "m", [], tmp_path / "n", "en", 1, 1, print)


def output(layers: list[kaldi.Layer], number: int, time: int, frames: np.ndarray) -> np.ndarray:
    """What Kaldi computes for one frame of a layer, straight from the definition."""
    if number < 0:
        return np.maximum(frames[time] - features.FLOOR, 0)
    layer = layers[number]
    spliced = [output(layers, number - 1, time + offset, frames) for offset in layer.offsets]
    values = layer.weight @ np.concatenate(spliced) + layer.bias
    values = np.maximum(values, 0) if layer.relu else values
    if layer.bypass:
        values = values + layer.bypass * output(layers, number - 2, time, frames)
    return values


def small_layers(rng: np.random.Generator) -> list[kaldi.Layer]:
    shapes = [
        ((-2, -1, 0, 1, 2), 6, 160, True, 0.0),
        ((-1, 0, 1), 5, 18, True, 0.0),
        ((-3, 0), 3, 10, False, 0.0),
        ((0, 3), 5, 6, True, 0.5),
        ((-6, 0, 6), 5, 15, True, 0.0),
        ((0,), 4, 5, False, 0.0),
    ]
    return [
        kaldi.Layer(offsets, rng.normal(0, 0.3, (out, inputs)), rng.normal(0, 1, out), relu, share)
        for offsets, out, inputs, relu, share in shapes
    ]


def test_the_network_computes_what_its_layers_say():
    rng = np.random.default_rng(3)
    layers = small_layers(rng)
    frames = rng.normal(6, 3, (2 * network.CONTEXT + 7, 32)).astype(np.float32)
    net = Layered(layers)
    heard = torch.from_numpy(features.above_floor(frames).T[None].copy())
    with torch.no_grad():
        found = net(heard)[0].numpy()
    times = range(network.CONTEXT, network.CONTEXT + 7, 3)
    expected = [output(layers, len(layers) - 1, time, frames) for time in times]
    assert np.abs(found.T - np.array(expected)).max() < 1e-3
    for before, after in zip(layers, net.layers(), strict=True):
        assert after.weight == pytest.approx(before.weight, abs=1e-6)
        assert after.bias == pytest.approx(before.bias, abs=1e-6)


def test_what_is_written_computes_what_was_trained(tmp_path: Path):
    net = exported(tmp_path)
    acoustic = kaldi_reader.read(tmp_path / "am/final.mdl")
    samples = recording("seven").samples
    mel = features.log_mel(samples)
    assert np.array_equal(np.maximum(mel - acoustic.floor, 0), features.above_floor(mel))
    found = log_posteriors(Layered(acoustic.layers), samples)
    assert found == pytest.approx(log_posteriors(net, samples), abs=1e-3)


def test_layers_that_are_no_convolutions_are_refused():
    layers = small_layers(np.random.default_rng(0))
    uneven = replace(layers[0], offsets=(-2, -1, 0, 1, 3))
    with pytest.raises(ValueError, match="uneven"):
        Layered([uneven, *layers[1:]])


def scores_of(path: list[int], phones: int) -> np.ndarray:
    scores = np.full((len(path), phones), -6.0)
    scores[range(len(path)), path] = -0.1
    return scores


def test_alignment_picks_the_pronunciation_and_the_pauses():
    said = [0, 0, 3, 3, 4, 0, 0, 5, 6, 6]
    words = [[(1, 2), (3, 4)], [(5, 6)]]
    found = transcribed.align(scores_of(said, 7), words)
    assert found.phones == (0, 3, 4, 0, 5, 6)
    assert found.ends == pytest.approx(np.array([2, 4, 5, 7, 8, 10]) * 0.03)
    assert found.fit == pytest.approx(0)
    assert transcribed.align(scores_of(said, 7), [[(1, 2)], [(5, 6)]]).fit < -1
    assert transcribed.align(scores_of([1, 2], 7), words) is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_said_without_pause_is_found_again(words: list[list[int]]):
    path = [phone for word in words for phone in word]
    found = transcribed.align(scores_of(path, 6), [[tuple(word)] for word in words])
    assert found.phones == tuple(path)
    assert found.fit == pytest.approx(0)


def test_what_does_not_fit_its_transcript_is_left_out():
    spoken = corpus(count=6)
    wrong = replace(spoken[0], text="representative unemployment certificate")
    unclear = replace(spoken[1], text="call 911")
    net = learning._network(MODEL, "en")
    left_out: Counter[str] = Counter()
    found = learning._utterances(net, [*spoken[2:], wrong, unclear], "en", left_out)
    assert left_out == {learning.UNFITTING: 1, learning.UNCLEAR: 1}
    assert [u.text for u in found] == [r.text for r in spoken[2:]]
    for utterance in found:  # speech is found between the pauses, not in them
        assert utterance.phones[0] == utterance.phones[-1] == phones.SILENCE
        assert 0.15 < utterance.ends[0] < 0.5


def test_only_recordings_with_consent_and_in_the_language_are_used():
    spoken = [recording("one"), recording("two", consent=False)]
    kept, left_out = adapt.usable([*spoken, replace(spoken[0], language="es")], "en")
    assert kept == spoken[:1]
    assert left_out == {adapt.NO_CONSENT: 1, adapt.OTHER_LANGUAGE: 1}


@given(st.lists(st.integers(0, 9), min_size=8, max_size=60), st.integers(0, 5))
def test_the_split_is_seeded_and_keeps_speakers_apart(speakers: list[int], seed: int):
    samples = [np.full(10, number, dtype=np.int16) for number in range(len(speakers))]
    spoken = [
        Recording(s, "one", "en", str(who), "k") for s, who in zip(samples, speakers, strict=True)
    ]
    learning_from, held_back = adapt.split(spoken, seed)
    again = adapt.split(spoken[::-1], seed)
    assert {id(r) for r in held_back} == {id(r) for r in again[1]}
    assert len(learning_from) + len(held_back) == len(spoken)
    assert len(held_back) >= len(spoken) / 4
    if len(set(speakers)) >= 4:
        assert not {r.speaker for r in held_back} & {r.speaker for r in learning_from}
    else:
        assert len(held_back) <= len(spoken) / 4 + 1


def test_a_model_learns_and_says_from_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A network whose outputs were disturbed has something to gain from a few recordings."""
    # A minute of other speech, and not two, is enough: learning takes longest.
    monkeypatch.setattr(learning, "_REHEARSED_AT_LEAST_S", 60.0)
    monkeypatch.setattr(learning, "_REHEARSED", 1.0)
    worse = tmp_path / "worse"
    shutil.copytree(MODEL, worse)
    acoustic = kaldi_reader.read(MODEL / "am/final.mdl")
    last = acoustic.layers[-1]
    rng = np.random.default_rng(1)
    bent = replace(last, bias=last.bias + rng.normal(0, 4, len(last.bias)))
    changed = replace(acoustic, layers=[*acoustic.layers[:-1], bent])
    (worse / "am/final.mdl").write_bytes(changed.to_bytes())
    out = tmp_path / "new" / "model"
    outcome = adapt.adapt(worse, corpus(), out, "en", epochs=4)
    assert outcome.accepted, outcome.reasons
    overall = outcome.rows[0]
    assert overall.after.errors < overall.before.errors
    check(out)
    card = (out / "README.md").read_text()
    assert card.startswith("# Speech model: English\n\n## Adapted to recordings of people\n")
    assert "of 2 speakers" in card
    assert "+f4" not in card
    assert [path.name for path in out.parent.iterdir()] == ["model"]
