"""Write a trained network as the am/ and conf/ of a Vosk model directory."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from audio_models.graph.build import PHONES_FILE
from audio_models.graph.units import Units
from audio_models.train import features, kaldi
from audio_models.train.loop import Model
from audio_models.train.network import SUBSAMPLING, affine_layers
from audio_models.train.objective import ACOUSTIC_SCALE

_SMALLEST_PRIOR = 1e-4

MODEL_CONF = f"""\
--min-active=200
--max-active=1500
--beam=9.0
--lattice-beam=2.0
--acoustic-scale=1.0
--frames-per-chunk=12
--frame-subsampling-factor={SUBSAMPLING}
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""


def write(folder: Path, model: Model) -> None:
    """Write everything but graph/, which audio_models.graph.build adds."""
    for name in ("am", "conf"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    units = Units(model.plan.phones)
    prior = np.maximum(model.phone_counts / model.phone_counts.sum(), _SMALLEST_PRIOR)
    layers = affine_layers(model.state)
    (folder / "am" / "final.mdl").write_bytes(
        kaldi.BINARY
        + kaldi.transition_model(units.outputs)
        + kaldi.network(layers, features.FLOOR, ACOUSTIC_SCALE, np.log(prior))
    )
    (folder / "conf" / "fbank.conf").write_text(features.FBANK_CONF)
    (folder / "conf" / "model.conf").write_text(MODEL_CONF)
    (folder / PHONES_FILE).write_text("\n".join(model.plan.phones) + "\n", encoding="utf-8")
