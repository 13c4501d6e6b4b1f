"""The back office: everything that staff do about cases, decisions and payments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from conversation.jobs.case_work import CaseWork
from conversation.jobs.change_work import ChangeWork
from conversation.jobs.exceptions import Exceptions
from conversation.jobs.payments import PaymentWork
from conversation.jobs.runner import Registries
from storage.database import Database
from storage.registry import SqlRegistry


@dataclass(frozen=True)
class Office:
    """What the pages of the staff work with."""

    cases: CaseWork
    exceptions: Exceptions
    payments: PaymentWork
    changes: ChangeWork

    @staticmethod
    def of(database: Database, registry: Registries, clock: Callable[[], datetime]) -> Office:
        """The office on a database. registry: as `storage.registry.SqlRegistry` is made."""
        parts = (database, registry, clock)
        return Office(CaseWork(*parts), Exceptions(*parts), PaymentWork(*parts), ChangeWork(*parts))

    def reading(self) -> SqlRegistry:
        """The registry, to read from."""
        return self.cases.reading()
