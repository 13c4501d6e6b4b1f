"""Parts of a registry that are the hotline's own but for something that the institution knows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from storage.consents import Consents
from storage.identities import Identities
from storage.institution.records import ClaimRecord, ContributionRecord
from storage.people import People
from storage.rows import Row, Rows

if TYPE_CHECKING:
    from storage.institution.registry import InstitutionRegistry


class InstitutionConsents(Consents):
    """Who may act for whom is kept here; what people are called is not."""

    def __init__(self, registry: InstitutionRegistry, rows: Rows) -> None:
        super().__init__(rows)
        self._registry = registry

    def name(self, person_id: int) -> str:
        """What somebody is called."""
        return self._registry.person_record(person_id).given_name


class InstitutionIdentities(Identities):
    """PINs, codes and tries are ours; which telephones are somebody's the institution knows."""

    def __init__(
        self, registry: InstitutionRegistry, rows: Rows, exempt: Collection[str] = ()
    ) -> None:
        super().__init__(rows, exempt)
        self._registry = registry

    def phones(self, person_id: int) -> list[str]:
        """The registered numbers, E.164."""
        return sorted(self._registry.person_record(person_id).phone_number)


class InstitutionPeople(People):
    """What the institution has on record about a person, as the rules look at it."""

    def __init__(self, registry: InstitutionRegistry, rows: Rows) -> None:
        super().__init__(rows)
        self._registry = registry

    def contact(self, person_id: int) -> Row:
        """language, and phone (E.164): of several the first, empty for none."""
        person = self._registry.person_record(person_id)
        return {
            "language": person.language_code,
            "phone": min(person.phone_number, default=""),
        }

    def record(self, person_id: int) -> Row:
        """As the embedded one; claims that were begun here are among the claims."""
        contributions = self._registry.belonging(ContributionRecord, person_id)
        claims = {claim["reference"]: claim for claim in self._registry.claims.of_person(person_id)}
        for claim in self._registry.belonging(ClaimRecord, person_id):
            claims[claim.claim_ref] = claim.row()
        return {
            "birth_date": self._registry.person_record(person_id).birth_date,
            "contributions": sorted(
                (one.row() for one in contributions), key=lambda row: row["first_month"]
            ),
            "claims": [
                {name: claim[name] for name in ("programme", "status", "received_on")}
                for claim in claims.values()
            ],
        }
