"""Putting texts in use under four eyes, and going back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conversation.authoring.authoring import LONGEST_REASON, Authoring, must
from conversation.authoring.errors import NotNow
from conversation.authoring.texts import at_place
from flows.library import Library
from flows.overrides import NAME, Place, read, written
from storage.flow_changes import DRAFT, PUBLISHED, WAITING, Change
from storage.rights import Right
from storage.staff import StaffMember

Prepare = Callable[[Library, Library], object]
"""Speaks ahead what the second library says and the first does not."""


@dataclass(frozen=True)
class Difference:
    """A text that differs between two versions, in one language; None where there is none."""

    place: Place
    was: dict[str, str] | None
    now: dict[str, str] | None


class Publishing:
    """What a second person does. `prepare` speaks new texts before anybody can hear them."""

    def __init__(self, authoring: Authoring, prepare: Prepare = lambda was, now: None) -> None:
        self._authoring, self._prepare = authoring, prepare

    def publish(self, by: StaffMember, change: Change, reason: str) -> int:
        """Put a change in use for all conversations that begin from now on; answers the number of
        the version. Raises NotNow."""
        work = self._authoring
        why = self._second_person(by, change, reason)
        if work.is_stale(change):
            raise NotNow("stale")
        if any(one.level == "error" for one in work.remarks(change)):
            raise NotNow("faults")
        texts = work.changes.texts(change.id)
        overrides = written(work.merged(texts))
        self._prepare(work.in_use(), work.in_use.with_overrides(overrides))
        at = work.clock()
        with work.acting() as connection:
            if work.versions.latest() != change.base:
                raise NotNow("stale")
            settled = {"status": PUBLISHED, "decided_by": by.name, "reason": why}
            work.changes.settle(connection, change, at, **settled)
            number = work.versions.add(
                connection, at, change.author, by.name, why, overrides, change_id=change.id
            )
            subject = f"flow change {change.id}"
            work.audit.write(
                connection, by, "publish_flow_change", subject, version=number, reason=why
            )
        return number

    def give_back(self, by: StaffMember, change: Change, reason: str) -> None:
        """Give a change back to its author, who reads why. Raises NotNow."""
        why = self._second_person(by, change, reason)
        work = self._authoring
        with work.acting() as connection:
            settled = {"status": DRAFT, "decided_by": by.name, "reason": why}
            work.changes.settle(connection, change, work.clock(), **settled)
            subject = f"flow change {change.id}"
            work.audit.write(connection, by, "return_flow_change", subject, reason=why)

    def roll_back(self, by: StaffMember, number: int, reason: str) -> int:
        """Say again what an earlier version said; 0 is the product as it came. One person does it:
        it is for emergencies, repeats only what was approved before, and is in the trail.
        Raises NotNow."""
        must(by, Right.PUBLISH_FLOWS)
        work, why = self._authoring, _said(reason)
        version = work.versions.get(number) if 0 < number < 2**63 else None
        if version is None and number != 0:
            raise NotNow("not_found")
        if number == work.versions.latest():
            raise NotNow("moved")
        overrides = version.overrides if version else ""
        self._prepare(work.in_use(), work.in_use.with_overrides(overrides))
        at = work.clock()
        with work.acting() as connection:
            added = work.versions.add(
                connection, at, by.name, by.name, why, overrides, back_to=number
            )
            subject = f"flow version {number}"
            work.audit.write(connection, by, "roll_back_flows", subject, version=added, reason=why)
        return added

    def differences(self, before: int, after: int) -> list[Difference]:
        """The texts that differ between two versions; 0 is the product as it came."""
        use = self._authoring.in_use
        return different(use.version(before), use.version(after))

    def _second_person(self, by: StaffMember, change: Change, reason: str) -> str:
        must(by, Right.PUBLISH_FLOWS)
        if by.name == change.author:
            raise NotNow("own_change")
        if change.status != WAITING:
            raise NotNow("moved")
        return _said(reason)


def different(before: Library, after: Library) -> list[Difference]:
    """The texts that differ between two libraries of the same product."""
    places = {place for library in (before, after) for place in read(library.files.get(NAME, ""))}
    found = (
        Difference(place, at_place(before, place), at_place(after, place))
        for place in sorted(places)
    )
    return [one for one in found if one.was != one.now]


def _said(reason: str) -> str:
    if not reason.strip():
        raise NotNow("no_reason")
    return reason.strip()[:LONGEST_REASON]
