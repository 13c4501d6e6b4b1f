"""Which intents an utterance may mean: a linear model fitted to examples in a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.heard import OUTSIDE, Heard
from intents.matching import caching
from intents.matching.calibrating import Trust, Trusts
from intents.matching.encoding import Encoder
from intents.matching.features import words
from intents.matching.model import Example, Model, Scored
from intents.matching.remembering import Remembered
from intents.understood import Candidate

Floats = NDArray[np.floating]

HELD_OUT = 4
"""Every so many examples of an intent, one is left out to learn how often answers are right."""
LEFT_OUT = 5
"""Every so many intents, one is left out too, to learn how what no intent is for looks."""
MOST_HELD_OUT = 1500
"""Examples on which that is learnt, from all over those that are left out."""
RANKED = 10
"""Candidates that are told."""
NEVER = 1e-9
"""Stands for a weight of nought, which has no logarithm."""
REASONS = 3
"""Candidates that tell which example and which words counted for them, and most words of each."""


class Matcher:
    """Ranks the intents of a text. Being outside of all of them is one of the answers.

    Confidence is learnt on examples that are held out, so it estimates how often an answer of
    this kind is right; of a text that is outside, every intent has little.
    """

    def __init__(
        self, intents: Sequence[str], examples: Sequence[Example], model: Model, trusts: Trusts
    ) -> None:
        """Use `fit`. The examples are those of the model, intent by intent."""
        self._intents, self._model, self._trusts = intents, model, trusts
        self._texts = [example.text for example in examples]
        self._numbers = {intent: number for number, intent in enumerate(intents)}
        labels = [example.label for example in examples]
        self._starts = np.searchsorted(labels, np.arange(len(intents) + 1)).tolist()

    @classmethod
    def fit(
        cls,
        examples: Mapping[str, Sequence[str]],
        outside: Sequence[str] = (),
        heard: Sequence[Heard] = (),
        cache: Path | None = None,
        encoder: Encoder | None = None,
    ) -> Matcher:
        """Learns from examples by intent and from sentences that are `outside` of all of them.

        heard: what a recogniser made of some of them, which tells how far it is to be trusted.
        cache: a folder where what was fitted is kept, by a checksum of all it was fitted to.
        encoder: where it counts too what texts mean, beside the words that they hold.
        """
        intents = list(examples)
        numbers = {intent: number for number, intent in enumerate(intents)}
        own = [Example(numbers[name], text) for name, texts in examples.items() for text in texts]
        own += [Example(len(intents), text) for text in outside]
        numbers[OUTSIDE] = len(intents)
        every = own + [Example(numbers[one.intent], one.heard, one.said) for one in heard]
        if not own:
            encoder = None  # nothing can be near to nothing
        key = caching.key(every, len(intents), encoder)
        found = caching.load(cache, key, encoder) if cache else None
        if found is None:
            fit = partial(Model.of, labels=len(intents) + 1, encoder=encoder, cache=cache)
            found = fit(own), _trusts(every, len(intents), fit, encoder, cache)
            if cache:
                caching.save(cache, key, *found)
        return cls(intents, own, *found)

    def rank(
        self,
        said: str | Sequence[tuple[str, float]],
        expected: Mapping[str, float] | None = None,
        among: Collection[str] | None = None,
        typed: bool = True,
    ) -> list[Candidate]:
        """The likeliest intents, best first, each with its example nearest to the text.

        said: a text, or several that may have been said, each with its share of the probability.
        expected: by intent, how many times likelier it is than usual; 1 where it is not named.
        among: the only intents that are told, where it is given.
        typed: whether words may hold typing errors, which recognisers do not make.
        """
        hypotheses = [(said, 1.0)] if isinstance(said, str) else [one for one in said if one[1] > 0]
        if not self._intents or not hypotheses:
            return []
        scored = self._model.score(hypotheses, typed)
        if not scored.known:
            return []
        scores = scored.scores.copy()
        for intent, weight in (expected or {}).items():
            if intent in self._numbers:
                scores[self._numbers[intent]] += log(max(weight, NEVER))
        order = np.argsort(-scores[:-1], kind="stable").tolist()
        if among is not None:
            order = [number for number in order if self._intents[number] in among]
        said_words = list(dict.fromkeys(word for text, _ in hypotheses for word in words(text)))
        trust = self._trusts.typed if typed else self._trusts.spoken
        confidence = trust.confidence(scores, scored.known).tolist()
        reasons = [*self._reasons(order[:REASONS], scored, said_words), *[("", ())] * RANKED]
        return [
            Candidate(self._intents[number], confidence[number], *reason)
            for number, reason in zip(order[:RANKED], reasons, strict=False)
        ]

    @property
    def words(self) -> list[str]:
        """Those that examples hold, figures aside, the commonest first."""
        return self._model.vocabulary.words()

    def rarity(self, word: str) -> float:
        """How telling a word is: about 1 for the commonest, 6 for one that is never used."""
        return self._model.vocabulary.rarity(word)

    def _reasons(
        self, labels: Sequence[int], scored: Scored, said: list[str]
    ) -> list[tuple[str, tuple[str, ...]]]:
        """By label, the example most like the text, and the words that spoke most for the label,
        the strongest first."""
        nearest = self._model.nearest(scored, (self._starts[one : one + 2] for one in labels))
        spoke = self._model.says(said, labels).T.tolist()
        found = []
        for example, strengths in zip(nearest, spoke, strict=True):
            best = sorted(zip(strengths, said, strict=True), reverse=True)[:REASONS]
            text = "" if example is None else self._texts[example]
            found.append((text, tuple(word for strength, word in best if strength > 0)))
        return found


def _trusts(
    examples: Sequence[Example],
    intents: int,
    fit: Callable[[Sequence[Example]], Model],
    encoder: Encoder | None,
    cache: Path | None,
) -> Trusts:
    """Learnt on examples that a model has not seen, some of intents that it does not know.

    What was heard of an example is seen or not seen with it. encoder, cache: as for `Matcher.fit`.
    """
    seen = [0] * (intents + 1)
    kept: list[Example] = []
    held: list[Example] = []
    unseen: set[tuple[int, str]] = set()
    for example in examples:
        seen[example.label] += not example.said
        if not example.said and seen[example.label] % HELD_OUT == 0:
            held.append(example)
            unseen.add((example.label, example.text))
        elif example.said and (example.label, example.said) in unseen:
            held.append(example)
        elif not example.said and not _left_out(example.label, intents):
            kept.append(example)
    misheard = {(one.label, one.said) for one in held if one.said}
    spoken = _some([one for one in held if one.said or (one.label, one.text) not in misheard])
    typed = _some([one for one in held if not one.said])
    model = fit(kept)
    if encoder:
        texts = dict.fromkeys(one.text for one in typed + spoken)
        model = model.meaning_by(Remembered(encoder, list(texts), cache))
    trust = _trust(model, typed, intents, typed=True)
    return Trusts(trust, _trust(model, spoken, intents, typed=False) if misheard else trust)


def _some(held: list[Example]) -> list[Example]:
    """From all over them, no more than are needed."""
    return held[:: -(-len(held) // MOST_HELD_OUT) or 1]


def _trust(model: Model, held: Sequence[Example], intents: int, typed: bool) -> Trust:
    """By the examples held out from a model."""
    scored = [model.score([(example.text, 1.0)], typed) for example in held]
    return Trust.of(
        np.array([one.scores for one in scored]).reshape(-1, intents + 1),
        np.array([one.known for one in scored]),
        np.array([intents if _left_out(one.label, intents) else one.label for one in held]),
    )


def _left_out(label: int, intents: int) -> bool:
    return label < intents and label % LEFT_OUT == LEFT_OUT - 1
