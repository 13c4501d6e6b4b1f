"""Numbers with a check digit that were spoken: which of many readings to act on, if any.

A check digit alone proves little: of ten wrong readings one has it right. A number that is known to
be the speaker's own wins over others that sound alike; but nobody is asked about a number just
because it is known, or whoever mumbles at another's telephone would have it read out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intents import filling
from intents.limits import Limit, Limits
from intents.slots import SLOT_TYPES, Asking, readings_wanted
from intents.slots.checked import CheckedNumber
from intents.understood import Said, Situation, Understood

Ranked = Sequence[tuple[str, float]]


def weighed(found: Understood, said: Said, situation: Situation, limits: Limits) -> Understood:
    """What was understood, with the number that was asked for chosen among all readings."""
    slot = situation.expects.slot
    if found.intent or slot is None or not (said.alternatives and readings_wanted(slot.type)):
        return found
    if slot.name not in found.slots and slot.name not in found.invalid:
        return found
    kind = SLOT_TYPES[slot.type]
    assert isinstance(kind, CheckedNumber)
    ranked = kind.ranked(said.alternatives, Asking(situation.language, situation.today))
    limit = limits.of(slot.type, situation.expects)
    known = situation.known.get(slot.type, frozenset())
    heard = found.slots.get(slot.name)
    likeliest = max(share for _, share in said.alternatives)
    if limit == limits.answers[slot.type] and ranked and ranked[0] == (heard, likeliest):
        # What is heard among all phrases, and again among strings alone, is hardly ever wrong.
        limit = replace(limit, take=min(limit.take, limits.numbers.agreed))
    taken = _taken(ranked, heard, known, limit, limits)
    if taken:
        value, share = taken
        invalid = {name: other for name, other in found.invalid.items() if name != slot.name}
        slots = {**found.slots, slot.name: value}
        return replace(found, slots=slots, invalid=invalid, confidence=share, settled=True)
    doubtful = _doubtful(ranked, heard, limit, limits)
    if not doubtful:
        return found
    maybe = tuple(
        Understood(slots={slot.name: value}, confidence=share) for value, share in doubtful
    )
    return Understood(maybe=maybe, confidence=doubtful[0][1], candidates=found.candidates)


def _taken(
    ranked: Ranked, heard: str | None, known: frozenset[str], limit: Limit, limits: Limits
) -> tuple[str, float] | None:
    """The number to act on at once."""
    if not ranked:
        return None
    best, share = ranked[0]
    numbers = limits.numbers
    clear = len(ranked) == 1 or share >= numbers.ahead * ranked[1][1]
    if clear and share >= limit.take and heard in (None, best):
        return best, share
    own = [each for each in ranked if each[0] in known and each[1] >= numbers.known]
    # Two that sound alike and are both the caller's are left to the caller.
    return own[0] if len(own) == 1 else None


def _doubtful(ranked: Ranked, heard: str | None, limit: Limit, limits: Limits) -> Ranked:
    """The numbers to ask about: one, or two that are nearly as likely."""
    likely = [each for each in ranked[:2] if each[1] >= limit.confirm]
    if heard is not None and all(heard != value for value, _ in likely):
        # The first hearing found another one than the readings, and counts as much as they do.
        return [*likely[:1], (heard, dict(ranked).get(heard, 0.0))]
    if len(likely) == 2 and likely[0][1] > limits.numbers.close * likely[1][1]:
        return likely[:1]
    return likely


def without_guesses(
    found: Understood, confidence: float, situation: Situation, limits: Limits
) -> Understood:
    """What was understood, less the numbers that nobody asked for where speech was hard to hear.

    confidence: of the recogniser, 0 to 1. What is left out will be asked for.
    """
    if confidence >= limits.numbers.unasked:
        return found
    expects = situation.expects
    wanted = expects.slot.name if expects.slot and not found.intent else None
    others = [*expects.also, *(slot for slots in expects.intents.values() for slot in slots)]
    guesses = {slot.name for slot in filling.checked(others)} - {wanted}
    kept = {name: value for name, value in found.slots.items() if name not in guesses}
    subjects = tuple(
        without_guesses(each, confidence, situation, limits) if each.intent else each
        for each in found.maybe
    )
    then = found.then and without_guesses(found.then, confidence, situation, limits)
    return replace(found, slots=kept, maybe=subjects, then=then)
