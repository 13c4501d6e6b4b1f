"""What a person who takes over is told of a conversation, with numbers masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from conversation.redaction import MASK, redact
from flows import Frame, Library, Prompt, State
from intents import Understood

Reason = Literal["", "asked", "not_understood", "failure", "silent"]
NUMBERS = frozenset({"claim_reference", "insurance_number", "phone"})
"""Slot types of which the last two digits are told, to compare with what the citizen says."""
_WORDS = frozenset({"option", "place", "text"})
"""Slot types that are told as they are. Of any other type nothing is told, a PIN least of all."""
_LONGEST = 120
"""Characters of a value."""


@dataclass(frozen=True)
class Summary:
    """A conversation up to its hand-off; nothing in it would let anybody act for the citizen."""

    channel: str
    language: str
    topic: str
    """`session.topic`; "general" when there is none."""
    reason: Reason
    """Why it is handed over; empty where it is not."""
    about: Mapping[str, str] = field(default_factory=dict)
    """By language, what the topic is called; empty where it is no intent."""
    tried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language: titles of the subjects that were gone through."""
    given: tuple[tuple[str, str], ...] = ()
    """(slot type, value): the last two digits of a number, or redacted words."""
    heard: str = ""
    """The last words that were not understood, redacted."""
    turns: int = 0
    upset: bool = False
    """Did the citizen sound angry or desperate?"""

    def to_json(self) -> str:
        """As it is stored."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> Summary:
        """The inverse of `to_json`."""
        return _ADAPTER.validate_json(text)


_ADAPTER: TypeAdapter[Summary] = TypeAdapter(Summary)


def summarise(
    library: Library,
    state: State,
    turns: int,
    kind: str,
    text: str,
    understood: Understood | None,
    says: Sequence[Prompt],
) -> Summary:
    """The summary of a conversation that is handed over.

    turns, kind, text, understood, says: how many turns it took, and what was heard (as the
    transcript keeps it), understood and said in the last one.
    """
    reason = _reason(kind, understood, says)
    topic = state.shared.get("topic")
    return Summary(
        channel=state.channel,
        language=state.language,
        topic=topic if isinstance(topic, str) else "general",
        reason=reason,
        about=_about(library, topic),
        tried=_tried(library, state),
        given=tuple(dict.fromkeys(_given(library, state.frames))),
        heard=_heard(text) if reason == "not_understood" and kind != "keys" else "",
        turns=turns,
        upset=bool(state.upset),
    )


def so_far(library: Library, state: State, turns: int) -> Summary:
    """What is known of a conversation that goes on."""
    topic = state.shared.get("topic") or state.top.intent
    return Summary(
        channel=state.channel,
        language=state.language,
        topic=topic if topic and isinstance(topic, str) else "general",
        reason="",
        about=_about(library, topic),
        tried=_tried(library, state),
        given=tuple(dict.fromkeys(_given(library, state.frames))),
        turns=turns,
        upset=bool(state.upset),
    )


def _about(library: Library, topic: Any) -> dict[str, str]:
    if topic not in library.names:
        return {}
    name = library.names[topic]
    return {language: name.template(language, "voice") for language in library.languages}


def _heard(text: str) -> str:
    return "" if text == MASK else redact(text)[:_LONGEST]


def _reason(kind: str, understood: Understood | None, says: Sequence[Prompt]) -> Reason:
    if any(prompt.step == "locale.failure" for prompt in says):
        return "failure"
    if kind == "silence":
        return "silent"
    return "not_understood" if understood is None or understood.empty else "asked"


def _tried(library: Library, state: State) -> dict[str, tuple[str, ...]]:
    """What was gone through, as far as the questions remembered for *back* reach."""
    frames = [frame for frames in (*state.history, state.frames) for frame in frames]
    headers = ((frame, library.flow(frame.flow).header) for frame in frames)
    subjects = [frame for frame, header in headers if header.intents and not header.handles]
    titles = [library.title(frame) for frame in subjects]
    return {
        language: tuple(dict.fromkeys(each.template(language, state.channel) for each in titles))
        for language in library.languages
    }


def _given(library: Library, frames: Sequence[Frame]) -> Iterator[tuple[str, str]]:
    """What was answered in the subjects that are open, as far as it may be told: nothing that a
    flow calls private."""
    for frame in frames:
        for slot in library.flow(frame.flow).slots:
            value = frame.slots.get(slot.name)
            if isinstance(value, str) and not slot.private and (told := _told(slot.type, value)):
                yield slot.type, told


def _told(type_: str, value: Any) -> str:
    if type_ in NUMBERS:
        return value[-2:]
    if type_ in _WORDS:
        return redact(str(value)).replace("_", " ")[:_LONGEST]
    return ""
