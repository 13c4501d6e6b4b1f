"""The records that `benefits/` needs, whoever keeps them: the embedded database or an institution.

Rows are mappings with the field names of the schema in `storage/migrations`. Money is in minor
units (cents), dates are ISO 8601 strings, empty when not set. Reads see the last committed state;
writes take effect together with the turn that makes them. Records that cannot be reached are an
exception, never an empty answer; functions let it pass, and the conversation says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # The parts belong to the modules that use them, which need this one.
    from benefits.appointment_records import Appointments
    from benefits.cases import Cases
    from benefits.checks.records import Checks
    from benefits.claims import Claims
    from benefits.consents import Consents
    from benefits.decisions import Decisions
    from benefits.feedback import Feedback
    from benefits.identities import Identities
    from benefits.jobs.paying import PaymentRuns
    from benefits.life_proofs import Proofs
    from benefits.personal.records import HeldChanges, PersonalData, Preferences
    from benefits.pin_calls import PinCalls
    from benefits.pin_letters import PinLetters
    from benefits.proactive.news import News
    from benefits.records import Contributions, Payments
    from benefits.sim_swap import SimSwaps

Row = Mapping[str, Any]


class People(Protocol):
    """What is on record about people."""

    def record(self, person_id: int) -> Row:
        """What `benefits.rules.facts_of` takes: birth_date, contributions and claims."""

    def contact(self, person_id: int) -> Row:
        """language, and phone (E.164, empty for none)."""


class Registry(Protocol):
    """What the functions of `benefits/` read and write."""

    @property
    def elsewhere(self) -> bool:
        """Are the records of people with the institution, and only the hotline's own kept here?"""

    @property
    def cases(self) -> Cases:
        """What a person of the institution has to look at."""

    @property
    def personal(self) -> PersonalData:
        """What is kept about people, and can be changed."""

    @property
    def held(self) -> HeldChanges:
        """Changes that wait before they take effect."""

    @property
    def preferences(self) -> Preferences:
        """What people prefer and consent to."""

    @property
    def contributions(self) -> Contributions:
        """What is paid in, and what is still to be paid."""

    @property
    def payments(self) -> Payments:
        """What was paid, and is due."""

    @property
    def identities(self) -> Identities:
        """What people have shown of who they are."""

    @property
    def pin_calls(self) -> PinCalls:
        """Calls that ask who writes to us for a PIN."""

    @property
    def pin_letters(self) -> PinLetters:
        """Codes that come by post, with which people choose a PIN."""

    @property
    def consents(self) -> Consents:
        """Who may act for whom."""

    @property
    def sim_swaps(self) -> SimSwaps | None:
        """Tells whether a telephone has a new SIM; None where nobody tells."""

    @property
    def claims(self) -> Claims:
        """Claims that are filled in here."""

    @property
    def decisions(self) -> Decisions:
        """Decisions, with the record of each."""

    @property
    def people(self) -> People:
        """What is on record about a person."""

    @property
    def checks(self) -> Checks:
        """What is looked for in the records, and what was found."""

    @property
    def news(self) -> News:
        """What people are told unasked."""

    @property
    def feedback(self) -> Feedback:
        """What people think of the service."""

    @property
    def payment_runs(self) -> PaymentRuns:
        """The runs in which benefits are paid."""

    @property
    def appointments(self) -> Appointments:
        """The diary of the offices."""

    @property
    def proofs(self) -> Proofs:
        """Who has to show that they are alive, and what already does."""

    def claim(self, reference: str) -> Row | None:
        """The claim with this reference: reference, programme, status, received_on, expected_by."""

    def person(self, insurance_number: str) -> Row | None:
        """The person with this insurance number: id, language."""

    def has_phone(self, person_id: int, phone: str) -> bool:
        """Is this number (E.164) registered for this person?"""

    def numbers_of_phone(self, phone: str) -> Mapping[str, Sequence[str]]:
        """The numbers of all whose phone (E.164) this is: insurance_number, claim_reference. Only
        to tell apart what the caller says; never to be read out."""

    def next_payment(self, person_id: int, on_or_after: str) -> Row | None:
        """The person's next payment: programme, due_on, amount, status (due or held)."""

    def offices(self) -> Sequence[Row]:
        """All offices: id, town, district, address, postcode, latitude, longitude, phone,
        hours ({"mon": "08:30-16:00"}, a closed day missing) and names ({"en": ["Ashford"]}).
        """

    def handoff_waits(self, since: datetime) -> Sequence[int]:
        """How long those waited (seconds) who wanted a person since then and got one, the last
        twenty at most."""

    def add_callback(self, row: Row) -> None:
        """Leave a wish to be called back: phone, topic, wanted, promised_by, language."""

    def add_text(self, to: str, body: str, language: str, secret: bool = False) -> None:
        """Send a text when the turn is committed, unless the number has opted out. secret: it is
        nowhere kept in the clear."""

    def undelivered(self, since: datetime) -> Sequence[Row]:
        """Texts that were given up since then: id and error (the provider's sentence)."""

    def add_unanswered(self, row: Row) -> None:
        """Keep a question that found no answer: question (redacted), language, channel, nearest
        (a topic, or empty) and confidence (0 to 1)."""
