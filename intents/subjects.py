"""Which subject an utterance is about: one, one of two as likely, or two after each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from intents import filling
from intents.ambiguity import between
from intents.clauses import halves
from intents.filling import Filled
from intents.keywords import Keywords
from intents.limits import Limits
from intents.matcher import Matcher
from intents.phrases import PhraseTable
from intents.slots.spelling import digit_runs
from intents.text import Utterance, tokens
from intents.topics import likelier
from intents.understood import Candidate, Situation, Understood

SURE = 0.5
"""Least confidence of an intent that is acted on."""
SURE_OF_A_WORD = 0.85
"""The same where one word is all that was said: it tells less, and is misheard more easily."""
REFERRED = 0.75
"""Confidence of an intent that is known by its reference only."""
VERBATIM = 0.95
"""Confidence of an intent that has an example in the very words …"""
MISTYPED = 0.9
"""… and of one that has a word like the only one that was written."""
SUBJECT = 3
"""Fewest tokens left where courtesy is taken away: "hello there" would lose its meaning."""
LIKELY = 3
"""Of how many intents the values are looked for."""
REFERENCE = 3
"""Digits in a row that are a number of something and no part of a question."""


class Subjects:
    """The subjects of one language, as its examples tell them apart."""

    def __init__(
        self,
        matcher: Matcher,
        examples: Mapping[str, Sequence[str]],
        alone: Mapping[str, Sequence[str]],
        courtesy: PhraseTable[bool],
        limits: Limits,
    ) -> None:
        """alone: by intent, what counts as an example where it is all that is said. courtesy: what
        stands around a subject without belonging to it."""
        self._matcher = matcher
        self._examples = {
            tokens(text): (intent, text)
            for each in (examples, alone)
            for intent, texts in each.items()
            for text in texts
        }
        self._keywords = Keywords(
            (words[0], intent) for words, (intent, _) in self._examples.items() if len(words) == 1
        )
        self._courtesy = courtesy
        self._limits = limits.subjects

    def candidates(self, rest: Utterance, situation: Situation) -> list[Candidate]:
        """The intents that may be meant, best first: where any are expected, only those."""
        language = situation.language
        readings = [(_figureless(one, language), share) for one, share in rest.readings]
        subjects = [(self._subject(words), share) for words, share in readings]
        ranked = self._ranked(subjects, rest.spoken, situation)
        if subjects != readings and (not ranked or ranked[0].confidence < SURE):
            ranked = self._ranked(readings, rest.spoken, situation)
        ranked = self._without_values(rest, ranked, situation)
        words = readings[0][0]
        ranked = self._in_these_words((words, self._courtesy.core(words)), ranked, situation)
        typed = not rest.spoken and len(words) == 1
        return self._mistyped(words[0], ranked, situation) if typed else ranked

    def _subject(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words without courtesy, where enough is left."""
        subject = self._courtesy.core(words)
        return subject if len(subject) >= SUBJECT else words

    def _ranked(
        self, readings: Sequence[tuple[tuple[str, ...], float]], spoken: bool, situation: Situation
    ) -> list[Candidate]:
        """The intents of what may have been said, those near to what is spoken about favoured."""
        expects = situation.expects
        return self._matcher.rank(
            [(" ".join(words), share) for words, share in readings],
            likelier(expects.near, self._limits.nearby),
            among=expects.intents or None,
            typed=not spoken,
        )

    def _without_values(
        self, rest: Utterance, ranked: list[Candidate], situation: Situation
    ) -> list[Candidate]:
        """The candidates, where none is sure but one is once the values that its flow asks for are
        left out: where and when somebody wants to come are no part of what they want."""
        if ranked and ranked[0].confidence >= SURE:
            return ranked
        for candidate in ranked[:LIKELY]:
            slots = situation.expects.intents.get(candidate.intent, ())
            filled = filling.unasked(slots, Filled(rest), situation)
            words = self._subject(filled.rest.words)
            if not filled.slots or len(words) < SUBJECT:
                continue
            again = self._ranked([(words, 1.0)], rest.spoken, situation)
            if again and again[0].intent == candidate.intent and again[0].confidence >= SURE:
                return again
        return ranked

    def _in_these_words(
        self, said: Iterable[tuple[str, ...]], ranked: list[Candidate], situation: Situation
    ) -> list[Candidate]:
        """The candidates, first the one that has an example in the very words, if there is one."""
        for words in said:
            intent, text = self._examples.get(words, ("", ""))
            if intent and (not situation.expects.intents or intent in situation.expects.intents):
                others = [candidate for candidate in ranked if candidate.intent != intent]
                return [Candidate(intent, VERBATIM, text, words), *map(_doubted, others)]
        return ranked

    def _mistyped(
        self, word: str, ranked: list[Candidate], situation: Situation
    ) -> list[Candidate]:
        """The candidates, first the one that this word alone stands for, where none is sure."""
        if ranked and ranked[0].confidence >= SURE_OF_A_WORD:
            return ranked
        known, intent = self._keywords.meant(word) or ("", "")
        if not intent or (situation.expects.intents and intent not in situation.expects.intents):
            return ranked
        others = [candidate for candidate in ranked if candidate.intent != intent]
        return [Candidate(intent, MISTYPED, known, (word,)), *map(_doubted, others)]

    def intent(
        self, candidates: list[Candidate], own: Filled, situation: Situation
    ) -> Candidate | None:
        """The intent to act on: a sure one, or else the only one a number fits."""
        if not situation.expects.intents:
            return None
        least = SURE if len(own.rest.words) > 1 else SURE_OF_A_WORD
        if candidates and candidates[0].confidence >= least:
            return candidates[0]
        return (
            None
            if own.slots or own.invalid
            else _by_reference(own.rest, situation, self._limits.number)
        )

    def understood(
        self,
        intent: Candidate,
        candidates: list[Candidate],
        utterance: Utterance,
        situation: Situation,
    ) -> Understood:
        """The subject with what else was said of it, or two of them."""
        return (
            self._one_after_the_other(candidates, utterance, situation)
            or (self.either(candidates, utterance, situation) if intent in candidates else None)
            or _with_slots(intent, utterance, situation)
        )

    def either(
        self, candidates: list[Candidate], utterance: Utterance, situation: Situation
    ) -> Understood | None:
        """One of two that are as likely, each with its slots: to be asked about."""
        expects = situation.expects
        pair = between(candidates, self._limits) if expects.intents else None
        if pair is None or expects.doubt:
            return None
        maybe = tuple(_with_slots(candidate, utterance, situation) for candidate in pair)
        likely = min(1.0, sum(candidate.confidence for candidate in pair))
        return Understood(maybe=maybe, confidence=likely)

    def _one_after_the_other(
        self, candidates: list[Candidate], utterance: Utterance, situation: Situation
    ) -> Understood | None:
        """Two wishes in one sentence, where each is sure by itself and heard in the whole, too; the
        second alone where only that is.

        What is said to explain a wish often sounds like another one as long as it stands alone.
        """
        whole = {one.intent: one.confidence for one in candidates}
        surest: tuple[float, Understood] | None = None
        for left, right, joined in halves(utterance, situation.language):
            first, second = self._wish(left, situation), self._wish(right, situation)
            if first is None or second is None or first.intent == second.intent:
                continue
            if whole.get(second.intent, 0.0) < self._limits.second_in_whole:
                continue
            sure = min(first.confidence, second.confidence)
            least = self._limits.wish if joined else self._limits.wish_after_pause
            if sure < least or (surest and sure <= surest[0]):
                continue
            if whole.get(first.intent, 0.0) >= self._limits.first_in_whole:
                then = _in_part(second, right, situation)
                surest = sure, replace(_in_part(first, left, situation), then=then)
            elif whole[second.intent] >= self._limits.first_in_whole:
                surest = sure, _with_slots(second, utterance, situation)
        return surest[1] if surest else None

    def _wish(self, half: Utterance, situation: Situation) -> Candidate | None:
        candidates = self.candidates(half, situation)
        if not candidates or candidates[0].intent in self._limits.asides:
            return None
        return candidates[0]


