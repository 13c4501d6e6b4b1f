"""What may be said anywhere, carried out."""

from __future__ import annotations

from flows import subjects
from flows.draft import Draft
from flows.failing import failed, go_to_handler
from flows.ladder import REPHRASE
from flows.meaning import OTHER, Meaning
from flows.standing import enter, waits_for
from flows.state import RECORDING, Frame, changed

ASIDES = frozenset(f"locale.{key}" for key in ("slower", "faster", "slow_again", "crowded"))
"""Said about how it is said; it is not repeated."""
MOST_REPEATS = 2
"""How often in a row the same words are said again; after that they are put in another way."""


def carry_out(draft: Draft, meaning: Meaning) -> None:
    """Do what the command of a meaning says."""
    match meaning.command:
        case "repeat" if draft.state.repeats <= MOST_REPEATS:
            _repeat(draft)
        case "repeat":
            # The same words again would be no clearer; at the end of the ladder is a person.
            failures = max(draft.state.failures, REPHRASE - 1)
            draft.state = changed(draft.state, failures=failures)
            failed(draft, "repeat")
        case "slower":
            draft.state = changed(draft.state, pace="slow")
            _repeat(draft, first="slower")
        case "faster":
            draft.state = changed(draft.state, pace="normal")
            _repeat(draft, first="faster")
        case "back":
            _back(draft)
        case "menu":
            _menu(draft)
        case "drop":
            if not subjects.drop(draft):
                _menu(draft)
        case "language" if meaning.language in draft.library.languages:
            draft.put({"language": meaning.language})
            draft.state = changed(draft.state, failures=0)
            draft.phrase("language_is_now")
            if meaning.then:
                subjects.follow(draft, meaning.then)
        case "language" if meaning.language == OTHER:
            _say_what_we_speak(draft)
        case "callback":
            go_to_handler(draft, "unanswered")
        case "stop_recording":
            _stop_recording(draft)
        case "person" | "language" | "stop" as command:
            go_to_handler(draft, command)


def _menu(draft: Draft) -> None:
    entry = draft.library.handlers["start"]
    frames = (Frame(entry.name, entry.header.menu or entry.start),)
    draft.state = changed(draft.state, frames=frames, failures=0, wishes=())


def _stop_recording(draft: Draft) -> None:
    """No more of this call is recorded, and what was is deleted, whatever the flows say of it."""
    draft.phrase("recording_stopped" if draft.state.recording else "not_recording")
    shared = {**draft.state.shared, RECORDING: False}
    draft.state = changed(draft.state, shared=shared, failures=0)


def _say_what_we_speak(draft: Draft) -> None:
    """One line in all languages, to somebody who seems to know none of them: the question would say
    nothing to them. The line is not said for ever; after it the ladder goes on."""
    if draft.state.failures >= REPHRASE - 1:
        failed(draft, "no_match")
        return
    draft.state = changed(draft.state, failures=draft.state.failures + 1)
    draft.says.clear()
    for language in draft.library.languages:
        wording = draft.library.locale(language)["we_speak"]
        draft.say_plain(wording.on(draft.state.channel), "locale.we_speak", language)
    draft.expects = waits_for(draft)


def _repeat(draft: Draft, first: str = "") -> None:
    """Say again what was said last; the step is entered once more for what it expects."""
    said = draft.state.said
    enter(draft)
    draft.says.clear()
    if first:
        draft.phrase(first)
    for step, text, language in said:
        if step not in ASIDES:
            draft.say_again(text, step, language)


def _back(draft: Draft) -> None:
    if draft.state.history:
        *history, frames = draft.state.history
        wishes = tuple(wish for wish in draft.state.wishes if wish.below < len(frames))
        draft.state = changed(
            draft.state, frames=frames, history=tuple(history), failures=0, wishes=wishes
        )
    else:
        draft.phrase("nothing_before")
