"""Our own end of the registry API, as another system meets it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from console.registry_tokens import LASTS, Tokens
from storage.institution.clients import ClientError, Clients
from storage.institution.records import KINDS, kind_called
from storage.institution.searching import Searching
from storage.institution.signing import Signer, Verifier
from storage.registry import SqlRegistry
from storage.vault import Vault

PERSON, CLAIM, PAYMENT = (kind_called(name) for name in ("person", "claim", "payment"))
ADA = "210000013"


def now():
    return datetime.now(UTC).isoformat()


class System:
    """Another system that talks to us."""

    def __init__(self, door, kinds=KINDS, per_minute=1000, public_key=""):
        self.door = door
        self.id = f"system-{uuid.uuid4().hex[:8]}.example.org"
        self.clients = Clients(door.app.extensions["benefitline"]["database"])
        self.secret = self.clients.add(
            self.id, "Ministry", kinds, per_minute, datetime.now(UTC), public_key
        )
        self.token = self.sign_in().get_json()["access_token"]

    def sign_in(self, secret=None):
        form = {"grant_type": "client_credentials", "client_id": self.id}
        form["client_secret"] = secret or self.secret
        return self.door.client.post("/oauth2/client/token", data=form)

    def post(self, content, **headers):
        headers.setdefault("Authorization", f"Bearer {self.token}")
        body = content if isinstance(content, bytes) else json.dumps(content)
        return self.door.client.post(
            "/registry/sync/search", data=body, headers=headers, content_type="application/json"
        )

    def message(self, *criteria, **header):
        """A message with these searches."""
        return {
            "header": {
                "version": "1.0.0",
                "message_id": uuid.uuid4().hex,
                "message_ts": now(),
                "action": "search",
                "sender_id": self.id,
                "receiver_id": "hotline.example.org",
                "total_count": len(criteria),
                **header,
            },
            "message": {
                "transaction_id": "t-1",
                "search_request": [
                    {"reference_id": f"r-{number}", "timestamp": now(), "search_criteria": one}
                    for number, one in enumerate(criteria)
                ],
            },
        }

    def look(self, **criteria):
        """The response to one search."""
        answer = self.post(self.message(criteria)).get_json()
        assert answer["header"]["status"] == "succ", answer["header"]
        return answer["message"]["search_response"][0]


def by(kind, identifier, value, **more):
    query = {"type": identifier, "value": value}
    return {"reg_record_type": kind, "query_type": "idtype-value", "query": query, **more}


def predicate(name, operator, value):
    return {"attribute_name": name, "operator": operator, "attribute_value": value}


@pytest.fixture(scope="module")
def system(door):
    return System(door)


def code(response):
    """The error of a refused message; it is JSON and tells nothing of our insides."""
    assert response.content_type == "application/json"
    assert "Traceback" not in response.text
    return response.get_json()["errors"][0]["code"]


def test_records_are_found_by_number_and_by_phone(system):
    person = system.look(**by(PERSON, "UIN", ADA))["data"]["reg_records"][0]
    assert person["identifier"] == [{"identifier_type": "UIN", "identifier_value": ADA}]
    assert person["phone_number"] == ["+15550100001"]
    claim = system.look(**by(CLAIM, "CLAIM_REF", "47110011"))["data"]["reg_records"][0]
    assert (claim["claim_ref"], claim["status"]) == ("47110011", "received")
    assert "identifier" not in claim
    both = system.message(by(PERSON, "MOBILE", "+15550100001"), by(CLAIM, "UIN", ADA))
    answer = system.post(both).get_json()
    assert answer["header"]["action"] == "on-search"
    assert answer["header"]["completed_count"] == 2
    assert [one["reference_id"] for one in answer["message"]["search_response"]] == ["r-0", "r-1"]
    assert all(one["pagination"]["total_count"] for one in answer["message"]["search_response"])
    assert system.look(**by(PERSON, "UIN", "219999991"))["data"]["reg_records"] == []


def test_a_claim_that_is_still_being_filled_in_is_not_shown(door, system):
    database = door.app.extensions["benefitline"]["database"]
    person = database.connection.execute("SELECT max(id) FROM person").fetchone()[0]
    vault = Vault(door.settings.encryption_keys)
    later = []
    registry = SqlRegistry(database, vault, later, "s", datetime.now(UTC))
    reference = registry.claims.begin(person, "old_age_pension", "voice")
    registry.claims.save(reference, {}, [])
    database.commit(later)
    claims = by(CLAIM, "CLAIM_REF", reference)
    assert system.look(**claims)["data"]["reg_records"] == []
    later.clear()
    registry.claims.hand_in(reference, "2026-11-23", "2026-12-23")
    database.commit(later)
    assert system.look(**claims)["data"]["reg_records"][0]["received_date"] == "2026-11-23"


def test_what_somebody_has_been_granted(system):
    entitled = system.look(**by(kind_called("entitlement"), "UIN", ADA))["data"]["reg_records"]
    assert entitled
    assert {one["enrollment_status"] for one in entitled} == {"enrolled"}
    assert all(one["identifier"][0]["identifier_value"] == ADA for one in entitled)


def test_three_ways_to_ask_the_same(system):
    today = datetime.now(UTC).date().isoformat()
    predicates = [
        {
            "seq_num": 1,
            "expression1": predicate("UIN", "eq", ADA),
            "condition": "and",
            "expression2": predicate("date_due", "ge", today),
        },
        {"seq_num": 2, "expression1": predicate("status", "eq", "due")},
    ]
    kind = {"reg_record_type": PAYMENT}
    asked = system.look(**kind, query_type="predicate", query=predicates)
    inner = {"UIN": {"eq": ADA}, "date_due": {"ge": today}, "status": "due"}
    expressed = system.look(**kind, query_type="expression", query=inner)
    wrapped = {"type": "ns:org:QueryType:NoSql", "value": {"expression": inner}}
    again = system.look(**kind, query_type="expression", query=wrapped)
    assert asked["data"] == expressed["data"] == again["data"]
    assert asked["data"]["reg_records"]
    assert all(one["date_due"] >= today for one in asked["data"]["reg_records"])


def test_pages_and_order(system):
    sort = [{"attribute_name": "date_due", "sort_order": "desc"}]
    every = system.look(**by(PAYMENT, "UIN", ADA, sort=sort))
    due = [one["date_due"] for one in every["data"]["reg_records"]]
    assert due == sorted(due, reverse=True)
    assert len(due) == every["pagination"]["total_count"] > 2
    pages = [
        system.look(
            **by(PAYMENT, "UIN", ADA, sort=sort, pagination={"page_size": 2, "page_number": n})
        )["data"]["reg_records"]
        for n in (1, 2)
    ]
    assert [one["date_due"] for page in pages for one in page] == due[:4]


@pytest.mark.parametrize(
    ("criteria", "reason"),
    [
        (by("dci:Cat", "UIN", ADA), "search_criteria.invalid"),
        (by("", "UIN", ADA), "search_criteria.invalid"),
        (by(PERSON, "UIN", ADA, reg_type="ns:org:RegistryType:Civil"), "search_criteria.invalid"),
        (by(PERSON, "surname", "Miller"), "search_criteria.invalid"),
        (by(PERSON, "UIN", ""), "search_criteria.invalid"),
        (by(PERSON, "UIN", {"$ne": ""}), "search_criteria.invalid"),
        (by(PERSON, "UIN", True), "search_criteria.invalid"),
        (by(PERSON, "CLAIM_REF", "47110011"), "search_criteria.invalid"),
        (by(PAYMENT, "UIN", ADA, sort=[{"attribute_name": "1; DROP"}]), "sort.invalid"),
        (by(PAYMENT, "UIN", ADA, pagination={"page_size": 0}), "pagination.invalid"),
        (by(PAYMENT, "UIN", ADA, pagination={"page_size": 1000}), "pagination.invalid"),
        (
            {"reg_record_type": PAYMENT, "query_type": "graphql", "query": "{}"},
            "search_criteria.invalid",
        ),
        (
            {"reg_record_type": PAYMENT, "query_type": "expression", "query": {"status": "due"}},
            "search_criteria.invalid",
        ),
        (
            {
                "reg_record_type": PAYMENT,
                "query_type": "predicate",
                "query": [{"expression1": predicate("UIN", "like", "2%")}],
            },
            "search_criteria.invalid",
        ),
        (
            {
                "reg_record_type": PERSON,
                "query_type": "predicate",
                "query": [{"expression1": predicate("UIN", "ge", "2")}],
            },
            "search_criteria.invalid",
        ),
        ({"reg_record_type": PERSON, "query_type": "predicate", "query": 7}, "search_criteria"),
        ({"reg_record_type": PERSON, "query_type": "expression", "query": [1]}, "search_criteria"),
    ],
)
def test_a_search_that_cannot_be_answered_is_rejected_alone(system, criteria, reason):
    message = system.message(criteria, by(PERSON, "UIN", ADA))
    answer = system.post(message)
    assert answer.status_code == 200
    wrong, right = answer.get_json()["message"]["search_response"]
    assert wrong["status"] == "rjct"
    assert wrong["status_reason_code"].startswith(f"rjct.{reason}")
    assert wrong["status_reason_message"]
    assert "data" not in wrong
    assert right["data"]["reg_records"]


def test_too_many_records_are_not_sent_at_once(door, system):
    database = door.app.extensions["benefitline"]["database"]
    person = database.connection.execute("SELECT max(id) FROM person").fetchone()[0]
    database.connection.executemany(
        "INSERT INTO payment (person_id, programme, due_on, amount, status)"
        " VALUES (?, 'child_allowance', '1999-01-01', 1, 'sent')",
        [(person,)] * 101,
    )
    searching = Searching(database, Vault(door.settings.encryption_keys))
    number = searching._rows("SELECT insurance_number FROM person WHERE id = ?", [person])
    insured = searching._vault.decrypt(number[0]["insurance_number"])
    response = system.look(**by(PAYMENT, "UIN", insured))
    assert response["status_reason_code"] == "rjct.search.too_many_records_found"
    page = system.look(**by(PAYMENT, "UIN", insured, pagination={"page_size": 100}))
    assert len(page["data"]["reg_records"]) == 100
    assert page["pagination"]["total_count"] > 100
    database.connection.execute("DELETE FROM payment WHERE due_on = '1999-01-01'")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"action": "subscribe"}, "rjct.action.not_supported"),
        ({"total_count": 2}, "rjct.total_count.invalid"),
        ({"message_ts": "2020-01-01T00:00:00Z"}, "rjct.message_ts.invalid"),
    ],
)
def test_a_message_that_is_rejected_as_a_whole(system, header, reason):
    answer = system.post(system.message(by(PERSON, "UIN", ADA), **header)).get_json()
    assert answer["header"]["status"] == "rjct"
    assert answer["header"]["status_reason_code"] == reason
    assert answer["message"]["search_response"] == []


def test_more_searches_than_a_message_may_have(system):
    message = system.message(*[by(PERSON, "UIN", ADA)] * 21)
    reason = system.post(message).get_json()["header"]["status_reason_code"]
    assert reason == "rjct.total_count.limit_exceeded"


def test_a_message_is_answered_once(system):
    message = system.message(by(PERSON, "UIN", ADA))
    assert system.post(message).get_json()["header"]["status"] == "succ"
    again = system.post(message).get_json()
    assert again["header"]["status_reason_code"] == "rjct.message_id.duplicate"
    assert again["message"]["search_response"] == []


def test_a_reference_that_is_there_twice(system):
    message = system.message(by(PERSON, "UIN", ADA), by(PERSON, "UIN", ADA))
    message["message"]["search_request"][1]["reference_id"] = "r-0"
    first, second = system.post(message).get_json()["message"]["search_response"]
    assert first["status"] == "succ"
    assert second["status_reason_code"] == "rjct.reference_id.duplicate"


def without(path):
    def change(message):
        *parents, name = path.split(".")
        for parent in parents:
            message = message[parent]
        del message[name]

    return change


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        (without("header"), 400, "err.request.bad"),
        (without("message"), 400, "err.request.bad"),
        (without("header.message_id"), 400, "err.request.bad"),
        (without("message.transaction_id"), 400, "err.request.bad"),
        (lambda m: m["message"].update(search_request=[]), 400, "err.request.bad"),
        (lambda m: m["header"].update(message_ts="yesterday"), 400, "err.request.bad"),
        (lambda m: m["header"].update(version="2.0.0"), 400, "err.version.not_supported"),
        (lambda m: m["header"].update(is_msg_encrypted=True), 400, "err.encryption.invalid"),
        (lambda m: m["header"].update(sender_id="another"), 403, "err.sender_id.invalid"),
        (lambda m: m["header"].update(receiver_id="another"), 400, "err.receiver_id.invalid"),
    ],
)
def test_a_message_that_is_not_understood(system, change, status, error):
    message = system.message(by(PERSON, "UIN", ADA))
    change(message)
    response = system.post(message)
    assert (response.status_code, code(response)) == (status, error)
    assert ADA not in response.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'"text"', b"null", b"\xff", b'{"a": "\\ud800"}', b"[" * 100_000]
)
def test_a_body_that_is_no_message(system, body):
    response = system.post(body)
    assert (response.status_code, code(response)) == (400, "err.request.bad")


def test_other_bodies_and_methods(system):
    headers = {"Authorization": f"Bearer {system.token}"}
    url = "/registry/sync/search"
    plain = system.door.client.post(url, data="a=b", headers=headers)
    assert (plain.status_code, code(plain)) == (415, "err.request.bad")
    long = system.post(b" " * 300_000)
    assert (long.status_code, code(long)) == (413, "err.request.bad")
    async_ = system.door.client.post("/registry/search", json={})
    assert (async_.status_code, code(async_)) == (404, "err.request.not_found")
    got = system.door.client.get(url)
    assert (got.status_code, code(got)) == (405, "err.request.bad")


def test_our_fault_is_told_without_its_insides(system, monkeypatch):
    def broken(*_):
        raise RuntimeError("the disk is full of 210000013")

    monkeypatch.setattr(Searching, "find", broken)
    response = system.post(system.message(by(PERSON, "UIN", ADA)))
    assert (response.status_code, code(response)) == (500, "err.service.unavailable")
    assert "disk" not in response.text


def test_only_who_has_a_token_is_answered(door, system):
    message = system.message(by(PERSON, "UIN", ADA))
    tokens = Tokens(door.settings.secret_key, lambda: datetime.now(UTC) - LASTS)
    strangers = Tokens("another secret", lambda: datetime.now(UTC))
    for header in (
        "",
        "Bearer",
        "Bearer nonsense",
        f"Basic {system.token}",
        f"Bearer {tokens.issue(system.id)}",
        f"Bearer {strangers.issue(system.id)}",
        f"Bearer {Tokens(door.settings.secret_key, lambda: datetime.now(UTC)).issue('nobody')}",
    ):
        response = system.post(message, Authorization=header)
        assert (response.status_code, code(response)) == (401, "err.request.unauthorized"), header
        assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_secret_gets_no_token_and_has_to_wait(door):
    system = System(door)
    for _ in range(5):
        assert system.sign_in("wrong").status_code == 401
    assert system.sign_in().status_code == 429
    assert System(door).sign_in().status_code == 200
    form = {"grant_type": "password", "client_id": system.id, "client_secret": system.secret}
    assert door.client.post("/oauth2/client/token", data=form).status_code == 400


def test_who_is_revoked_is_out_at_once(door):
    system = System(door)
    assert system.look(**by(PERSON, "UIN", ADA))["data"]
    system.clients.revoke(system.id, datetime.now(UTC))
    assert system.post(system.message(by(PERSON, "UIN", ADA))).status_code == 401
    assert system.sign_in().status_code == 401
    with pytest.raises(ClientError, match="no client"):
        system.clients.revoke(system.id, datetime.now(UTC))


def test_a_client_sees_only_what_it_is_registered_for(door):
    system = System(door, [CLAIM])
    assert system.look(**by(CLAIM, "UIN", ADA))["data"]["reg_records"]
    response = system.post(system.message(by(CLAIM, "UIN", ADA), by(PERSON, "UIN", ADA)))
    assert (response.status_code, code(response)) == (403, "err.request.forbidden")


def test_so_many_searches_a_minute(door):
    system = System(door, per_minute=3)
    for _ in range(3):
        system.look(**by(PERSON, "UIN", ADA))
    response = system.post(system.message(by(PERSON, "UIN", ADA)))
    assert (response.status_code, code(response)) == (429, "err.request.too_many_requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    database = door.app.extensions["benefitline"]["database"]
    earlier = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    database.connection.execute("UPDATE registry_search SET at = ?", (earlier,))
    assert system.look(**by(PERSON, "UIN", ADA))


def test_messages_of_a_client_with_a_key_are_signed(door):
    signer = Signer("its own secret")
    system = System(door, public_key=signer.public_key)
    message = system.message(by(PERSON, "UIN", ADA))
    unsigned = system.post(message)
    assert (unsigned.status_code, code(unsigned)) == (401, "err.signature.missing")
    wrong = system.post(Signer("another").signed(message, system.id))
    assert (wrong.status_code, code(wrong)) == (401, "err.signature.invalid")
    changed = signer.signed(message, system.id) | {"header": message["header"] | {"meta": "x"}}
    assert code(system.post(changed)) == "err.signature.invalid"
    answer = system.post(signer.signed(message, system.id)).get_json()
    assert answer["header"]["status"] == "succ"
    assert Verifier(Signer(door.settings.secret_key).public_key).approves(answer)


def test_every_search_is_written_down_and_nothing_personal_is_readable(door):
    system = System(door)
    system.post(system.message(by(PERSON, "UIN", ADA), by("dci:Cat", "UIN", ADA)))
    database = door.app.extensions["benefitline"]["database"]
    (client,) = [one for one in system.clients.all() if one.client_id == system.id]
    rows = database.connection.execute(
        "SELECT * FROM registry_search WHERE client = ? ORDER BY number", (client.id,)
    ).fetchall()
    assert [(row["outcome"], row["records"]) for row in rows] == [
        ("succ", 1),
        ("rjct.search_criteria.invalid", 0),
    ]
    assert rows[0]["subject_print"] == rows[1]["subject_print"] != ""
    assert all(ADA not in str(tuple(row)) for row in rows)
    secret = database.connection.execute(
        "SELECT secret_hash FROM registry_client WHERE id = ?", (client.id,)
    ).fetchone()[0]
    assert system.secret not in secret


@pytest.mark.parametrize(
    ("name", "kinds", "key"),
    [
        ("a b", [PERSON], ""),
        ("system", [], ""),
        ("system", ["cats"], ""),
        ("system", [PERSON], "x"),
    ],
)
def test_a_client_that_cannot_be_is_said_plainly(door, name, kinds, key):
    clients = Clients(door.app.extensions["benefitline"]["database"])
    with pytest.raises(ClientError):
        clients.add(name, "", kinds, 60, datetime.now(UTC), key)
