"""What may have been heard wrongly: asked about before it is acted on.

One meaning is confirmed ("The status of a claim, is that right?"); between two the person chooses,
and of two numbers only what differs is read ("4 7 1, or 4 7 7?").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.ambiguity import is_one
from flows.draft import Draft
from flows.expects import Choice, Slot
from flows.forms import formed
from flows.ladder import Question
from flows.marked import tongue, value
from flows.meaning import Meaning
from flows.steps.step import Step
from flows.text import Text

RIGHT = Slot("right", "yes_no")
"""Asked about a meaning that may be wrong."""
NEITHER = "neither"
"""Of the choices between two subjects; its key is 3."""
_NAMES = ("first", "second")
"""Of the choices between two meanings; their keys are 1 and 2."""
_FORMS = {
    **dict.fromkeys(
        ("claim_reference", "insurance_number", "payment_reference", "digits"), "digits"
    ),
    "phone": "phone",
    "date": "date",
    "period": "period",
    "visit_time": "visit",
    "amount": "money",
    "number": "number",
}
"""How values of a slot type are read back; others have words of their own."""


def question(draft: Draft, step: Step) -> Question:
    """What is asked about the doubt at this step."""
    doubt = draft.state.top.doubt
    private = any((slot := _slot(step, each)) and slot.private for each in doubt)
    if len(doubt) == 1 and doubt[0].command:
        if doubt[0].command == "language" and doubt[0].language:
            return _language(draft, doubt[0].language)
        if doubt[0].command == "person" and draft.state.upset:
            return _asked(draft, draft.phrase_text("offer_person"), private)
    if len(doubt) == 1:
        named = _named(draft, step, doubt[0])
        phrase = "confirm" if doubt[0].slots else "confirm_choice"
        if not doubt[0].slots:
            named = _first(named)  # it begins the sentence
        heard = _put_in(draft, named, step, doubt[0])
        return _asked(draft, draft.phrase_text(phrase, heard=heard), private)
    labels = _labels(draft, step, doubt)
    choices = tuple(
        Choice(name, str(key), label, offered=False)
        for key, (name, label) in enumerate(zip(_NAMES, labels, strict=True), start=1)
    )
    said = {
        choice.name: _put_in(draft, _read(draft, choice.label), step, meaning)
        for choice, meaning in zip(choices, doubt, strict=True)
    }
    if is_one(doubt):
        label = draft.phrase_text("value_neither")
        choices = (*choices, Choice(NEITHER, str(len(choices) + 1), label, offered=False))
        return _asked(draft, draft.phrase_text("which_subject", **said), private, choices)
    return _asked(draft, draft.phrase_text("which", **said), private, choices)


def _language(draft: Draft, language: str) -> Question:
    """Offers a language in that language, which is answered in it too."""
    locale, channel = draft.library.locale(language), draft.state.channel
    text = locale["offer_language"].on(channel, draft.keys_only)
    yes = Choice(_NAMES[0], "1", locale["value_yes"].on(channel), offered=False)
    return _asked(draft, text if channel == "sms" else tongue(text, language), False, (yes,))


def refused(answer: Meaning) -> bool:
    """Does an answer say that nothing of what was asked about is right?"""
    return answer.choice == NEITHER or answer.slots.get(RIGHT.name) is False


def declined(doubt: Sequence[Meaning], answer: Meaning) -> bool:
    """Is it a no to an offer, which leaves everything as it was?"""
    return len(doubt) == 1 and doubt[0].command is not None and refused(answer)


def settled(doubt: Sequence[Meaning], answer: Meaning) -> Meaning | None:
    """The meaning that an answer comes down on; None when it does not."""
    if answer.choice in _NAMES:
        place = _NAMES.index(answer.choice)
        return doubt[place] if place < len(doubt) else None
    for meaning in doubt:
        # Said once more, it is taken, be it hard to hear again: who says it twice means it.
        if any(_same(meaning, other) for other in (answer, *answer.maybe[:1])):
            return meaning
    if len(doubt) == 1 and answer.slots.get(RIGHT.name) is True:
        return doubt[0]
    return None


def _same(meaning: Meaning, other: Meaning) -> bool:
    mine = meaning.command, meaning.choice, meaning.intent, {**meaning.slots}
    if mine == (None, None, None, {}):
        return False
    if meaning.intent:
        return meaning.intent == other.intent
    # What else an answer holds ("no, four seven …") does not matter.
    theirs = {name: value for name, value in other.slots.items() if name in meaning.slots}
    return mine == (other.command, other.choice, other.intent, theirs)


def _asked(draft: Draft, wording: str, private: bool, choices: tuple[Choice, ...] = ()) -> Question:
    text = Text.model_validate({draft.state.language: wording})
    slot = replace(RIGHT, private=private)
    return Question(text, text, slot=slot, choices=choices, doubt=True)


def _labels(draft: Draft, step: Step, doubt: Sequence[Meaning]) -> list[str]:
    """How each meaning is called. Of two numbers it is the part that differs, with its
    neighbours, in figures."""
    slot = _slot(step, doubt[0])
    if slot and _FORMS.get(slot.type) == "digits":
        values = [str(meaning.slots[slot.name]) for meaning in doubt]
        return parts(values[0], values[1])
    if is_one(doubt):
        return [_subject(draft, meaning.intent or "") for meaning in doubt]
    return [_named(draft, step, meaning) for meaning in doubt]


def _subject(draft: Draft, intent: str) -> str:
    """What a subject is called beside another: the flow that it leads to may do both."""
    name = draft.library.names.get(intent) or draft.library.called(intent)
    return name.template(draft.state.language, draft.state.channel)


def parts(first: str, second: str) -> list[str]:
    """The part in which two strings of digits differ, with what comes before it and three digits at
    least; all of both where their lengths differ.

    >>> parts("47112234", "47712234")
    ['471', '477']
    """
    differing = [at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    if len(first) != len(second) or not differing:
        return [first, second]
    start = max(0, differing[0] - 2)
    end = max(differing[-1] + 1, start + 3)
    return [first[start:end], second[start:end]]


def _read(draft: Draft, label: str) -> str:
    if not label.isdigit():
        return label
    return formed(label, "digits", draft.state.language, draft.state.channel)


def _named(draft: Draft, step: Step, meaning: Meaning) -> str:
    if meaning.command:
        return draft.phrase_text(f"value_{meaning.language or meaning.command}")
    if meaning.choice:
        return step.called(draft, meaning.choice)
    if meaning.intent:
        title = draft.library.called(meaning.intent)
        return title.template(draft.state.language, draft.state.channel)
    slot = _slot(step, meaning)
    name, heard = next(iter(meaning.slots.items()))
    if name in meaning.shown:
        return meaning.shown[name]
    if slot and slot.type in _FORMS:
        form = _FORMS[slot.type]
        return formed(heard, form, draft.state.language, draft.state.channel)
    word = ("yes" if heard else "no") if isinstance(heard, bool) else heard
    return draft.phrase_text(f"value_{word}") or str(heard)


def _put_in(draft: Draft, text: str, step: Step, meaning: Meaning) -> str:
    """What was heard, as a value of the text that asks about it."""
    if draft.state.channel == "sms":
        return text
    slot = _slot(step, meaning)
    return value(text, _FORMS.get(slot.type, "") if slot else "")


def _slot(step: Step, meaning: Meaning) -> Slot | None:
    if meaning.intent:
        return None  # what it holds beside is asked for in its turn, or kept for its flow
    return next((slot for slot in step.slots() if slot.name in meaning.slots), None)


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
