"""What of a conversation that broke off may be gone on with, by whoever has the same phone."""

from __future__ import annotations

from flows.library import Library
from flows.state import Frame, State, Unfinished, changed

KEPT = ("topic",)
"""What is kept of `session.`: what it is about. All else may stem from who somebody was."""
_ALWAYS = {"choices", "channel", "language"}


def unfinished(library: Library, state: State) -> Unfinished | None:
    """What a later conversation may go on with; None when nothing is worth it.

    Worth it is a subject in which a question has been answered and another one waits. A question
    that tells what was said before ("I have 5 5 5 …, is that right?") is not asked of somebody
    who may be another person: then it is the one before it.
    """
    for frames in (state.frames, *reversed(state.history)):
        if _asks_plainly(library, frames) and _answered(library, frames):
            top = changed(frames[-1], doubt=())
            shared = {name: state.shared[name] for name in KEPT if name in state.shared}
            return Unfinished((*frames[:-1], top), shared)
    return None


def _asks_plainly(library: Library, frames: tuple[Frame, ...]) -> bool:
    """Is it a question of a subject of its own, which repeats nothing of what was said before?

    Only somebody's wish leads to a subject; a consent, or where to wait for a person, is asked
    anew when its time comes.
    """
    flow, step = library.flow(frames[-1].flow), library.step(frames[-1].flow, frames[-1].step)
    said = {path for _, text in step.texts() for path, _ in text.placeholders()}
    return step.asks and len(frames) > 1 and bool(flow.header.intents) and said <= _ALWAYS


def _answered(library: Library, frames: tuple[Frame, ...]) -> bool:
    """Has anything been asked and answered in the subjects above the main menu?"""
    return any(
        frame.slots.get(slot.name) is not None
        for frame in frames[1:]
        for slot in library.flow(frame.flow).slots
    )
