"""The engine's own phrases: all of them, in every language, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from flows.check.finding import Finding
from flows.check.flowset import KINDS, FlowSet, Phrases, one
from flows.check.world import World
from flows.expects import REFERENCES, SECRETS
from flows.forms import FORMS
from flows.text import PLACEHOLDER

REFERENCE = "claim_reference"
"""The slot type whose phrases say of what it is."""
VALUES = (
    *("yes", "no", "morning", "afternoon", "evening"),
    *("person", "menu", "stop", "language", "en", "es", "zh"),
)
"""Answers and commands that have words of their own where it is asked whether they were meant."""
_AGAIN = ("no_input", "no_match", "invalid")
PHRASES: dict[str, frozenset[str]] = {
    **{f"{problem}_{number}": frozenset() for problem in _AGAIN for number in (1, 2, 3)},
    **{f"invalid_{number}": frozenset({"heard"}) for number in (1, 2, 3)},
    **{f"repeat_{number}": frozenset() for number in (2, 3)},
    "confirm": frozenset({"heard"}),
    "confirm_choice": frozenset({"heard"}),
    "which": frozenset({"first", "second"}),
    "which_subject": frozenset({"first", "second"}),
    "value_neither": frozenset(),
    **{f"neither_{number}": frozenset() for number in (1, 2, 3)},
    "next_wish": frozenset({"title"}),
    "wish_dropped": frozenset(),
    "corrected": frozenset(),
    "sympathy": frozenset(),
    "person_any_time": frozenset(),
    "offer_person": frozenset(),
    "we_speak": frozenset(),
    "offer_language": frozenset(),
    **{f"value_{value}": frozenset() for value in VALUES},
    "choice": frozenset({"label", "key"}),
    "resumed": frozenset({"title"}),
    "slower": frozenset(),
    "faster": frozenset(),
    "slow_again": frozenset(),
    "crowded": frozenset(),
    "nothing_before": frozenset(),
    "not_identified": frozenset(),
    **{f"not_{kind}": frozenset() for kind in sorted(SECRETS)},
    "unsure": frozenset(),
    "no_day_1": frozenset({"heard"}),
    "no_day_2": frozenset({"heard"}),
    "no_day_3": frozenset({"heard"}),
    "language_is_now": frozenset(),
    "recording_stopped": frozenset(),
    "not_recording": frozenset(),
    "failure": frozenset(),
    "give_up": frozenset(),
    **{f"wait_{number}": frozenset() for number in (1, 2, 3)},
}
"""What the engine says by itself, beside `hint_TYPE` and `keys_TYPE`, and the values it has."""


def check_locales(flows: FlowSet, world: World) -> Iterator[Finding]:
    """Missing and unknown keys, and placeholders that the engine does not fill."""
    by_type = {f"{kind}_{name}" for kind in ("hint", "keys") for name in world.slot_types}
    if REFERENCE in world.slot_types:
        by_type |= {f"{kind}_{REFERENCE}_{of}" for kind in ("hint", "keys") for of in REFERENCES}
    wanted = {**PHRASES, **dict.fromkeys(by_type, frozenset())}
    for language in world.languages:
        phrases = flows.locales.get(language)
        file = f"locales/{language}.yaml"
        if phrases:
            yield from _check(phrases, wanted)
        elif file not in flows.broken:
            yield Finding(file, 0, "", "error", "the file is missing")


def _check(phrases: Phrases, wanted: dict[str, frozenset[str]]) -> Iterator[Finding]:
    for key in sorted(wanted.keys() - phrases.lines.keys()):
        yield Finding(phrases.file, 1, key, "error", "is missing")
    for key, wording in phrases.wordings.items():
        line = phrases.lines[key]
        if key not in wanted:
            yield Finding(phrases.file, line, key, "error", "is no phrase of the engine")
            continue
        for kind in KINDS:
            found = list(PLACEHOLDER.finditer(one(wording, kind)))
            for name in sorted(wanted[key] - {match[1] for match in found}):
                message = f"the {kind} wording lacks {{{name}}}"
                yield Finding(phrases.file, line, key, "error", message)
            for match in found:
                if match[1] not in wanted[key] or (match[2] and match[2] not in FORMS):
                    message = f"the engine has nothing for {match[0]} in the {kind} wording"
                    yield Finding(phrases.file, line, key, "error", message)
