"""What is marked `private` in a flow: cut from recordings, and masked whole in transcripts."""

from __future__ import annotations

from collections.abc import Iterator

from conversation.heard import Heard
from conversation.redaction import MASK, redact
from flows import Expects
from flows.expects import Slot
from intents import Understood


def names(asked: Expects | None, understood: Understood | None = None) -> frozenset[str]:
    """The private slots that an answer to this question holds or may hold: the question's own, and
    those of the subject that it led to. Another flow may call by the same name what is not."""
    if asked is None:
        return frozenset()
    return frozenset(slot.name for slot in _slots(asked, understood) if slot.private)


def is_private(asked: Expects | None, understood: Understood | None) -> bool:
    """Must what was said be cut: was something private asked for, or told unasked?"""
    if asked is None:
        return False
    if asked.private:
        return True
    return understood is not None and bool(names(asked, understood) & _filled(understood))


def transcript(heard: Heard, asked: Expects | None, understood: Understood | None) -> str:
    """What the transcript keeps of an utterance.

    At a private question only what was plainly meant for something else is written down.
    """
    if not is_private(asked, understood):
        return redact(heard.text)
    about_else = understood is not None and bool(understood.command or understood.choice)
    if about_else and not names(asked, understood) & _filled(understood):
        return redact(heard.text)
    return MASK if heard.text else ""


def said(text: str, asks: Expects | None) -> str:
    """What the transcript keeps of a reply; read back in parts, a private value is still one."""
    private = asks is not None and asks.doubt and asks.private
    return redact(text, least=1) if private else redact(text)


def _slots(asked: Expects, understood: Understood | None) -> Iterator[Slot]:
    if asked.slot:
        yield asked.slot
    yield from asked.also
    for intent in _subjects(understood):
        yield from asked.intents.get(intent, ())


def _subjects(understood: Understood | None) -> set[str]:
    """The intents that an utterance has, for certain or perhaps, or after another."""
    if understood is None:
        return set()
    every = (understood, *understood.maybe, *((understood.then,) if understood.then else ()))
    return {each.intent for each in every if each.intent}


def _filled(understood: Understood | None) -> set[str]:
    """The slots that an utterance holds, for certain or perhaps."""
    if understood is None:
        return set()
    others = (*understood.maybe, *((understood.then,) if understood.then else ()))
    more = {name for each in others for name in (*each.slots, *each.invalid)}
    return {*understood.slots, *understood.invalid, *more}
