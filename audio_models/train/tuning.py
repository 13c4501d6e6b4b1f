"""Going on with the training of a finished network, without forgetting what it knew."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from audio_models.train import augment, objective, synthesis
from audio_models.train.augment import Example
from audio_models.train.corpus import Utterance, seconds
from audio_models.train.layered import Layered
from audio_models.train.loop import Report, batches, join
from audio_models.train.network import SUBSAMPLING
from audio_models.train.voices import espeak_ng

_RATE = 3e-4  # at first; it falls in a straight line
# How far the weights go from where they began to where training took them: less gains less for
# the people recorded, more loses other words. Chosen on synthetic voices.
_SHARE = 0.7


def rehearsal(language: str, length_s: float, seed: int) -> list[Utterance]:
    """At least so much synthesised speech of the kind that the model was first trained on."""
    rng, spread = random.Random(seed), np.random.default_rng(seed)
    spoken: list[Utterance] = []
    while seconds(spoken) < length_s:
        voice = rng.choice(synthesis.voices(language))
        found = espeak_ng.speak(synthesis.line(language, rng), voice, spread)
        spoken += [found] if found else []
    return spoken


def tune(
    net: Layered,
    recorded: Sequence[Utterance],
    rehearsed: Sequence[Utterance],
    phone_index: dict[str, int],
    epochs: int,
    seed: int,
    report: Report,
) -> None:
    """Train on, in place. In each epoch every recording comes as it is and altered once, and
    rehearsed speech altered; in the end the weights go back a part of the way."""
    torch.set_num_threads(1)
    start = [parameter.detach().clone() for parameter in net.parameters()]
    optimiser = torch.optim.Adam(net.parameters(), _RATE)
    for epoch in range(epochs):
        rng = np.random.default_rng([seed, epoch])
        stream = join(_examples(recorded, rehearsed, phone_index, rng))
        asked = objective.from_labels(stream[1][::SUBSAMPLING], len(phone_index))
        drawn = list(batches(stream, rng))
        losses = []
        for step, (frames, wanted) in enumerate(drawn):
            optimiser.param_groups[0]["lr"] = _RATE * (1 - (epoch + step / len(drawn)) / epochs)
            loss = asked(net(frames), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
        report(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
    with torch.no_grad():
        for parameter, before in zip(net.parameters(), start, strict=True):
            parameter.lerp_(before, 1 - _SHARE)


def _examples(
    recorded: Sequence[Utterance],
    rehearsed: Sequence[Utterance],
    phone_index: dict[str, int],
    rng: np.random.Generator,
) -> Iterator[Example]:
    everything = [*recorded, *rehearsed]
    for number in rng.permutation(len(everything)):
        if number < len(recorded):
            yield augment.clean(everything[number], phone_index)
        yield augment.augmented(everything[number], everything, phone_index, rng)
