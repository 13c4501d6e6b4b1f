"""Ways to match intents: ours and the usual ones, behind one small interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from benchmarks.intents.rows import OUTSIDE, Row
from intents.matching.encoding import Encoder, EncoderMissing, installed

Answer = tuple[str, float]
"""The likeliest intent, and how surely any is meant, on a scale of the method's own."""


class Missing(Exception):
    """What a method needs is not installed; the message says what."""


class Method(Protocol):
    """Fitted to rows when it is made; what is not `typed` comes from a recogniser."""

    def answer(self, text: str, typed: bool = True) -> Answer: ...


class Benefitline:
    """The matcher of this repository."""

    def __init__(self, rows: Sequence[Row], encoder: Encoder | None = None) -> None:
        from intents.matcher import Matcher

        examples: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            examples[row.intent].append(row.text)
        outside = examples.pop(OUTSIDE, [])
        self._matcher = Matcher.fit(examples, outside, encoder=encoder)

    def answer(self, text: str, typed: bool = True) -> Answer:
        found = self._matcher.rank(text, typed=typed)
        return (found[0].intent, found[0].confidence) if found else (OUTSIDE, 0.0)


def _with_meaning(rows: Sequence[Row]) -> Benefitline:
    """The matcher with the `semantic` extra."""
    return Benefitline(rows, _encoder())


class Rapidfuzz:
    """The intent of the example with the highest ratio of a scorer of rapidfuzz."""

    def __init__(self, rows: Sequence[Row], scorer: str) -> None:
        from rapidfuzz import fuzz, process, utils

        self._find, self._scorer, self._fold = process.extractOne, getattr(fuzz, scorer), utils
        inside = [row for row in rows if row.intent != OUTSIDE]
        self._intents = [row.intent for row in inside]
        self._texts = [utils.default_process(row.text) for row in inside]

    def answer(self, text: str, typed: bool = True) -> Answer:
        folded = self._fold.default_process(text)
        found = self._find(folded, self._texts, scorer=self._scorer)
        return (self._intents[found[2]], float(found[1])) if found else (OUTSIDE, 0.0)


class Linear:
    """TF-IDF of words, pairs and pieces of words, and scikit-learn's support vector machine."""

    def __init__(self, rows: Sequence[Row]) -> None:
        try:
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.pipeline import make_pipeline, make_union
            from sklearn.svm import LinearSVC
        except ImportError:
            raise Missing("scikit-learn is not installed: pip install '.[bench]'") from None
        words = {"token_pattern": r"(?u)[\u3400-\u9fff]|[^\W\u3400-\u9fff]+"}
        self._model: Any = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **words),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
            ),
            LinearSVC(),
        )
        self._model.fit([row.text for row in rows], [row.intent for row in rows])
        self._intents = list(self._model.classes_)

    def answer(self, text: str, typed: bool = True) -> Answer:
        return _best(self._intents, self._model.decision_function([text])[0])


class MiniLm:
    """Sentence embeddings of all-MiniLM-L6-v2, and logistic regression."""

    def __init__(self, rows: Sequence[Row]) -> None:
        try:
            from sklearn.linear_model import LogisticRegression
        except ImportError:
            raise Missing("scikit-learn is not installed: pip install '.[bench]'") from None
        self._encode = _encoder()
        self._model: Any = LogisticRegression(C=10, max_iter=300)
        self._model.fit(self._encode([row.text for row in rows]), [row.intent for row in rows])
        self._intents = list(self._model.classes_)

    def answer(self, text: str, typed: bool = True) -> Answer:
        return _best(self._intents, self._model.predict_proba(self._encode([text]))[0])


SCORERS = ("ratio", "token_sort_ratio", "token_set_ratio", "WRatio")
METHODS: dict[str, Callable[[Sequence[Row]], Method]] = {
    "benefitline": Benefitline,
    "benefitline_semantic": _with_meaning,
    "linear_svc": Linear,
    "minilm_lr": MiniLm,
    **{f"rapidfuzz_{one}": (lambda rows, one=one: Rapidfuzz(rows, one)) for one in SCORERS},
}
"""By name; of rapidfuzz, the scorer that does best on what is held out is reported."""


def _best(intents: Sequence[str], scores: Sequence[float]) -> Answer:
    score, intent = max((s, i) for s, i in zip(scores, intents, strict=True) if i != OUTSIDE)
    return intent, float(score)


def _encoder() -> Encoder:
    """Its vectors are those of its authors' program, as a test of `intents` shows."""
    try:
        return installed()
    except EncoderMissing as error:
        raise Missing(str(error)) from None
