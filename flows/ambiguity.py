"""Two subjects that are nearly as likely: the person chooses, once in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.draft import Draft
from flows.meaning import Meaning
from flows.state import changed


def is_one(maybe: Sequence[Meaning]) -> bool:
    """Is it between two subjects, not between two numbers?"""
    return len(maybe) == 2 and all(meaning.intent for meaning in maybe)


def narrowed(draft: Draft, meaning: Meaning) -> Meaning:
    """The meaning, without the doubt where one flow does both or the person has chosen before."""
    if not is_one(meaning.maybe):
        return meaning
    flows = [draft.library.by_intent[each.intent or ""] for each in meaning.maybe]
    chosen = draft.state.chosen.get(_key(meaning.maybe))
    found = next((each for each in meaning.maybe if each.intent == chosen), None)
    if found is None and flows[0] is flows[1] and not flows[0].tells_apart:
        found = meaning.maybe[0]
    return replace(found, upset=meaning.upset) if found else meaning


def learn(draft: Draft, doubt: Sequence[Meaning], answered: Meaning) -> None:
    """Remember which of two the person meant."""
    if is_one(doubt) and any(answered.intent == each.intent for each in doubt):
        chosen = {**draft.state.chosen, _key(doubt): answered.intent or ""}
        draft.state = changed(draft.state, chosen=chosen)


def _key(pair: Sequence[Meaning]) -> str:
    return " ".join(sorted(meaning.intent or "" for meaning in pair))
