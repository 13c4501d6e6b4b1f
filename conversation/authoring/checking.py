"""What the linter and a walk through the flows say about texts that are not in use yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from conversation.authoring.texts import TextAt
from flows.check import Finding, World
from flows.check.texts import check_texts
from flows.library import Library
from flows.outcome import Prompt
from flows.rehearsal import Said, Way, rehearse


@dataclass(frozen=True, order=True)
class Remark:
    """Something wrong (an error) or worth a look (a warning)."""

    flow: str
    step: str
    """Empty where it is about the flow as a whole."""
    level: str
    message: str
    """In English, as the linter says it."""
    file: str = ""
    line: int = 0


class Checks:
    """Compares libraries that differ in texts alone: what a text cannot break is not looked at."""

    def __init__(self, world: World) -> None:
        self._world = world

    def remarks(self, draft: Library, in_use: Library, flows: Collection[str]) -> list[Remark]:
        """What is wrong with the texts of some flows in a draft and not in what is in use: what the
        linter says, and a walk through every step."""
        found = set(self.at_once(draft, in_use, flows))
        for flow in flows:
            found |= set(_walked(draft, flow)) - set(_walked(in_use, flow))
        return sorted(found)

    def at_once(self, draft: Library, in_use: Library, flows: Collection[str]) -> list[Remark]:
        """What the linter alone says."""
        new = check_texts(draft, flows, self._world) - check_texts(in_use, flows, self._world)
        return sorted(_remark(draft, one) for one in new)


def _remark(library: Library, one: Finding) -> Remark:
    flow = next((f.name for f in library.flows.values() if f.file == one.file), one.file)
    return Remark(flow, one.step, one.level, one.message, one.file, one.line)


def _walked(library: Library, flow: str) -> Iterator[Remark]:
    for language in library.languages:
        for said in rehearse(library, flow, language):
            if said.problem:
                message = f"{said.problem} ({language}, {said.way})"
                yield Remark(flow, said.step, "error", message, library.flow(flow).file)


def spoken(library: Library, text: TextAt, language: str) -> dict[str, Said]:
    """What is said in a language where this text belongs, by the way a conversation is held: a
    step with its choices and with sample values; a title alone."""
    again = text.purpose == "rephrase"
    if text.step:
        found = rehearse(library, text.flow, language, text.step)
        return {one.way: one for one in found if one.again == again}
    said = library.flow(text.flow).title.languages[language]
    wordings: tuple[tuple[Way, str], ...] = (("voice", said.voice), ("sms", said.sms))
    return {way: Said("", way, (Prompt(one, language, ""),)) for way, one in wordings}
