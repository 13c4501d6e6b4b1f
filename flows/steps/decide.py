"""`decide`: go one way or another by what is known."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from flows.draft import Draft
from flows.steps.step import Step, references


class Branch(BaseModel):
    """`when: {PATH: VALUE or [VALUE, …], …}`, all of which must hold, and `goto: STEP`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: Mapping[str, Any]
    goto: str

    def holds(self, draft: Draft) -> bool:
        """Do all its conditions hold?"""
        return all(self._fits(draft, path, wanted) for path, wanted in self.when.items())

    @staticmethod
    def _fits(draft: Draft, path: str, wanted: Any) -> bool:
        options = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        return draft.get(path) in [draft.resolve(option) for option in options]


class Decide(Step):
    """`decide: [{when: …, goto: STEP}, …]`, `otherwise: STEP`: the first that holds."""

    kind: ClassVar[str] = "decide"
    decide: tuple[Branch, ...]
    otherwise: str

    def enter(self, draft: Draft) -> None:
        for branch in self.decide:
            if branch.holds(draft):
                draft.goto(branch.goto)
                return
        draft.goto(self.otherwise)

    def exits(self) -> Iterator[str]:
        yield from (branch.goto for branch in self.decide)
        yield self.otherwise

    def reads(self) -> Iterator[str]:
        for branch in self.decide:
            yield from branch.when
            for wanted in branch.when.values():
                yield from references(wanted)
