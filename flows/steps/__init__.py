"""The kinds of step, one a file, each named after the key that marks it in YAML."""

from flows.steps.ask import Ask
from flows.steps.call import Call
from flows.steps.choose import Choose
from flows.steps.decide import Decide
from flows.steps.end import End
from flows.steps.goto import Goto
from flows.steps.handoff import Handoff
from flows.steps.menu import Menu
from flows.steps.resume import Resume
from flows.steps.run import Run
from flows.steps.say import Say
from flows.steps.set import Set
from flows.steps.step import Step

KINDS: dict[str, type[Step]] = {
    kind.kind: kind
    for kind in (Say, Ask, Menu, Choose, Decide, Call, Set, Goto, Run, Resume, Handoff, End)
}

__all__ = ["KINDS", "Step"]
