"""What was fitted, kept in a file: arrays and names only, nothing that could be run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from arrays import UNREADABLE, write
from intents.matching.calibrating import Trust, Trusts
from intents.matching.encoding import SIZE, Encoder
from intents.matching.meaning import Meaning
from intents.matching.model import Example, Model
from intents.matching.rows import Rows
from intents.matching.vocabulary import Vocabulary

Floats = NDArray[np.floating]

VERSION = "8"
"""Goes up with every change of what is fitted or how, so that older files are left alone."""


def key(examples: Sequence[Example], intents: int, encoder: Encoder | None = None) -> str:
    """A checksum of all that a model depends on."""
    rows = [[one.label, one.text, one.said] for one in examples]
    content = json.dumps([VERSION, intents, encoder and encoder.name, rows], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def save(folder: Path, key: str, model: Model, trusts: Trusts) -> None:
    """Keeps a model for `load`; where the folder cannot be written, nothing is kept."""
    vocabulary, examples = model.vocabulary, model.examples
    parts = {
        "key": np.array(key),
        "names": np.frombuffer("\n".join(vocabulary.numbers).encode(), np.uint8),
        "rarity": vocabulary.weights,
        "counts": vocabulary.counts,
        "unseen": np.array([vocabulary.unseen, vocabulary.examples]),
        "starts": examples.starts,
        "where": examples.where,
        "values": examples.values,
        "weights": model.weights,
        "inside": np.stack([trusts.typed.inside, trusts.spoken.inside]),
        "among": np.stack([trusts.typed.among, trusts.spoken.among]),
    }
    if model.meaning:
        parts |= {"landmarks": model.meaning.landmarks, "meant": model.meaning.weights}
    write(_file(folder, key), parts)


def load(folder: Path, key: str, encoder: Encoder | None = None) -> tuple[Model, Trusts] | None:
    """What was saved under a key; None where there is nothing, or something else."""
    try:
        with np.load(_file(folder, key), allow_pickle=False) as parts:
            return _read(parts, key, encoder)
    except UNREADABLE:
        return None


def _read(parts: np.lib.npyio.NpzFile, key: str, encoder: Encoder | None) -> tuple[Model, Trusts]:
    """Raises ValueError where the parts do not fit together."""
    names = parts["names"].tobytes().decode().split("\n") if len(parts["names"]) else []
    unseen, count = (float(value) for value in parts["unseen"])
    vocabulary = Vocabulary(
        {name: number for number, name in enumerate(names)},
        parts["rarity"], parts["counts"], unseen, int(count),
    )  # fmt: skip
    weights, inside, among = parts["weights"], parts["inside"], parts["among"]
    examples = Rows(parts["starts"], parts["where"], parts["values"])
    fits = (
        str(parts["key"]) == key
        and len(names) == len(vocabulary.weights) == len(vocabulary.counts)
        and len(vocabulary.numbers) == len(names)
        and examples.whole(len(names))
        and len(examples) == int(count)
        and weights.ndim == 2
        and len(weights) == len(names)
        and (inside.shape, among.shape) == ((2, 3), (2, 2))
        and all(np.isfinite(part).all() for part in (weights, examples.values, inside, among))
    )
    if not fits:
        raise ValueError("The parts of the file do not fit together.")
    trusts = Trusts(*(Trust(*each) for each in zip(inside, among, strict=True)))
    meaning = _meaning(parts, encoder, weights.shape[1]) if encoder else None
    return Model.with_parts(vocabulary, examples, weights, meaning), trusts


def _meaning(parts: np.lib.npyio.NpzFile, encoder: Encoder, labels: int) -> Meaning:
    landmarks, weights = parts["landmarks"], parts["meant"]
    fits = (
        landmarks.shape == (len(weights), SIZE)
        and weights.shape == (len(landmarks), labels)
        and all(np.isfinite(part).all() for part in (landmarks, weights))
    )
    if not fits:
        raise ValueError("The landmarks do not fit together.")
    return Meaning(encoder, landmarks, weights)


def _file(folder: Path, key: str) -> Path:
    return folder / f"intents-{key[:32]}.npz"
