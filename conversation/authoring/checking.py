"""What the linter and a walk through the flows say about texts that are not in use yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conversation.authoring.texts import TextAt
from flows.check import Finding, World, check
from flows.check.flowset import FlowSet
from flows.check.languages import check_languages
from flows.check.slots import check_slots
from flows.library import Library
from flows.outcome import Prompt
from flows.rehearsal import Said, Way, rehearse

_KEPT = 8
"""Reports that are remembered: each takes a second to make."""


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
    """Checks libraries against what is around them. Thread-safe enough: at worst twice the work."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._reports: dict[str, frozenset[Finding]] = {}

    def remarks(self, draft: Library, in_use: Library, flows: Iterable[str]) -> list[Remark]:
        """What is wrong with a draft and not with what is in use. flows: those to walk through."""
        new = self._findings(draft) - self._findings(in_use)
        found = {self._remark(draft, one) for one in new}
        for flow in flows:
            found |= set(_walked(draft, flow)) - set(_walked(in_use, flow))
        return sorted(found)

    def at_once(self, draft: Library, in_use: Library, flow: str) -> list[Remark]:
        """The part of it that is quick enough to be asked while somebody types: the values in the
        texts of one flow."""
        new = self._values(draft, flow) - self._values(in_use, flow)
        return sorted(self._remark(draft, one) for one in new)

    def _values(self, library: Library, flow: str) -> set[Finding]:
        flows = FlowSet(flows=dict(library.flows))
        file = library.flow(flow).file
        found = (*check_languages(flows, self._world), *check_slots(flows, self._world))
        return {one for one in found if one.file == file}

    def _findings(self, library: Library) -> frozenset[Finding]:
        known = self._reports.get(library.version)
        if known is None:
            known = frozenset(check(library.files, self._world).findings)
            while len(self._reports) >= _KEPT:
                self._reports.pop(next(iter(self._reports)), None)
            self._reports[library.version] = known
        return known

    @staticmethod
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
