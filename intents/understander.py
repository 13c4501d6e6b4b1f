"""Understanding an utterance: the order in which its possible meanings are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intents import choosing, filling, keypad
from intents.choosing import Chosen
from intents.clauses import Meant, grammar, meant
from intents.commands import Commands
from intents.correcting import corrected
from intents.deciding import decided
from intents.filling import Filled
from intents.heard import Heard, mishearings
from intents.limits import Limits, load
from intents.matcher import Matcher
from intents.matching.encoding import LANGUAGES, Encoder
from intents.phrases import table
from intents.slots import Asking, readings_wanted
from intents.slots.vocabulary import vocabulary
from intents.slots.yes_no import YES_NO
from intents.subjects import Subjects
from intents.text import Utterance, tokens
from intents.tone import Tone, tone
from intents.understood import Candidate, Expects, Said, Situation, Slot, Understood
from intents.weighing import weighed, without_guesses
from intents.wording import FOLDER, Lesson, Wording, extended, wordings

STRONG = 0.8
"""Least confidence of an intent that is preferred to the answer that was asked for."""
PLAIN = 0.85
"""Least likeness of a choice that is preferred to a sure intent."""
REPORTED = 3
"""Candidates shown to staff."""
HYPOTHESES = 4
"""Of the recogniser, that are tried where the best means nothing."""
ELSEWHERE = 0.6
"""Least confidence of an intent that only another language knows."""
PLEA = 0.95
"""Confidence of a plea for a person, and of a command."""


@dataclass(frozen=True)
class Language:
    """What is fitted for one language."""

    commands: Commands
    matcher: Matcher
    subjects: Subjects


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
        lessons: Sequence[Lesson] = (),
        encoder: Encoder | None = None,
    ) -> Understander:
        """Reads and fits every language of a folder of `<lang>.yaml`.

        cache: a folder where what was fitted is kept for the next start. lessons: further examples.
        encoder: of what texts mean, for the languages that it was taught.
        """
        folder = folder or FOLDER
        every = tuple(extended(each, lessons) for each in wordings(folder))
        limits = limits or load()
        fitted = {
            each.language: _fit(each, every, mishearings(each, folder), limits, cache, encoder)
            for each in every
        }
        return cls(fitted, limits)

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

    def elsewhere(self, said: Said, situation: Situation) -> Understood:
        """The subject of an utterance, or its yes or no, by the words of the other languages: for
        whoever mixes them. Empty where none knows any that can be acted on."""
        others = [language for language in self._languages if language != situation.language]
        found = [
            self._understand(said, replace(situation, language=language)) for language in others
        ]
        best = max(found, key=lambda each: each.confidence if _tells(each, situation) else 0.0)
        least = ELSEWHERE if situation.expects.open else STRONG
        if not _tells(best, situation) or best.confidence < least:
            return Understood()
        return decided(best, situation, self._limits) if said.spoken else best

    def _best(self, said: Said, situation: Situation) -> Understood:
        """What was most likely meant, as far as it can be acted on."""
        found = self._understand(said, situation)
        first = weighed(found, said, situation, self._limits)
        if _useful(first):
            return first
        for text, confidence in _others(said, situation):
            alone = replace(said, text=text, confidence=confidence, alternatives=())
            found = self._understand(alone, situation)
            if _useful(found):
                return found
        return first

    def _understand(self, said: Said, situation: Situation) -> Understood:
        """What the text means, whatever else may have been said."""
        utterance = Utterance.of(said.text, said.spoken, _others(said, situation))
        if not utterance.tokens:
            return Understood()
        sound = tone(utterance, situation.language)
        found = self._at_once(utterance, situation) or self._plainly(utterance, sound, situation)
        heard = min(1.0, max(0.0, said.confidence))
        found = without_guesses(found, heard, situation, self._limits)
        return replace(found, confidence=found.confidence * heard, upset=sound.upset)

    def _at_once(self, utterance: Utterance, situation: Situation) -> Understood | None:
        """What is said in the very words that were offered, and commands."""
        commands = self._languages[situation.language].commands
        choices = situation.expects.choices
        chosen = choosing.exactly(commands.cores(utterance.tokens), choices)
        if chosen:
            return Understood(choice=chosen.name, confidence=chosen.confidence)
        command = commands.find(utterance)
        if command and not (command.name == "drop" and self._no(utterance, situation)):
            return Understood(command=command.name, language=command.language, confidence=PLEA)
        slot = situation.expects.slot
        asking = Asking(situation.language, situation.today)
        if slot and slot.type == YES_NO.name and YES_NO.doubts(utterance, asking):
            return Understood()  # a doubt is no other subject either
        return None

    def _no(self, utterance: Utterance, situation: Situation) -> bool:
        """Is it an answer where yes or no is asked, as 不用了 may be?"""
        asking = Asking(situation.language, situation.today)
        if situation.expects.slot and situation.expects.slot.type == YES_NO.name:
            return YES_NO.read(utterance, asking) is not None
        return choosing.by_answer(utterance, asking, situation.expects.choices) is not None

    def _plainly(self, utterance: Utterance, sound: Tone, situation: Situation) -> Understood:
        """What is meant apart from how it sounds."""
        slot = situation.expects.slot
        if slot and slot.type == "text":
            return self._weighed(utterance, Meant(utterance), situation)
        if sound.person:
            return Understood(command="person", confidence=PLEA)
        if sound.upset and sound.rest.words:
            found = self._at_once(sound.rest, situation) or self._meant(sound.rest, situation)
            if _useful(found):
                return found
        return self._meant(utterance, situation)

    def _meant(self, utterance: Utterance, situation: Situation) -> Understood:
        """What is meant apart from what is taken back."""
        what = meant(utterance, situation.language)
        found = self._weighed(utterance, what, situation)
        if what.unsure and not _useful(found):
            return self._weighed(utterance, Meant(utterance), situation)
        return found

    def _weighed(self, said: Utterance, meant: Meant, situation: Situation) -> Understood:
        """The answer that was asked for, against an intent of another subject."""
        expects, subjects = situation.expects, self._languages[situation.language].subjects
        chosen = self._chosen(meant.utterance, situation)
        own = filling.own(said, meant.utterance, situation)
        again = corrected(meant, own, situation) if not chosen else None
        if again:
            return again
        candidates = subjects.candidates(own.rest, situation)
        intent = subjects.intent(candidates, own, situation)
        if intent and not self._answered(own, chosen, intent, situation):
            found = subjects.understood(intent, candidates, meant.utterance, situation)
        elif chosen or own.slots:
            own = filling.unasked(expects.also, own, situation)
            sure = chosen.confidence if chosen else own.confidence
            name = chosen.name if chosen else None
            found = Understood(choice=name, slots=own.slots, invalid=own.invalid, confidence=sure)
        else:
            unclear = subjects.either(candidates, meant.utterance, situation)
            nothing = Understood(invalid=own.invalid)
            found = unclear if unclear and expects.open else nothing
        return replace(
            found,
            candidates=tuple(candidates[:REPORTED]),
            corrects=meant.corrects and self._may_correct(found, expects),
        )

    def _may_correct(self, found: Understood, expects: Expects) -> bool:
        """May a new subject stand for the one before? Not where a no is an answer, nor for a mere
        "no, thanks"."""
        asks = expects.doubt or (expects.slot and expects.slot.type == YES_NO.name)
        return bool(found.intent) and not asks and found.intent not in self._limits.subjects.asides

    def _chosen(self, utterance: Utterance, situation: Situation) -> Chosen | None:
        language = situation.language
        asking = Asking(language, situation.today)
        rarity = self._languages[language].matcher.rarity
        return choosing.chosen(utterance, asking, situation.expects.choices, rarity)

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


def _fit(
    own: Wording,
    every: tuple[Wording, ...],
    heard: tuple[Heard, ...],
    limits: Limits,
    cache: Path | None,
    encoder: Encoder | None,
) -> Language:
    others = [wording for wording in every if wording is not own]
    taught = encoder if own.language in LANGUAGES else None
    matcher = Matcher.fit(own.intents, own.outside, heard, cache, taught)
    slot_words = vocabulary(own.language).spellings("answers", "numbers", "months", "weekdays")
    known = {word for text in slot_words for word in tokens(text)} | set(matcher.words)
    small = grammar(own.language)
    commands = {**own.commands, "drop": (*small.drop, *small.drop_written)}
    return Language(
        Commands(replace(own, commands=commands), others, known),
        matcher,
        Subjects(matcher, own.intents, own.alone, table({True: own.courtesy}), limits),
    )


def _others(said: Said, situation: Situation) -> tuple[tuple[str, float], ...]:
    """What else may have been said; not where the alternatives are readings of a number, which are
    weighed by themselves."""
    slot = situation.expects.slot
    if slot and readings_wanted(slot.type):
        return ()
    return said.alternatives[:HYPOTHESES]


def _same(slot: Slot, other: Slot) -> bool:
    return (slot.name, slot.type) == (other.name, other.type)


def _tells(found: Understood, situation: Situation) -> bool:
    """Is it a subject, or the yes or no that was asked for?"""
    slot = situation.expects.slot
    agreed = slot is not None and slot.type == YES_NO.name and slot.name in found.slots
    return found.intent is not None or agreed


def _useful(found: Understood) -> bool:
    return bool(found.command or found.choice or found.slots or found.intent or found.maybe)
