"""Drafts of texts, and the versions that come of them: the same for the pages and the command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from conversation.authoring.checking import Checks, Remark
from conversation.authoring.errors import NotNow, Wrong
from conversation.authoring.texts import TextAt, at_place, cleaned, written_wrong
from conversation.flows_in_use import FlowsInUse
from flows.library import Library
from flows.overrides import NAME, Override, Place, Wordings, over, read
from storage.audit import Audit
from storage.database import Connection, Database
from storage.flow_changes import (
    DRAFT,
    WAITING,
    WITHDRAWN,
    Change,
    DraftText,
    FlowChanges,
    Moved,
    OtherDraft,
)
from storage.flow_versions import FlowVersions
from storage.rights import Right
from storage.staff import StaffMember

LONGEST_REASON = 500


class Authoring:
    """What authors do with texts that are not in use yet. See `publishing` for what follows."""

    def __init__(
        self,
        database: Database,
        in_use: FlowsInUse,
        audit: Audit,
        checks: Checks,
        clock: Callable[[], datetime],
    ) -> None:
        self.database, self.in_use, self.audit, self.checks = database, in_use, audit, checks
        self.clock = clock
        self.changes = FlowChanges(database)
        self.versions = FlowVersions(database)

    # What there is ------------------------------------------------------------------------------

    def change(self, number: int) -> Change:
        """A change by its number. Raises NotNow."""
        found = self.changes.get(number) if 0 < number < 2**63 else None
        if found is None:
            raise NotNow("not_found")
        return found

    def library_of(self, change: Change) -> Library:
        """The flows as they would be with a change."""
        return self.with_texts(self.changes.texts(change.id))

    def with_texts(self, texts: Iterable[DraftText]) -> Library:
        """The flows in use with some other texts."""
        library = self.in_use()
        return Library(over(library.files, self.merged(texts)), library)

    def merged(self, texts: Iterable[DraftText]) -> list[Override]:
        """All overrides once these texts are in use; a text that is the product's again is none."""
        found = read(self.in_use().files.get(NAME, ""))
        for one in texts:
            place = Place(*one.place)
            product = at_place(self.in_use.product, place)
            if product is None or product == one.now:
                found.pop(place, None)
            else:
                found[place] = Override(place, one.now, product)
        return list(found.values())

    def remarks(self, change: Change) -> list[Remark]:
        """What the check says about a change, beyond what it says about what is in use."""
        draft = self.library_of(change)
        files = {one.file for one in self.changes.texts(change.id)}
        flows = [one.name for one in draft.flows.values() if one.file in files]
        return self.checks.remarks(draft, self.in_use(), flows)

    def is_stale(self, change: Change) -> bool:
        """Is another version in use than the one it was compared with?"""
        return change.base != self.in_use.at()[0]

    def overtaken(self, change: Change) -> dict[tuple[str, str, str], dict[str, str]]:
        """The texts of a change that are another in use by now than when it was written, as they
        are now; by place."""
        library, found = self.in_use(), {}
        for one in self.changes.texts(change.id):
            current = at_place(library, Place(*one.place))
            if current not in (None, one.was):
                found[one.place] = dict(current or {})
        return found

    def moved_below(self) -> list[tuple[Override, dict[str, str] | None]]:
        """Our own texts below which the product's has changed since, and what that is now (None:
        the product has no such text any more)."""
        ours = read(self.in_use().files.get(NAME, "")).values()
        now = [(one, at_place(self.in_use.product, one.place)) for one in ours]
        return [(one, product) for one, product in now if product != one.was]

    # What authors do ----------------------------------------------------------------------------

    def put(
        self,
        by: StaffMember,
        text: TextAt,
        wordings: Mapping[str, Wordings],
        revisions: Mapping[str, int],
    ) -> list[Wrong]:
        """Keep a text, in some languages, in the draft of its author, which is begun where there is
        none; nothing is kept where something is wrong with it.

        text: as it is in use. revisions: by language, of the draft that was read; 0 for none.
        Raises NotNow.
        """
        must(by, Right.WRITE_FLOWS)
        new = {
            language: cleaned(wordings[language], was)
            for language, was in text.languages.items()
            if language in wordings
        }
        faults = [
            fault
            for lang, one in new.items()
            for fault in written_wrong(lang, one, text.languages[lang])
        ]
        if faults:
            return faults
        at, moved = self.clock(), {one.place for one, _ in self.moved_below()}
        with self.acting() as connection:
            base = self.versions.latest()
            draft = self.changes.begin(connection, by.name, base, at)
            for language, now in new.items():
                place, was = text.place(language), text.languages[language]
                where, revision = (place.file, place.path, language), revisions.get(language, 0)
                if now != was or place in moved:
                    self.changes.save(connection, draft, where, was, now, revision, at)
                elif revision:
                    self.changes.drop(connection, draft, where, at)
            self.audit.write(connection, by, "edit_flow_text", f"flow {text.flow}", path=text.path)
        return []

    def hand_in(self, by: StaffMember, change: Change, title: str) -> None:
        """Ask for a second person. Raises NotNow."""
        must(by, Right.WRITE_FLOWS)
        self._own(by, change, DRAFT)
        if not title.strip():
            raise NotNow("no_title")
        if not self.changes.texts(change.id):
            raise NotNow("nothing")
        if self.is_stale(change):
            raise NotNow("stale")
        if any(one.level == "error" for one in self.remarks(change)):
            raise NotNow("faults")
        named = title.strip()[:LONGEST_REASON]
        self._settle(by, change, "hand_in_flow_change", status=WAITING, title=named)

    def take_back(self, by: StaffMember, change: Change) -> None:
        """Make a draft again of what waits. Raises NotNow."""
        self._own(by, change, WAITING)
        self._settle(by, change, "take_back_flow_change", status=DRAFT)

    def withdraw(self, by: StaffMember, change: Change) -> None:
        """Give a draft up; its texts are kept with it. Raises NotNow."""
        self._own(by, change, DRAFT)
        self._settle(by, change, "withdraw_flow_change", status=WITHDRAWN)

    def rebase(self, by: StaffMember, change: Change) -> None:
        """The author has seen what is in use by now, and wants the change on top of it: it is a
        draft again, whose texts are compared with that. Raises NotNow."""
        self._own(by, change, DRAFT, WAITING)
        number, library = self.in_use.at()
        at = self.clock()
        with self.acting() as connection:
            draft = {"status": DRAFT, "base": number}
            self.changes.settle(connection, change, at, **draft)
            for one in self.changes.texts(change.id):
                current = at_place(library, Place(*one.place))
                if current is None or current == one.now:
                    self.changes.drop(connection, change, one.place, at)
                elif current != one.was:
                    place, revision = one.place, one.revision
                    self.changes.save(connection, change, place, current, one.now, revision, at)
            self.audit.write(connection, by, "rebase_flow_change", f"flow change {change.id}")

    def _own(self, by: StaffMember, change: Change, *statuses: str) -> None:
        if change.author != by.name:
            raise NotNow("not_yours")
        if change.status not in statuses:
            raise NotNow("moved")

    def _settle(self, by: StaffMember, change: Change, action: str, **columns: str | int) -> None:
        with self.acting() as connection:
            self.changes.settle(connection, change, self.clock(), **columns)
            self.audit.write(connection, by, action, f"flow change {change.id}")

    @contextmanager
    def acting(self) -> Iterator[Connection]:
        """A transaction; what somebody else was faster with is told in words. Raises NotNow."""
        try:
            with self.database.transaction() as connection:
                yield connection
        except OtherDraft:
            raise NotNow("other_draft") from None
        except Moved:
            raise NotNow("moved") from None


def must(by: StaffMember, right: Right) -> None:
    """Raises NotNow for who may not."""
    if not by.may(right):
        raise NotNow("no_right")
