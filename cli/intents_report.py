"""What `benefitline intents …` prints, for people who write examples and do not program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conversation.review import Group
from intents.examples import FEWEST, Finding, by_kind

SHOWN = 10
"""Findings of a kind that are listed, where not all are asked for."""

_HEADINGS = {
    "unknown": "Intents that the catalogue lacks",
    "missing": "Intents without any example",
    "few": f"Intents with fewer than {FEWEST} examples",
    "uneven": "Intents with many more or fewer examples than the others",
    "shared": "The same phrase in two intents: nobody could tell them apart",
    "twice": "The same phrase twice in one intent",
    "overlap": "Examples nearer to another intent than to any example of their own",
    "misread": "Examples that are taken for another intent when they are left out",
}


def findings(found: Sequence[Finding], everything: bool) -> Iterator[str]:
    """The findings by kind, each with its heading."""
    groups = by_kind(found)
    for kind, heading in _HEADINGS.items():
        if kind not in groups:
            continue
        yield f"\n{heading} ({len(groups[kind])}):"
        shown = groups[kind] if everything else groups[kind][:SHOWN]
        yield from (f"  {_finding(one)}" for one in shown)
        if len(shown) < len(groups[kind]):
            yield f"  … and {len(groups[kind]) - len(shown)} more (--all shows them)"


def _finding(one: Finding) -> str:
    where = f"{one.language}  {one.intent}"
    if not one.text:
        return f"{where}: {one.count} examples"
    line = f'{where}: "{one.text}"'
    if one.kind == "twice":
        return line
    line += f"  ->  {one.other}"
    return f'{line}: "{one.other_text}"' if one.other_text else line


def trial(told: Mapping[str, Any], everything: bool) -> Iterator[str]:
    """How many were understood, and what went wrong."""
    total = told["rows"]
    for name, meaning in (
        ("right", "understood"),
        ("asked", "asked which of two was meant, one of them right"),
        ("refused", "not understood, or wanted nothing and were asked again"),
        ("wrong", "taken for something else"),
    ):
        share = told[name] / total if total else 0
        yield f"{told[name]:>6}  {share:6.1%}  {name:<8} {meaning}"
    yield f"{total:>6}  sentences"
    if told["confidently_wrong"]:
        yield "\nWrong, and sure of it:"
        wrong = told["confidently_wrong"]
        for one in wrong if everything else wrong[:SHOWN]:
            yield (
                f'  {one["confidence"]:.2f}  "{one["row"]["text"]}"  is '
                f"{one['row']['intent'] or 'nothing of ours'}, taken for {one['found']}"
            )
    if told["confused"]:
        yield "\nTaken for something else:"
        pairs = told["confused"]
        for pair in pairs if everything else pairs[:SHOWN]:
            meant = pair["intent"] or "(nothing of ours)"
            yield f"  {pair['count']:>4}  {meant} -> {pair['found']}"


def explanation(told: Mapping[str, Any]) -> Iterator[str]:
    """One sentence in detail."""
    yield f"words      {' '.join(told['tokens']) or '(none)'}"
    yield f"language   {told['language_found'] or 'unclear'}, understood as {told['language']}"
    if told["command"]:
        yield f"command    {told['command']}"
    for number, one in enumerate(told["candidates"]):
        name = "intents" if number == 0 else ""
        yield f'{name:<10} {one["confidence"]:.2f}  {one["intent"]:<22} like "{one["example"]}"'
    counted = [f"{one['word']} {one['counts']:+.2f}" for one in told["counted"][:SHOWN]]
    if counted:
        yield f"counted    {', '.join(counted)}"
    yield f"result     {told['done']}, confidence {told['confidence']:.2f}"


def unanswered(groups: Sequence[Group]) -> Iterator[str]:
    """Questions without an answer, the commonest first, with the article that came nearest."""
    for group in groups:
        first = group.questions[0]
        near = f"{group.nearest} ({group.confidence:.2f})" if group.nearest else "nothing near"
        yield f"{len(group.questions):>4}  {first.language}  {first.text}   nearest: {near}"
        others = dict.fromkeys(one.text for one in group.questions[1:] if one.text != first.text)
        yield from (f"          {text}" for text in others)
    total = sum(len(group.questions) for group in groups)
    yield f"{total} questions in {len(groups)} groups"
