"""The messages of the DCI's registry API, version 1: what both ends read and write.

What the standard leaves to an implementation: the names of record types and identifiers
(`records`), and that a signature is a detached JWS over header and message (`signing`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

VERSION = "1.0.0"
REG_TYPE = "ns:dci:RegistryType:SocialSecurity"
SEARCH, ON_SEARCH = "search", "on-search"


class _Message(BaseModel):
    # The standard grows: fields that are not known here are no reason to refuse a message.
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Header(_Message):
    """Of a question."""

    version: str = VERSION
    message_id: str = Field(min_length=1, max_length=99)
    message_ts: AwareDatetime
    action: str
    sender_id: str = Field(min_length=1, max_length=99)
    receiver_id: str = ""
    total_count: int
    is_msg_encrypted: bool = False


class Pagination(_Message):
    """Pages count from 1."""

    page_size: int
    page_number: int = 1


class Sort(_Message):
    attribute_name: str
    sort_order: Literal["asc", "desc"] = "asc"


class Criteria(_Message):
    """What is searched for; `query` has the form that `query_type` says."""

    version: str = VERSION
    reg_type: str = ""
    reg_record_type: str = ""
    query_type: str
    query: Any
    sort: tuple[Sort, ...] | None = None
    pagination: Pagination | None = None


class Request(_Message):
    reference_id: str = Field(min_length=1, max_length=99)
    timestamp: AwareDatetime
    search_criteria: Criteria


class Requests(_Message):
    transaction_id: str = Field(min_length=1, max_length=99)
    search_request: tuple[Request, ...] = Field(min_length=1)


class Question(_Message):
    """A whole search."""

    signature: str = ""
    header: Header
    message: Requests


class AnswerHeader(_Message):
    version: str = VERSION
    message_id: str
    action: str
    status: Literal["rcvd", "pdng", "succ", "rjct"]
    status_reason_code: str | None = None
    is_msg_encrypted: bool = False


def _several(records: Any) -> Any:
    """Some documents of the standard have one object where the others have a list."""
    return ([records] if records else []) if isinstance(records, Mapping) else records


class Data(_Message):
    reg_record_type: str = ""
    reg_records: Annotated[tuple[dict[str, Any], ...], BeforeValidator(_several)]


class Total(_Message):
    total_count: int


class Response(_Message):
    reference_id: str
    status: Literal["rcvd", "pdng", "succ", "rjct"]
    status_reason_code: str | None = None
    data: Data | None = None
    pagination: Total | None = None


class Responses(_Message):
    transaction_id: str
    search_response: tuple[Response, ...]


class Answer(_Message):
    """A whole answer to a search."""

    signature: str = ""
    header: AnswerHeader
    message: Responses


def read(body: bytes) -> Any:
    """The JSON of a message. Raises ValueError, also for texts that nothing else could take."""
    try:
        content = json.loads(body)
        json.dumps(content, ensure_ascii=False).encode()  # halves of characters are none
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return content


def new_id() -> str:
    """An identifier that nobody else makes."""
    return str(uuid.uuid4())


def stamp(at: datetime) -> str:
    """A time as messages have it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def question(
    sender: str, receiver: str, searches: Sequence[Mapping[str, Any]], at: datetime
) -> dict[str, Any]:
    """A question, unsigned. searches: the `search_criteria` of each."""
    now = stamp(at)
    header = {
        "version": VERSION,
        "message_id": new_id(),
        "message_ts": now,
        "action": SEARCH,
        "sender_id": sender,
        "receiver_id": receiver,
        "total_count": len(searches),
        "is_msg_encrypted": False,
    }
    requests = [
        {"reference_id": new_id(), "timestamp": now, "search_criteria": dict(criteria)}
        for criteria in searches
    ]
    return {
        "header": header,
        "message": {"transaction_id": new_id(), "search_request": requests},
    }


def answer(
    asked: Question, sender: str, responses: Sequence[Mapping[str, Any]], reason: str, at: datetime
) -> dict[str, Any]:
    """The answer to a question, unsigned. reason: why the whole of it is rejected; empty when it is
    not."""
    header = {
        "version": VERSION,
        "message_id": new_id(),
        "message_ts": stamp(at),
        "action": ON_SEARCH,
        "status": "rjct" if reason else "succ",
        "status_reason_code": reason or None,
        "total_count": len(asked.message.search_request),
        "completed_count": len(responses),
        "sender_id": sender,
        "receiver_id": asked.header.sender_id,
        "is_msg_encrypted": False,
    }
    message = {
        "transaction_id": asked.message.transaction_id,
        "correlation_id": new_id(),
        "search_response": list(responses),
    }
    return {"header": {k: v for k, v in header.items() if v is not None}, "message": message}
