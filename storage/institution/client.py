"""Asks the institution's registry, and trusts no answer before it has looked at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from storage.institution.access import Access, Door
from storage.institution.breaker import Breaker, State
from storage.institution.errors import Failed
from storage.institution.messages import ON_SEARCH, VERSION, Answer, Response, question, read
from storage.institution.metrics import BREAKER
from storage.institution.record import Record
from storage.institution.resilience import Patience, Resilience
from storage.institution.signing import Signer, Verifier

_THREADS = 32
_LEVELS: Mapping[State, int] = {"closed": 0, "half_open": 1, "open": 2}
_Record = TypeVar("_Record", bound=Record)


@dataclass(frozen=True)
class Peer:
    """Who answers, and what it calls itself and its records."""

    receiver_id: str
    reg_type: str
    public_key: str = ""
    """Checks its signatures; empty: the connection alone is trusted."""


@dataclass(frozen=True)
class Search:
    """What is asked for: records of one kind by one identifier, and perhaps some conditions."""

    kind: type[Record]
    identifier: str
    """As in `records`: UIN, MOBILE or CLAIM_REF."""
    value: str
    conditions: tuple[tuple[str, str, str], ...] = ()
    """(attribute, operator, value), all of which hold."""
    sort: str = ""
    """The attribute in whose ascending order they come."""
    most: int = 2

    def criteria(self, reg_type: str) -> dict[str, Any]:
        """As `search_criteria`."""
        by_number = {"query_type": "idtype-value", "query": self._identified()}
        by_conditions = {"query_type": "predicate", "query": self._predicates()}
        sort = {"sort": [{"attribute_name": self.sort, "sort_order": "asc"}]} if self.sort else {}
        return {
            "version": VERSION,
            "reg_type": reg_type,
            "reg_record_type": self.kind.kind,
            **(by_conditions if self.conditions else by_number),
            **sort,
            "pagination": {"page_size": self.most, "page_number": 1},
        }

    def _identified(self) -> dict[str, str]:
        return {"type": self.identifier, "value": self.value}

    def _predicates(self) -> list[dict[str, Any]]:
        every = ((self.identifier, "eq", self.value), *self.conditions)
        return [
            {
                "seq_num": number,
                "expression1": {
                    "attribute_name": name,
                    "operator": operator,
                    "attribute_value": value,
                },
                **({"condition": "and"} if number < len(every) else {}),
            }
            for number, (name, operator, value) in enumerate(every, start=1)
        ]


@dataclass(frozen=True)
class Found:
    """What an answer holds."""

    records: tuple[Record, ...]
    total: int
    """How many there are, perhaps more than were asked for."""

    def all(self, kind: type[_Record]) -> tuple[_Record, ...]:
        """The records, all of this kind."""
        return tuple(record for record in self.records if isinstance(record, kind))


class Institution:
    """The institution's registry; one for the process, shared by its threads."""

    def __init__(
        self,
        access: Access,
        peer: Peer,
        signer: Signer,
        timeout_s: float,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        breaker: Breaker | None = None,
    ) -> None:
        """timeout_s: for one request."""
        self._access = access
        self._peer = peer
        self._signer = signer
        self._verifier = Verifier(peer.public_key) if peer.public_key else None
        self._clock = clock
        self._door = Door(access)
        self.breaker = breaker or Breaker(changed=lambda state: BREAKER.set(_LEVELS[state]))
        self._resilience = Resilience(timeout_s, self.breaker, _THREADS)

    def find(self, searches: Sequence[Search], patience: Patience) -> list[Found]:
        """What is found for each search, in one request. Raises RecordsUnreachable."""

        def request(seconds: float) -> list[Found]:
            # A new message for each try: one that arrived is not to be sent again.
            criteria = [search.criteria(self._peer.reg_type) for search in searches]
            sender = self._access.client_id
            asked = question(sender, self._peer.receiver_id, criteria, self._clock())
            body = json.dumps(self._signer.signed(asked, sender)).encode()
            return self._understood(asked, searches, self._door.search(body, seconds))

        return self._resilience.ask(request, patience)

    def _understood(
        self, asked: Mapping[str, Any], searches: Sequence[Search], body: bytes
    ) -> list[Found]:
        try:
            content = read(body)
            answer = Answer.model_validate(content)
        except ValueError:
            raise Failed("not_understood") from None
        if self._verifier and not self._verifier.approves(content):
            raise Failed("wrong_signature", again=False)
        if answer.header.action != ON_SEARCH or answer.header.is_msg_encrypted:
            raise Failed("not_understood", again=False)
        if answer.header.status != "succ":
            raise Failed("rejected", again=False)
        message = asked["message"]
        if answer.message.transaction_id != message["transaction_id"]:
            raise Failed("not_understood", again=False)
        responses = {one.reference_id: one for one in answer.message.search_response}
        references = [one["reference_id"] for one in message["search_request"]]
        if set(references) - responses.keys():
            raise Failed("not_understood", again=False)
        return [
            _found(search, responses[reference])
            for search, reference in zip(searches, references, strict=True)
        ]


def _found(search: Search, response: Response) -> Found:
    """Raises Failed for anything but an answer to this search."""
    if response.status != "succ":
        raise Failed("rejected", again=False)
    data = response.data
    raw = data.reg_records if data else ()
    if data and raw and data.reg_record_type not in ("", search.kind.kind):
        raise Failed("not_understood", again=False)
    try:
        records = tuple(search.kind.model_validate(one) for one in raw)
    except ValidationError:
        raise Failed("not_understood", again=False) from None
    if not all(record.belongs(search.identifier, search.value) for record in records):
        # Somebody else's: nothing of this answer is to be believed.
        raise Failed("somebody_else", again=False)
    total = response.pagination.total_count if response.pagination else len(records)
    return Found(records, max(total, len(records)))
