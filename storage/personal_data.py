"""What is kept about a person: address, phones, bank account, and the history of its changes."""

from __future__ import annotations

from collections.abc import Sequence

from storage.erasing import erasing
from storage.rows import Row, Rows


class PersonalData:
    """One person's data as one turn sees them; the shape of `benefits.personal.records`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, person_id: int) -> Row:
        """address, language, phones (E.164) and account (national digits, or empty)."""
        person = self._rows.first("SELECT address, language FROM person WHERE id = ?", person_id)
        if person is None:
            raise KeyError(person_id)
        account = self._rows.column(
            "SELECT account FROM bank_account WHERE person_id = ?", person_id
        )
        phones = self._rows.column("SELECT number FROM phone WHERE person_id = ?", person_id)
        open_ = self._rows.vault.decrypt
        return {
            "address": open_(person["address"]),
            "language": person["language"],
            "phones": sorted(open_(phone) for phone in phones),
            "account": open_(account[0]) if account else "",
        }

    def owners(self, phone: str) -> int:
        """How many people this phone is registered for."""
        print_ = self._rows.vault.fingerprint(phone)
        counted = self._rows.column("SELECT count(*) FROM phone WHERE number_print = ?", print_)
        return int(counted[0])

    def account_owners(self, account: str, but: int) -> int:
        """How many people other than this one are paid to this account."""
        counted = self._rows.column(
            "SELECT count(*) FROM bank_account WHERE account_print = ? AND person_id != ?",
            self._rows.vault.fingerprint(account),
            but,
        )
        return int(counted[0])

    def failed_pins(self, person_id: int, since: str) -> int:
        """How often a wrong PIN was given for this person since then (ISO)."""
        counted = self._rows.column(
            "SELECT count(*) FROM identification WHERE person_id = ? AND at >= ?"
            " AND what = 'pin' AND outcome = 'wrong'",
            person_id,
            since,
        )
        return int(counted[0])

    def set_address(self, person_id: int, address: str) -> None:
        """Where letters go from now on."""
        sealed = self._rows.vault.encrypt(address)
        self._rows.write("UPDATE person SET address = ? WHERE id = ?", sealed, person_id)

    def set_language(self, person_id: int, language: str) -> None:
        """The language of letters."""
        self._rows.write("UPDATE person SET language = ? WHERE id = ?", language, person_id)

    def changed(self, row: Row) -> None:
        """Add to the history: person_id, what, old, new, actor, channel, level."""
        self._rows.insert(
            "data_change",
            {
                "person_id": row["person_id"],
                "what": row["what"],
                "old_value": self._rows.sealed(row["old"]),
                "new_value": self._rows.sealed(row["new"]),
                "at": self._rows.now,
                "actor": row["actor"],
                "channel": row["channel"],
                "level": row["level"],
                "session_id": self._rows.session_id,
            },
        )

    def history(self, person_id: int) -> Sequence[Row]:
        """The changes, oldest first: what, old, new, at, actor, channel, level."""
        rows = self._rows.all(
            "SELECT * FROM data_change WHERE person_id = ? ORDER BY id", person_id
        )
        opened = self._rows.opened
        return [
            {**row, "old": opened(row["old_value"]), "new": opened(row["new_value"])}
            for row in rows
        ]

    def send_letter(self, person_id: int, kind: str, language: str, details: Row) -> None:
        """Have a letter sent by post; details: what the post room has to know, kept encrypted."""
        self._rows.insert(
            "letter",
            {
                "person_id": person_id,
                "kind": kind,
                "language": language,
                "details": self._rows.sealed(dict(details)),
                "asked_at": self._rows.now,
            },
        )

    def letter_since(self, person_id: int, kind: str, since: str) -> bool:
        """Has such a letter been asked for since then (ISO)?"""
        row = self._rows.first(
            "SELECT 1 FROM letter WHERE person_id = ? AND kind = ? AND asked_at >= ?",
            person_id,
            kind,
            since,
        )
        return row is not None

    def erase_conversations(self) -> None:
        """Erase what was said, heard and recorded in all conversations of the telephone that this
        one is held with. A recording's file goes with the next round of `Recordings.expire`."""
        self._rows.later.append(erasing(self._rows.vault, self._rows.session_id))
