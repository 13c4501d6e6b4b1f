"""The records of personal data that `benefits/` needs, whoever keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

Row = Mapping[str, Any]
Kind = Literal["bank", "phone"]


class PersonalData(Protocol):
    """What is kept about people; changes of this turn are seen from the next one on."""

    def of(self, person_id: int) -> Row:
        """address, language, phones (E.164) and account (national digits, or empty)."""

    def owners(self, phone: str) -> int:
        """How many people this phone (E.164) is registered for."""

    def account_owners(self, account: str, but: int) -> int:
        """How many people other than this one are paid to this account."""

    def failed_pins(self, person_id: int, since: str) -> int:
        """How often a wrong PIN was given for this person since then (ISO)."""

    def set_address(self, person_id: int, address: str) -> None:
        """Where letters go from now on."""

    def set_language(self, person_id: int, language: str) -> None:
        """The language of letters."""

    def changed(self, row: Row) -> None:
        """Add to the history: person_id, what, old, new, actor, channel, level."""

    def history(self, person_id: int) -> Sequence[Row]:
        """The changes, oldest first: what, old, new, at, actor, channel, level."""

    def send_letter(self, person_id: int, kind: str, language: str, details: Row) -> None:
        """Have a letter sent by post; details: what the post room has to know."""

    def letter_since(self, person_id: int, kind: str, since: str) -> bool:
        """Has such a letter been asked for since then (ISO)?"""

    def erase_conversations(self) -> None:
        """Erase what was said, heard and recorded in all conversations of the telephone that this
        one is held with."""


class HeldChanges(Protocol):
    """Changes that wait before they take effect."""

    def hold(self, row: Row) -> str:
        """Hold a change in place of one of the same kind that still waits; answers its reference,
        8 digits. row: person_id, kind, new, old, signs, due_at (ISO, UTC), status."""

    def by_reference(self, reference: str) -> Row | None:
        """The change with this reference, as `of_person`, or None."""

    def of_person(self, person_id: int, since: str = "") -> Sequence[Row]:
        """Changes asked for since then (ISO), newest first: reference, person_id, kind, new, old,
        signs, asked_at, due_at, status (waiting, review, stopped, replaced, applied) and
        settled_at."""

    def due(self) -> Sequence[Row]:
        """Those that have waited long enough."""

    def settle(self, change: Row, status: str, by: str) -> None:
        """Stop a change, or put it to a person: status `stopped` or `review`."""

    def apply(self, change: Row) -> None:
        """Let a change take effect."""


class Preferences(Protocol):
    """What people prefer, and what they have consented to."""

    def of(self, person_id: int) -> Mapping[str, str]:
        """The preferences that were told, by name."""

    def set(self, person_id: int, name: str, value: str) -> None:
        """Keep a preference; an empty value forgets it."""

    def erase(self, person_id: int) -> None:
        """Forget all preferences, and withdraw all consents."""

    def consents(self, person_id: int) -> Mapping[str, str]:
        """What is consented to now, by purpose: since when (ISO)."""

    def consent(self, person_id: int, purpose: str, channel: str) -> None:
        """Keep a consent."""

    def withdraw(self, person_id: int, purpose: str) -> None:
        """End a consent; nothing happens where there is none."""
