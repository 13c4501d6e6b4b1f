"""The recipe end to end, as small as it can be."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from audio_models import check, vocabulary

torch = pytest.importorskip("torch", reason="training needs the train extra: torch and scipy")

# ruff: noqa: E402  (the modules below import torch and scipy, so they come after the skip)
from audio_models.graph import phones, texts, word_files
from audio_models.graph.build import BUNDLED, PHONES_FILE
from audio_models.train import (
    align,
    augment,
    card,
    corpus,
    export,
    loop,
    narrowing,
    network,
    synthesis,
)
from audio_models.train.corpus import Utterance
from audio_models.train.layered import Layered
from audio_models.train.voices import espeak_ng

PHONES = (phones.SILENCE, *phones.ENGLISH)
INDEX = {phone: i for i, phone in enumerate(PHONES)}


@pytest.fixture(scope="module")
def utterances() -> list[Utterance]:
    rng = random.Random(0)
    said = [texts.sample("en", rng) for _ in range(12)]
    return [u for t in said if (u := espeak_ng.utterance(t, "en-us+m3", rate=180))]


def test_espeak_voices_use_only_known_phones():
    for voice in synthesis.voices("en"):
        for sentence in word_files.read_lines("en.sentences.txt")[:20]:
            utterance = espeak_ng.utterance(sentence, f"{voice}+f1")
            assert utterance is not None
            assert set(utterance.phones) <= set(PHONES)


def test_southern_british_drops_its_r():
    def said(voice: str) -> tuple[str, ...]:
        return tuple(p for p in espeak_ng.utterance("four", voice).phones if p != "SIL")

    assert said("en-us") == ("F", "AO", "R")
    assert said("en") == ("F", "AO")


def test_templates_expand_to_one_choice():
    rng = random.Random(1)
    assert {word_files.expand("[a|b|] c", rng) for _ in range(50)} == {"a c", "b c", "c"}


def test_corpus_survives_its_file(utterances, tmp_path):
    corpus.save(tmp_path / "c.npz", utterances)
    for before, after in zip(utterances, corpus.load(tmp_path / "c.npz"), strict=True):
        assert (before.text, before.voice, before.phones) == (after.text, after.voice, after.phones)
        assert np.array_equal(before.samples, after.samples)
        assert np.array_equal(before.ends, after.ends)


def test_augmentation_is_seeded_and_keeps_labels_and_frames_together(utterances):
    for u in utterances:
        first, again = (
            augment.augmented(u, utterances, INDEX, np.random.default_rng(4)) for _ in range(2)
        )
        assert first.features.shape == (len(first.labels), 32)
        assert np.isfinite(first.features).all()
        assert np.array_equal(first.features, again.features)
        assert set(first.labels.tolist()) <= {0, *augment.clean(u, INDEX).labels.tolist()}


def test_an_excerpt_lies_between_two_pauses(utterances):
    spoken = espeak_ng.utterance("four, seven, nine, two", "en-us", rate=120)
    lengths = set()
    for seed in range(40):
        part = augment._excerpt(spoken, np.random.default_rng(seed))
        lengths.add(len(part.phones))
        assert part.phones[-1] == "SIL"
        assert part.ends[-1] == pytest.approx(len(part.samples) / 8000, abs=0.01)
    assert len(lengths) > 3


def test_a_line_that_suppresses_silence_keeps_the_speech():
    ends, labels = np.array([0.2, 0.5, 0.6, 1.0]), np.array([0, 3, 4, 0])
    for seed in range(20):
        heard = augment._suppress_silence(np.ones(8000), ends, labels, np.random.default_rng(seed))
        assert heard[int(0.25 * 8000) : int(0.6 * 8000)].all()
        assert not heard[: int(0.13 * 8000)].any()
        assert not heard[int(0.71 * 8000) :].any()


def test_training_stops_restarts_and_exports(utterances, tmp_path: Path):
    lines: list[str] = []
    checkpoint = tmp_path / "checkpoint"
    held_out = {"same": utterances}
    for passes in (1, 2):
        plan = loop.Plan(PHONES, width=16, passes=passes, align_after=1, coarse=("en-us",))
        model = loop.train(plan, utterances * 2, held_out, checkpoint, lines.append)
    firsts = [line.split(":")[0].split(",")[0] for line in lines]
    aligned = f"aligned {2 * len(utterances)} utterances"
    assert firsts == ["pass 1/1", aligned, "pass 2/2"]
    export.write(tmp_path / "model", model)
    network = (tmp_path / "model/am/final.mdl").read_bytes()
    assert network.startswith(b"\0B<TransitionModel> ")
    assert (tmp_path / "model/phones.txt").read_text().split() == list(PHONES)


def _trained_a_little() -> network.Tdnn:
    torch.manual_seed(0)
    net = network.Tdnn(7, 12, 5)
    net.train()
    for _ in range(3):  # gives the batch norms something to fold
        net(torch.randn(4, 32, 3 * 20 + 1 + 2 * network.CONTEXT) * 3 + 2)
    return net.eval()


def test_the_exported_layers_compute_what_the_network_does():
    net = _trained_a_little()
    frames = torch.randn(1, 32, 1 + 2 * network.CONTEXT)
    with torch.no_grad():
        expected = net(frames)[0, :, 0].numpy()
    layers = network.affine_layers(net.state_dict())

    def output(number: int, time: int) -> np.ndarray:
        if number < 0:
            return frames[0, :, time + network.CONTEXT].numpy()
        layer = layers[number]
        spliced = np.concatenate([output(number - 1, time + o) for o in layer.offsets])
        values = layer.weight @ spliced + layer.bias
        values = np.maximum(values, 0) if layer.relu else values
        return values + layer.bypass * output(number - 2, time) if layer.bypass else values

    output = cache(output)
    assert output(len(layers) - 1, 0) == pytest.approx(expected, abs=1e-3)


def test_a_network_starts_from_the_hidden_layers_of_another():
    layers = network.affine_layers(_trained_a_little().state_dict())
    other = network.Tdnn(9, 12, 5)
    frames = torch.relu(torch.randn(4, 32, 3 * 30 + 1 + 2 * network.CONTEXT) * 3 + 2)
    network.start_from(other, layers, frames)
    found = []
    other.last.register_forward_hook(lambda _module, _inputs, output: found.append(output))
    with torch.no_grad():
        wanted = Layered(layers[:-1])(frames)
        for training in (False, True):  # as its norms have stored it, and as they find it
            other.train(training)
            other(frames)
    assert torch.allclose(found[0], wanted, atol=1e-3)
    assert torch.allclose(found[1], wanted, atol=0.05)


def test_what_a_narrow_middle_does_not_use_is_taken_away():
    layers = network.affine_layers(_trained_a_little().state_dict())[:4]
    frames = torch.relu(torch.randn(4, 32, 3 * 30 + 1 + 2 * network.CONTEXT) * 3 + 2)
    narrow = layers[2].weight.copy()
    narrow[4] = narrow[0] + narrow[1]  # says nothing that two others do not say
    layers[2] = replace(layers[2], weight=narrow)
    found = narrowing.narrowed(layers, frames, 4)
    assert [len(layer.weight) for layer in found] == [6, 12, 4, 12]
    with torch.no_grad():
        wanted = Layered(layers)(frames)
        assert torch.allclose(Layered(found)(frames), wanted, atol=1e-2)
        assert not torch.allclose(Layered(narrowing.narrowed(layers, frames, 2))(frames), wanted)


def test_a_middle_that_is_narrow_enough_is_left_as_it_is():
    layers = network.affine_layers(_trained_a_little().state_dict())
    frames = torch.ones(2, 32, 4 + 2 * network.CONTEXT)
    for before, after in zip(layers, narrowing.narrowed(layers, frames, 5), strict=True):
        assert np.array_equal(before.weight, after.weight)


def test_a_network_of_another_size_is_not_started_from():
    layers = network.affine_layers(_trained_a_little().state_dict())
    frames = torch.ones(2, 32, 4 + 2 * network.CONTEXT)
    with pytest.raises(ValueError, match="another size"):
        network.start_from(network.Tdnn(9, 16, 5), layers, frames)


def test_phones_are_found_where_they_score_best():
    scores = np.full((12, 3), -5.0)
    scores[:2, 0] = scores[2:9, 1] = scores[9:, 2] = 0.0
    ends = align.best_ends(scores, np.array([0.12, 0.24, 0.36]))
    assert ends == pytest.approx([0.06, 0.27, 0.36])


def test_more_phones_than_time_cannot_be_aligned():
    assert align.best_ends(np.zeros((2, 3)), np.array([0.02, 0.04, 0.06])) is None


def test_the_bundled_model_matches_this_recipe():
    check(BUNDLED / "en")
    assert tuple((BUNDLED / "en" / PHONES_FILE).read_text().split()) == PHONES
    assert set(word_files.core_words("en")) <= vocabulary(BUNDLED / "en")


def test_the_card_says_what_it_was_made_from_and_what_it_does(utterances, tmp_path: Path):
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/words.txt").write_text("<eps> 0\nyes 1\nno 2\n")
    (tmp_path / PHONES_FILE).write_text("\n".join(PHONES))
    weights = [np.zeros((1000, 1500))]
    card.write(tmp_path, "en", utterances, weights, 12, ["digits 91 %"], ["people 82 %"])
    text = (tmp_path / "README.md").read_text()
    assert "Synthesised speech only" in text
    assert f"| espeak-ng | 1 | {len(utterances)} |" in text
    assert "1.5 million weights" in text
    assert "trained 12 times" in text
    assert "freely over its 2 words" in text
    assert text.index("digits 91 %") < text.index("people 82 %")
