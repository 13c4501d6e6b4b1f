"""Questions without an answer, put together for those who write articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from storage.unanswered import Question

ALIKE = 70
"""From which likeness, 0 to 100, two questions ask the same: in other order, with other endings."""


@dataclass(frozen=True)
class Group:
    """Questions that ask about the same, the latest first."""

    questions: tuple[Question, ...]

    @property
    def nearest(self) -> str:
        """The article that came nearest to any of them; empty for none."""
        return max(self.questions, key=lambda one: one.confidence).nearest

    @property
    def confidence(self) -> float:
        """How near that was, 0 to 1."""
        return max(one.confidence for one in self.questions)


def grouped(questions: Sequence[Question]) -> list[Group]:
    """The questions by likeness, the largest group first; languages stay apart."""
    groups: dict[str, list[list[Question]]] = {}
    for question in questions:
        known = groups.setdefault(question.language, [])
        best = process.extractOne(
            question.text,
            [group[0].text for group in known],
            scorer=fuzz.ratio if question.language == "zh" else fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=ALIKE,
        )
        if best:
            known[best[2]].append(question)
        else:
            known.append([question])
    found = [Group(tuple(group)) for known in groups.values() for group in known]
    return sorted(found, key=lambda group: -len(group.questions))
