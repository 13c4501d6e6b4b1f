"""Understanding an utterance: the order in which its possible meanings are tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from intents import choosing, filling, keypad
from intents.choosing import Chosen
from intents.commands import Commands
from intents.deciding import decided
from intents.filling import Filled
from intents.limits import Limits, load
from intents.matcher import Matcher
from intents.phrases import PhraseTable, table
from intents.slots import Asking, readings_wanted
from intents.slots.spelling import digit_runs
from intents.slots.vocabulary import vocabulary
from intents.slots.yes_no import YES_NO
from intents.text import Utterance, tokens
from intents.understood import Candidate, Said, Situation, Slot, Understood
from intents.weighing import weighed, without_guesses
from intents.wording import FOLDER, Wording, wordings

SURE = 0.45
"""Least confidence of an intent that is acted on."""
SURE_OF_A_WORD = 0.85
"""The same where one word is all that was said: it tells less, and is misheard more easily."""
REFERRED = 0.75
"""Confidence of an intent that is known by its reference only."""
STRONG = 0.8
"""Least confidence of an intent that is preferred to the answer that was asked for."""
PLAIN = 0.85
"""Least likeness of a choice that is preferred to a sure intent."""
SUBJECT = 3
"""Fewest tokens left where courtesy is taken away: "hello there" would lose its meaning."""
REFERENCE = 3
"""Digits in a row that are a number of something and no part of a question."""
REPORTED = 3
"""Candidates shown to staff."""
HYPOTHESES = 4
"""Of the recogniser, that are tried where the best means nothing."""


@dataclass(frozen=True)
class Language:
    """What is fitted for one language."""

    commands: Commands
    matcher: Matcher
    courtesy: PhraseTable[bool]


class Understander:
    """Understands what people say, key and write. Holds no state between utterances."""

    def __init__(self, languages: dict[str, Language], limits: Limits) -> None:
        """Use `load`."""
        self._languages = languages
        self._limits = limits

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        limits: Limits | None = None,
        cache: Path | None = None,
    ) -> Understander:
        """Reads and fits every language of a folder of `<lang>.yaml`.

        cache: a folder where what was fitted is kept for the next start.
        """
        every = wordings(folder or FOLDER)
        languages = {wording.language: _fit(wording, every, cache) for wording in every}
        return cls(languages, limits or load())

    def understand(self, said: Said, situation: Situation) -> Understood:
        """What an utterance means in its situation.

        Raises KeyError for a language without data or a slot type that does not exist.
        """
        keys = keypad.keys_of(said)
        if keys:
            found = keypad.understood(keys, situation)
            if found or not said.text:
                return found or Understood()
        found = self._best(said, situation)
        return decided(found, situation, self._limits) if said.spoken else found

    def _best(self, said: Said, situation: Situation) -> Understood:
        """What was most likely meant, as far as it can be acted on."""
        found = self._understand(said.text, said.confidence, situation, not said.spoken)
        first = weighed(found, said, situation, self._limits)
        slot = situation.expects.slot
        if slot and readings_wanted(slot.type):
            return first  # the alternatives are readings of a number, and have been weighed
        if _useful(first):
            return first
        for text, confidence in said.alternatives[:HYPOTHESES]:
            found = self._understand(text, confidence, situation, not said.spoken)
            if _useful(found):
                return found
        return first

    def _understand(
        self, text: str, confidence: float, situation: Situation, typed: bool
    ) -> Understood:
        utterance = Utterance.of(text)
        if not utterance.tokens:
            return Understood()
        found = self._at_once(utterance, situation)
        found = found or self._weighed(utterance, situation, typed)
        heard = min(1.0, max(0.0, confidence))
        found = without_guesses(found, heard, situation, self._limits)
        return replace(found, confidence=found.confidence * heard)

    def _at_once(self, utterance: Utterance, situation: Situation) -> Understood | None:
        """What is said in the very words that were offered, and commands."""
        commands = self._languages[situation.language].commands
        choices = situation.expects.choices
        chosen = choosing.exactly(commands.cores(utterance.tokens), choices)
        if chosen:
            return Understood(choice=chosen.name, confidence=chosen.confidence)
        command = commands.find(utterance)
        if command:
            return Understood(command=command.name, language=command.language, confidence=0.95)
        slot = situation.expects.slot
        asking = Asking(situation.language, situation.today)
        if slot and slot.type == YES_NO.name and YES_NO.doubts(utterance, asking):
            return Understood()  # a doubt is no other subject either
        return None

    def _weighed(self, utterance: Utterance, situation: Situation, typed: bool) -> Understood:
        """The answer that was asked for, against an intent of another subject."""
        expects = situation.expects
        chosen = self._chosen(utterance, situation)
        own = Filled(utterance)
        if expects.slot:
            own = filling.asked(expects.slot, utterance, situation)
        candidates = self._candidates(own.rest, situation, typed)
        intent = self._intent(candidates, own, situation)
        if intent and not self._answered(own, chosen, intent, situation):
            found = self._with_slots(intent, utterance, situation)
        elif chosen or own.slots:
            own = filling.unasked(expects.also, own, situation)
            sure = chosen.confidence if chosen else own.confidence
            name = chosen.name if chosen else None
            found = Understood(choice=name, slots=own.slots, invalid=own.invalid, confidence=sure)
        else:
            found = Understood(invalid=own.invalid)
        return replace(found, candidates=tuple(candidates[:REPORTED]))

    def _chosen(self, utterance: Utterance, situation: Situation) -> Chosen | None:
        language, choices = situation.language, situation.expects.choices
        if not choices:
            return None
        if choosing.called_by_digits(choices):
            return choosing.by_digits(utterance, language, choices)
        rarity = self._languages[language].matcher.rarity
        return (
            choosing.by_number(utterance.tokens, language, choices)
            or choosing.by_answer(utterance, Asking(language, situation.today), choices)
            or choosing.by_name(utterance.tokens, choices, rarity)
        )

    def _candidates(self, rest: Utterance, situation: Situation, typed: bool) -> list[Candidate]:
        """The intents that may be meant, best first: where any are expected, only those."""
        for run in digit_runs(rest, situation.language):
            if len(run.readings[0]) >= REFERENCE:
                rest = rest.without(run.span)
        language, words = self._languages[situation.language], rest.words
        expected = situation.expects.intents or None
        subject = language.courtesy.core(words)
        first = subject if len(subject) >= SUBJECT else words
        ranked = language.matcher.rank(" ".join(first), among=expected, typed=typed)
        if len(subject) < len(words) and (not ranked or ranked[0].confidence < SURE):
            ranked = language.matcher.rank(" ".join(words), among=expected, typed=typed)
        return ranked

    def _intent(
        self, candidates: list[Candidate], own: Filled, situation: Situation
    ) -> Candidate | None:
        """The intent to act on: a sure one, or else the only one a number fits."""
        if not situation.expects.intents:
            return None
        least = SURE if len(own.rest.words) > 1 else SURE_OF_A_WORD
        if candidates and candidates[0].confidence >= least:
            return candidates[0]
        return None if own.slots or own.invalid else self._by_reference(own.rest, situation)

    def _by_reference(self, rest: Utterance, situation: Situation) -> Candidate | None:
        """The intent that asks for the very number that was given, "47112234" and no more.

        The check digit makes it likely, as one in ten numbers of that length passes by chance.
        """
        fitting = [
            intent
            for intent, slots in situation.expects.intents.items()
            if filling.unasked(filling.checked(slots), Filled(rest), situation).slots
        ]
        return Candidate(fitting[0], REFERRED, "") if len(fitting) == 1 else None

    def _answered(
        self, own: Filled, chosen: Chosen | None, intent: Candidate, situation: Situation
    ) -> bool:
        """Whether the answer that was asked for counts for more than the intent."""
        if chosen:
            return chosen.confidence >= PLAIN or chosen.name == intent.intent
        slot = situation.expects.slot
        if not own.slots or slot is None:
            return False
        same_subject = any(_same(slot, other) for other in situation.expects.intents[intent.intent])
        return slot.type == "text" or same_subject or intent.confidence < STRONG

    def _with_slots(
        self, intent: Candidate, utterance: Utterance, situation: Situation
    ) -> Understood:
        slots = situation.expects.intents[intent.intent]
        filled = filling.unasked(slots, Filled(utterance), situation)
        return Understood(
            intent=intent.intent,
            slots=filled.slots,
            invalid=filled.invalid,
            confidence=intent.confidence,
        )


def _fit(own: Wording, every: tuple[Wording, ...], cache: Path | None) -> Language:
    others = [wording for wording in every if wording is not own]
    sentences = [text for texts in own.intents.values() for text in texts] + [*own.outside]
    slot_words = vocabulary(own.language).spellings("answers", "numbers", "months", "weekdays")
    known = {word for text in (*sentences, *slot_words) for word in tokens(text)}
    return Language(
        Commands(own, others, known),
        Matcher.fit(own.intents, own.outside, cache=cache),
        table({True: own.courtesy}),
    )


def _same(slot: Slot, other: Slot) -> bool:
    return (slot.name, slot.type) == (other.name, other.type)


def _useful(found: Understood) -> bool:
    return bool(found.command or found.choice or found.slots or found.intent)
