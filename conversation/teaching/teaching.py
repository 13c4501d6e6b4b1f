"""What staff do with what was misunderstood, for the console and the command line alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conversation.teaching import sentences
from conversation.teaching.misunderstanding import words_of
from conversation.teaching.running import Running
from conversation.teaching.sentences import Clash
from intents.examples import catalogue
from intents.wording import FOLDER, Lesson
from storage.change_sets import ChangeSets
from storage.misunderstood import Queue
from storage.staff import StaffMember
from storage.taught import ChangeSet, NotAccepted, Proposal, Taught
from storage.teaching_runs import Run
from storage.unanswered import Unanswered


class NoSuchIntent(ValueError):
    """An intent or a language that is none of ours."""


def nobody_waits() -> None:
    """For a process in which nobody is understood."""


@dataclass(frozen=True)
class Teaching:
    """The queue, the change sets and their trials. `changed` is called when examples come into
    force or go out of it. semantic: whether it counts what sentences mean."""

    queue: Queue
    changes: ChangeSets
    running: Running
    unanswered: Unanswered
    changed: Callable[[], None] = nobody_waits
    semantic: bool = False

    def propose(
        self,
        by: StaffMember,
        taught: Taught,
        misunderstood: int | None = None,
        although: bool = False,
    ) -> Clash | None:
        """Propose an example. Answers what it clashes with, in which case it is added only
        `although` it does. Raises NoSuchIntent, NotAnExample and AlreadyTaught."""
        if taught.intent and taught.intent not in catalogue():
            raise NoSuchIntent(taught.intent)
        if taught.language not in languages():
            raise NoSuchIntent(taught.language)
        text = sentences.sentence(taught.text, taught.language)
        clash = sentences.clash(text, taught.intent, taught.language, lessons(self.changes))
        if not clash or although:
            self.changes.propose(by, taught._replace(text=text), words_of(text), misunderstood)
        return clash

    def try_out(self, by: StaffMember, number: int) -> int:
        """Start the trial of the open change set; the number of the run. Raises NotAccepted where
        there is nothing to try, and Busy."""
        proposals = self.to_try(number)
        basis = self.basis(self.changes.lessons(), [one.taught for one in proposals])
        return self.running.start("trial", number, basis, by.name)

    def to_try(self, number: int) -> list[Proposal]:
        """The examples of an open change set. Raises NotAccepted."""
        one = self.changes.get(number)
        if one is None or one.status != "open":
            raise NotAccepted("closed")
        proposals = self.changes.proposals(number)
        if not proposals:
            raise NotAccepted("empty")
        return proposals

    def trial(self, one: ChangeSet) -> Run | None:
        """The last trial of a change set."""
        return self.running.latest("trial", one.id)

    def is_tried(self, one: ChangeSet, run: Run | None) -> bool:
        """Is a trial done, and still about what is proposed and in force now?"""
        if run is None or run.status != "done":
            return False
        proposals = [each.taught for each in self.changes.proposals(one.id)]
        return run.basis == self.basis(self.changes.lessons(), proposals)

    def accept(self, by: StaffMember, number: int) -> None:
        """Let a tried change set come into force. Raises NotAccepted."""
        self.changes.accept(by, number, self.basis)
        self.changed()

    def roll_back(self, by: StaffMember, number: int) -> None:
        """Take a change set out of force. Raises NotAccepted."""
        self.changes.roll_back(by, number)
        self.changed()

    def report(self, by: StaffMember) -> int:
        """Start the report on all examples; the number of the run. Raises Busy."""
        return self.running.start("report", None, self.basis(self.changes.lessons(), ()), by.name)

    def basis(self, in_force: Sequence[Taught], proposed: Sequence[Taught]) -> str:
        """What a trial of these depends on."""
        return basis_of(in_force, proposed, self.semantic)


def lessons(changes: ChangeSets) -> list[Lesson]:
    """The examples that this installation has learnt."""
    return [Lesson(*one) for one in changes.lessons()]


def languages() -> tuple[str, ...]:
    """The languages that have examples."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def basis_of(in_force: Sequence[Taught], proposed: Sequence[Taught], semantic: bool = False) -> str:
    """What a trial depends on: the product's examples, those in force, the proposed ones, and
    whether it counts what sentences mean."""
    own = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(FOLDER.rglob("*.yaml"))]
    content = json.dumps([own, list(in_force), list(proposed), semantic], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