def _figureless(utterance: Utterance, language: str) -> tuple[str, ...]:
    """The words without the numbers of something, which tell no subject."""
    for run in digit_runs(utterance, language):
        if len(run.readings[0]) >= REFERENCE:
            utterance = utterance.without(run.span)
    return utterance.words


def _doubted(candidate: Candidate) -> Candidate:
    return replace(candidate, confidence=min(candidate.confidence, 1 - VERBATIM))


def _with_slots(intent: Candidate, utterance: Utterance, situation: Situation) -> Understood:
    slots = situation.expects.intents[intent.intent]
    filled = filling.unasked(slots, Filled(utterance), situation)
    return Understood(
        intent=intent.intent,
        slots=filled.slots,
        invalid=filled.invalid,
        confidence=intent.confidence,
    )


def _in_part(intent: Candidate, half: Utterance, situation: Situation) -> Understood:
    """One of two wishes, with what its half of the utterance says of it."""
    return replace(_with_slots(intent, half, situation), part=_written(half))


def _by_reference(rest: Utterance, situation: Situation, usual: str) -> Candidate | None:
    """The intent that asks for the very number that was given, "47112234" and no more.

    The check digit makes it likely, as one in ten numbers of that length passes by chance. usual:
    the intent that is meant where several ask for such a number.
    """
    if not digit_runs(rest, situation.language):
        return None  # most of what is said holds no number at all
    fitting = [
        intent
        for intent, slots in situation.expects.intents.items()
        if filling.unasked(filling.checked(slots), Filled(rest), situation).slots
    ]
    if usual in fitting:
        return Candidate(usual, REFERRED, "")
    return Candidate(fitting[0], REFERRED, "") if len(fitting) == 1 else None


def _written(half: Utterance) -> str:
    """The words of a part of what was said; Chinese is written without spaces."""
    words = half.words
    han = sum("\u3007" <= word[:1] <= "\u9fff" for word in words)
    return ("" if han * 2 > len(words) else " ").join(words)
