"""Answers a message of another system: may it ask, and what is there?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from storage.institution.audit import AlreadyAsked, Audit, Looked
from storage.institution.clients import Client
from storage.institution.messages import SEARCH, VERSION, Question, Request, answer, stamp
from storage.institution.metrics import SEARCHES
from storage.institution.queries import Rejected
from storage.institution.searching import Searching
from storage.institution.signing import Verifier

MOST_SEARCHES = 20
"""Of one message."""
_CLOCKS_DIFFER = timedelta(minutes=5)


class Refused(Exception):
    """A message that gets no answer but an error of HTTP."""

    def __init__(self, status: int, code: str, message: str, retry_after_s: int = 0) -> None:
        """status: of HTTP. code: the standard's (err.request.bad)."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


class Answering:
    """Answers searches from the records that are kept here, and writes each of them down."""

    def __init__(
        self, searching: Searching, audit: Audit, our_id: str, clock: Callable[[], datetime]
    ) -> None:
        """our_id: what we are called as a receiver."""
        self._searching = searching
        self._audit = audit
        self._our_id = our_id
        self._clock = clock

    def answer(self, client: Client, content: Any) -> dict[str, Any]:
        """The answer to a message, unsigned. Raises Refused."""
        now = self._clock()
        asked = self._read(client, content)
        self._may_ask(client, asked, now)
        if reason := self._wrong(client, asked, now):
            SEARCHES.labels(reason).inc()
            return answer(asked, self._our_id, [], reason, now)
        answered = [self._look(request, now) for request in _unrepeated(asked)]
        try:
            self._audit.keep(client, asked, [looked for _, looked in answered], now)
        except AlreadyAsked:
            return answer(asked, self._our_id, [], "rjct.message_id.duplicate", now)
        for _, looked in answered:
            SEARCHES.labels(looked.outcome).inc()
        return answer(asked, self._our_id, [response for response, _ in answered], "", now)

    def _read(self, client: Client, content: Any) -> Question:
        header = content.get("header") if isinstance(content, Mapping) else None
        if not isinstance(header, Mapping):
            raise Refused(400, "err.request.bad", "a message has header and message")
        if str(header.get("version", VERSION)).split(".")[0] != VERSION.split(".")[0]:
            raise Refused(400, "err.version.not_supported", f"this registry speaks {VERSION}")
        if header.get("is_msg_encrypted") not in (None, False, "false"):
            raise Refused(400, "err.encryption.invalid", "messages are not encrypted here")
        if header.get("sender_id") != client.client_id:
            raise Refused(403, "err.sender_id.invalid", "sender_id is not whose token this is")
        if header.get("receiver_id") not in (None, "", self._our_id):
            raise Refused(400, "err.receiver_id.invalid", f"this registry is {self._our_id}")
        if client.public_key:
            if not content.get("signature"):
                raise Refused(401, "err.signature.missing", "messages of this client are signed")
            if not Verifier(client.public_key).approves(content):
                raise Refused(401, "err.signature.invalid", "the signature does not fit")
        try:
            return Question.model_validate(content)
        except ValidationError as error:
            raise Refused(400, "err.request.bad", _first(error)) from None

    def _may_ask(self, client: Client, asked: Question, now: datetime) -> None:
        kinds = {one.search_criteria.reg_record_type for one in asked.message.search_request}
        if unseen := sorted((kinds & self._searching.kinds) - client.kinds):
            message = f"this client may not see {', '.join(unseen)}"
            raise Refused(403, "err.request.forbidden", message)
        count, wait_s = self._audit.searches(client, now)
        if count + len(asked.message.search_request) > client.per_minute:
            message = f"at most {client.per_minute} searches a minute"
            raise Refused(429, "err.request.too_many_requests", message, max(1, round(wait_s)))

    def _wrong(self, client: Client, asked: Question, now: datetime) -> str:
        """Why the message as a whole is rejected; empty when it is not."""
        header, count = asked.header, len(asked.message.search_request)
        if header.action != SEARCH:
            return "rjct.action.not_supported"
        if abs(header.message_ts - now) > _CLOCKS_DIFFER:
            return "rjct.message_ts.invalid"
        if header.total_count != count:
            return "rjct.total_count.invalid"
        if count > MOST_SEARCHES:
            return "rjct.total_count.limit_exceeded"
        if self._audit.is_known(client, header.message_id):
            return "rjct.message_id.duplicate"
        return ""

    def _look(self, asked: tuple[Request, bool], now: datetime) -> tuple[dict[str, Any], Looked]:
        """One search: its response, and what is written down of it."""
        request, repeated = asked
        criteria = request.search_criteria
        kind = criteria.reg_record_type[:99]
        subject = self._searching.subject(criteria)
        response: dict[str, Any] = {
            "reference_id": request.reference_id,
            "timestamp": stamp(now),
            "status": "succ",
        }
        try:
            if repeated:
                raise Rejected("rjct.reference_id.duplicate", "the reference_id is there twice")
            found = self._searching.find(criteria)
        except Rejected as error:
            response["status"] = "rjct"
            response["status_reason_code"] = error.code
            response["status_reason_message"] = str(error)
            return response, Looked(kind, subject, error.code, 0)
        response["data"] = {
            "version": VERSION,
            "reg_type": criteria.reg_type,
            "reg_record_type": kind,
            "reg_records": [record.model_dump(mode="json") for record in found.records],
        }
        response["pagination"] = {
            "page_size": found.size,
            "page_number": found.page,
            "total_count": found.total,
        }
        return response, Looked(kind, subject, "succ", len(found.records))


def _unrepeated(asked: Question) -> list[tuple[Request, bool]]:
    """The searches, each with whether one before it has the same reference."""
    seen: set[str] = set()
    marked = []
    for request in asked.message.search_request:
        marked.append((request, request.reference_id in seen))
        seen.add(request.reference_id)
    return marked


def _first(error: ValidationError) -> str:
    """What is wrong, without what was sent."""
    problem = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
