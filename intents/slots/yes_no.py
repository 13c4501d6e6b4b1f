"""Agreement and refusal."""

from __future__ import annotations

from collections.abc import Sequence

from intents.phrases import Hit
from intents.slots.denying import denied
from intents.slots.kind import Asking, KeyEntry, Pauses, Reading
from intents.slots.vocabulary import Vocabulary, vocabulary
from intents.text import Span, Utterance
from intents.understood import Option

UNDECIDED = 0.45
"""Confidence in an answer that says the other thing too: "yes, but not today"."""
FEW = 4
"""Most tokens of an answer that has yes or no at its end."""
_VALUES = {"yes": True, "no": False}
_KEYS = {"1": True, "2": False}


class YesNo:
    """True or False. Doubt ("maybe", "I don't know") is neither, and so is "yes, no"."""

    name = "yes_no"
    free = False
    keys = KeyEntry(1, 1)
    pauses = Pauses("usual", "short")

    def read(self, utterance: Utterance, asking: Asking) -> Reading | None:
        known = vocabulary(asking.language)
        words, everything = utterance.tokens, (0, len(utterance.tokens))
        whole = _whole(words, known)
        if whole:
            return self._reading(whole, 0.97, everything)
        start = _first(words, known)
        begins = known.answers.at(words, start)
        if begins and begins.value not in _VALUES:
            return None
        composed = denied(words[start:], known)
        if composed is not None:
            agrees, sure = composed
            return self._reading("yes" if agrees else "no", sure, everything)
        hits = list(known.answers.scan(words[start:]))
        if not hits or hits[0].start > 0:
            return None
        return self._from_start(hits, start, len(words) - start)

    def doubts(self, utterance: Utterance, asking: Asking) -> bool:
        """Is it nothing but doubt: "I don't know"?"""
        return _whole(utterance.tokens, vocabulary(asking.language)) == "unsure"

    def read_keys(self, keys: str, asking: Asking) -> Reading | None:
        return Reading(_KEYS[keys], 1.0) if keys in _KEYS else None

    def phrases(self, language: str, options: Sequence[Option]) -> tuple[str, ...]:
        return vocabulary(language).spellings("answers", "short_answers")

    def _from_start(self, hits: list[Hit[str]], start: int, length: int) -> Reading | None:
        """What a sentence that begins with an answer means."""
        first = hits[0]
        agree = all(hit.value == first.value for hit in hits)
        nothing_else = sum(hit.end - hit.start for hit in hits) == length
        if not agree and nothing_else:
            return None
        confidence = 0.9 if agree else UNDECIDED
        end = length if nothing_else else first.end
        return self._reading(first.value, confidence, (start, start + end))

    def _reading(self, answer: str, confidence: float, span: Span) -> Reading | None:
        if answer not in _VALUES:
            return None
        return Reading(_VALUES[answer], confidence, span)


def _whole(words: tuple[str, ...], known: Vocabulary) -> str | None:
    """What an answer means that is nothing else, hesitation and politeness around it aside."""
    for core in known.around_answers.cores(words):
        found = known.answers.whole(core) or known.short_answers.whole(core)
        if found:
            return found
    return _all_answers(words, known)


def _all_answers(words: tuple[str, ...], known: Vocabulary) -> str | None:
    """Several answers that mean the same (成，没问题), or one at the end ("esta vez no")."""
    hits = list(known.any_answers.scan(words))
    meant = {hit.value for hit in hits}
    if len(meant) == 1 and sum(hit.end - hit.start for hit in hits) == len(words):
        return meant.pop()
    last = known.final_answers.at(words, len(words) - 1) if 1 < len(words) <= FEW else None
    return last.value if last and not any(hit.value != last.value for hit in hits) else None


def _first(words: Sequence[str], known: Vocabulary) -> int:
    """Where the answer begins behind hesitation; hesitation alone is left as it is ("嗯")."""
    at = 0
    while (hit := known.fillers.at(words, at)) and hit.end < len(words):
        at = hit.end
    return at


YES_NO = YesNo()
