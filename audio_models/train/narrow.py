"""Narrow a trained model: python -m audio_models.train.narrow --language es --model DIR"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from audio_models import check, layout
from audio_models.graph.build import units_of
from audio_models.train import augment, kaldi_reader, loop, narrowing, tuning
from audio_models.train.network import BOTTLENECK

_SPEECH_S = 900.0


def _speech(language: str, phones: Sequence[str], seed: int) -> torch.Tensor:
    """Windows of telephone speech, of the synthesiser that takes no time."""
    index = {phone: i for i, phone in enumerate(phones)}
    rng = np.random.default_rng(seed)
    known = [u for u in tuning.rehearsal(language, _SPEECH_S, seed) if set(u.phones) <= set(index)]
    stream = loop.join(augment.augmented(u, known, index, rng) for u in known)
    return torch.cat([frames for frames, _ in loop.batches(stream, rng)])


def main() -> None:
    parser = argparse.ArgumentParser(description="Narrow the middles of a trained model.")
    parser.add_argument("--language", required=True)
    parser.add_argument("--model", type=Path, required=True, help="model directory to change")
    parser.add_argument("--outputs", type=int, default=BOTTLENECK, help="of each narrow middle")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    file = arguments.model / layout.NETWORK
    acoustic = kaldi_reader.read(file)
    frames = _speech(arguments.language, units_of(arguments.model).phones, arguments.seed)
    layers = narrowing.narrowed(acoustic.layers, frames, arguments.outputs)
    file.write_bytes(replace(acoustic, layers=layers).to_bytes())
    check(arguments.model)
    before, after = (sum(x.weight.size for x in found) / 1e6 for found in (acoustic.layers, layers))
    print(f"{before:.2f} million weights were made {after:.2f} million")


if __name__ == "__main__":
    main()
