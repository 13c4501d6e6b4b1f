"""What the checks need of the records, whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Row = Mapping[str, Any]


class Checks(Protocol):
    """All records at once, and what was found in them before."""

    def rows(self, check: str) -> Sequence[Row]:
        """What a check of `table.LOOKS` goes by; its function says in which shape."""

    def known(self, check: str) -> Mapping[str, Row]:
        """What a check has found before, by key: digest, status (asked, case or settled),
        found_at, and code (of the case, empty while somebody is asked)."""

    def keep(self, check: str, key: str, row: Row, known: Row | None) -> None:
        """Keep what was found in place of what was known: person_id, digest, status, code and
        facts. The transaction fails where somebody else has kept something in the meantime."""

    def of_person(self, person_id: int) -> Sequence[Row]:
        """What is found about a person and nobody has settled: check, key, status, facts."""

    def of_claim(self, reference: str) -> Sequence[Row]:
        """The same, about the person whose claim has this reference, if anybody's has."""

    def stop_payment(self, person_id: int, on_or_after: str) -> None:
        """Hold the person's next payment that is due on or after a day (ISO)."""

    def add_death(self, person_id: int, died_on: str, source: str) -> None:
        """Put a death on record, in place of an earlier one; died_on in ISO."""
