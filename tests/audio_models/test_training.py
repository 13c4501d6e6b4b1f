"""The recipe end to end, as small as it can be."""

import random
from pathlib import Path

import numpy as np
import pytest

from audio_models import check, vocabulary

torch = pytest.importorskip("torch", reason="training needs the train extra: torch and scipy")

# ruff: noqa: E402  (the modules below import torch and scipy, so they come after the skip)
from audio_models.graph import phones, texts, word_files
from audio_models.graph.build import BUNDLED, PHONES_FILE
from audio_models.train import (
    augment,
    card,
    corpus,
    export,
    loop,
    network,
    synthesis,
)
from audio_models.train.corpus import Utterance

PHONES = (phones.SILENCE, *phones.ENGLISH)
INDEX = {phone: i for i, phone in enumerate(PHONES)}


@pytest.fixture(scope="module")
def utterances() -> list[Utterance]:
    rng = random.Random(0)
    said = [texts.sample("en", rng) for _ in range(12)]
    return [u for t in said if (u := synthesis.espeak_utterance(t, "en-us+m3", rate=180))]


def test_espeak_voices_use_only_known_phones():
    for voice in synthesis.voices("en"):
        for sentence in word_files.read_lines("en.sentences.txt")[:20]:
            utterance = synthesis.espeak_utterance(sentence, f"{voice}+f1")
            assert utterance is not None
            assert set(utterance.phones) <= set(PHONES)


def test_southern_british_drops_its_r():
    def said(voice: str) -> tuple[str, ...]:
        return tuple(p for p in synthesis.espeak_utterance("four", voice).phones if p != "SIL")

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
        plain = {i for i in augment.clean(u, INDEX).labels if i}
        assert len(plain - set(first.labels.tolist())) <= 2  # the shortest may fall between frames


def test_training_stops_restarts_and_exports(utterances, tmp_path: Path):
    lines: list[str] = []
    checkpoint = tmp_path / "checkpoint"
    held_out = {"same": utterances}
    for passes in (1, 2):
        plan = loop.Plan(PHONES, width=16, passes=passes)
        model = loop.train(plan, utterances * 2, held_out, checkpoint, lines.append)
    assert [line.split(":")[0] for line in lines] == ["pass 1/1", "pass 2/2"]
    export.write(tmp_path / "model", model)
    network = (tmp_path / "model/am/final.mdl").read_bytes()
    assert network.startswith(b"\0B<TransitionModel> ")
    assert (tmp_path / "model/phones.txt").read_text().split() == list(PHONES)


def test_the_exported_layers_compute_what_the_network_does():
    torch.manual_seed(0)
    net = network.Tdnn(7, 12)
    net.train()
    for _ in range(3):  # gives the batch norms something to fold
        net(torch.randn(4, 32, 3 * 20 + 1 + 2 * network.CONTEXT) * 3 + 2)
    net.eval()
    frames = torch.randn(1, 32, 1 + 2 * network.CONTEXT)
    with torch.no_grad():
        expected = net(frames)[0, :, 0].numpy()
    values = {t: frames[0, :, t + network.CONTEXT].numpy() for t in range(-24, 25)}
    for layer in network.affine_layers(net.state_dict()):
        reach = max(layer.offsets)
        times = [t for t in values if t - reach in values and t + reach in values]
        outputs = {}
        for t in times:
            spliced = np.concatenate([values[t + o] for o in layer.offsets])
            output = layer.weight @ spliced + layer.bias
            outputs[t] = np.maximum(output, 0) if layer.relu else output
        values = outputs
    assert values[0] == pytest.approx(expected, abs=1e-3)


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
