"""The records of an institution over real HTTP, whatever that does."""

from __future__ import annotations

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from prometheus_client import REGISTRY
from scripted_registry import (
    CLAIM,
    CLIENT,
    CONTRIBUTION,
    PAYMENT,
    PERSON,
    breaks_off,
    drips,
    fails,
    finds,
    says,
    slowly,
)

from benefits.registry import Registry
from storage.institution import resilience
from storage.institution.breaker import MOST_FAILURES, Breaker
from storage.institution.errors import RecordsUnreachable
from storage.institution.signing import Signer

SOMEBODY_ELSE = {**PERSON, "identifier": [{"identifier_type": "UIN", "identifier_value": "2"}]}
INSTITUTION = Signer("the secret of the institution")


def unreachable(call) -> str:
    """Why it could not be read."""
    with pytest.raises(RecordsUnreachable) as caught:
        call()
    return caught.value.reason


def test_records_are_read_as_rows(scripted, registry):
    reader: Registry = registry()
    scripted.then(finds([CLAIM]), finds([PERSON]), finds([PAYMENT]))
    assert reader.claim("47110011") == {
        "reference": "47110011",
        "programme": "old_age_pension",
        "status": "examining",
        "received_on": "2026-11-14",
        "expected_by": "2026-12-14",
    }
    person = reader.person("210000013")
    assert (person["surname"], person["language"]) == ("Miller", "en")
    assert person["birth_date"] == "1958-04-12"
    assert reader.has_phone(person["id"], "+15550100001")  # known from the same answer
    assert not reader.has_phone(person["id"], "+15550100009")
    assert reader.next_payment(person["id"], "2026-11-23") == {
        "programme": "old_age_pension",
        "due_on": "2026-11-27",
        "amount": 41250,
        "status": "due",
    }
    assert len(scripted.seen) == 3
    assert scripted.tokens == 1


def test_what_is_sent_has_the_shape_of_the_standard(scripted, registry):
    scripted.script = finds([PERSON])
    reader = registry()
    person = reader.person("210000013")
    scripted.script = finds([])
    assert reader.next_payment(person["id"], "2026-11-23") is None
    first, second = (exchange.asked for exchange in scripted.seen)
    header, search = first["header"], first["message"]["search_request"][0]["search_criteria"]
    assert (header["action"], header["sender_id"], header["total_count"]) == ("search", CLIENT, 1)
    assert (header["receiver_id"], header["version"]) == ("registry", "1.0.0")
    assert search["query"] == {"type": "UIN", "value": "210000013"}
    criteria = second["message"]["search_request"][0]["search_criteria"]
    assert criteria["query_type"] == "predicate"
    assert [one["expression1"]["operator"] for one in criteria["query"]] == ["eq", "ge", "eq"]
    assert first["header"]["message_id"] != second["header"]["message_id"]


def test_one_record_may_come_without_a_list(scripted, registry):
    scripted.then(finds(CLAIM), finds({}))
    assert registry().claim("47110011")["status"] == "examining"
    assert registry().claim("47110011") is None


def test_a_claim_that_was_filled_in_here_is_found_here(scripted, registry, empty):
    scripted.script = finds([PERSON])
    reader = registry()
    person = reader.person("210000013")
    reference = reader.claims.begin(person["id"], "old_age_pension", "voice")
    with empty.transaction() as connection:
        for write in reader._rows.later:
            write(connection)
    scripted.script = finds([])
    assert reader.claim(reference)["programme"] == "old_age_pension"


def test_what_the_rules_look_at_and_where_a_code_goes_is_the_institutions(scripted, registry):
    scripted.then(finds([PERSON]), finds([CONTRIBUTION]), finds([CLAIM]))
    reader = registry()
    person = reader.person("210000013")["id"]
    assert reader.identities.phones(person) == ["+15550100001"]
    assert reader.consents.name(person) == "Ada"
    assert reader.people.record(person) == {
        "birth_date": "1958-04-12",
        "contributions": [
            {
                "first_month": "2001-03",
                "last_month": "2003-11",
                "employer": "Northgate Mill",
                "base": 125000,
            }
        ],
        "claims": [
            {"programme": "old_age_pension", "status": "examining", "received_on": "2026-11-14"}
        ],
    }
    scripted.script = fails(500)
    unreachable(lambda: registry().people.record(person))
    unreachable(lambda: registry().identities.phones(person))


def test_half_of_what_there_is_is_not_taken_for_the_whole(scripted, registry):
    def a_page(exchange):
        answer = exchange.answer([CONTRIBUTION])
        answer["message"]["search_response"][0]["pagination"]["total_count"] = 300
        exchange.send(answer)

    scripted.then(finds([PERSON]), a_page)
    reader = registry()
    person = reader.person("210000013")["id"]
    assert unreachable(lambda: reader.people.record(person)) == "incomplete"


def test_nothing_found_is_an_answer(scripted, registry):
    assert registry().claim("47110011") is None
    assert registry().person("210000013") is None


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (fails(500), "server_error"),
        (fails(400), "refused"),
        (fails(302, Location="http://127.0.0.1:9/"), "refused"),
        (says(b"<html>Bad gateway</html>"), "not_understood"),
        (says(b"[" * 100_000), "not_understood"),
        (says(b'{"header": {}}'), "not_understood"),
        (finds([{**CLAIM, "programme_identifier": "\ud800"}]), "not_understood"),
        (says(b" " * 5_000_000), "too_long"),
        (breaks_off, "connection"),
        (drips, "timeout"),
        (slowly(5, finds([CLAIM])), "timeout"),
        (finds([{**CLAIM, "claim_ref": "47110099"}]), "somebody_else"),
        (finds([{**CLAIM, "status": "on the pile"}]), "not_understood"),
        (finds([{**CLAIM, "received_date": "yesterday"}]), "not_understood"),
        (finds([CLAIM, CLAIM]), "ambiguous"),
        (lambda e: e.send(e.answer([CLAIM], status="rjct")), "rejected"),
        (lambda e: e.send(e.answer([CLAIM], action="search")), "not_understood"),
    ],
)
def test_anything_else_is_never_an_answer(scripted, registry, script, reason):
    scripted.script = script
    began = time.monotonic()
    assert unreachable(lambda: registry(1.0, timeout_s=0.3).claim("47110011")) == reason
    assert time.monotonic() - began < 1.5


def test_an_answer_to_another_question_is_none(scripted, registry):
    def mixed_up(exchange):
        answer = exchange.answer([CLAIM])
        answer["message"]["transaction_id"] = "another"
        exchange.send(answer)

    def of_others(exchange):
        answer = exchange.answer([CLAIM])
        answer["message"]["search_response"][0]["reference_id"] = "another"
        exchange.send(answer)

    scripted.then(mixed_up, of_others)
    assert unreachable(lambda: registry().claim("47110011")) == "not_understood"
    assert unreachable(lambda: registry().claim("47110011")) == "not_understood"


def test_the_record_of_somebody_else_is_not_believed(scripted, registry):
    scripted.script = finds([SOMEBODY_ELSE])
    assert unreachable(lambda: registry().person("210000013")) == "somebody_else"


def test_conditions_that_were_left_out_are_noticed(scripted, registry):
    scripted.then(finds([PERSON]), finds([{**PAYMENT, "date_due": "2026-10-27"}]))
    reader = registry()
    person = reader.person("210000013")
    reason = unreachable(lambda: reader.next_payment(person["id"], "2026-11-23"))
    assert reason == "conditions left out"


def test_a_failure_is_tried_again_with_a_new_message(scripted, registry):
    scripted.then(fails(500), says(b"half"), finds([CLAIM]))
    assert registry().claim("47110011")["status"] == "examining"
    assert len({exchange.asked["header"]["message_id"] for exchange in scripted.seen}) == 3


def test_tries_are_bounded(scripted, registry):
    scripted.script = fails(500)
    unreachable(lambda: registry().claim("47110011"))
    assert len(scripted.seen) == resilience.MOST_TRIES


def test_a_busy_registry_is_given_the_time_it_asks_for(scripted, registry):
    scripted.then(fails(429, Retry_After="1"), finds([CLAIM]))
    began = time.monotonic()
    assert registry().claim("47110011")
    assert time.monotonic() - began >= 1
    scripted.script = fails(429, Retry_After="60")
    began = time.monotonic()
    assert unreachable(lambda: registry().claim("47110011")) == "busy"
    assert time.monotonic() - began < 1


def test_a_turn_waits_no_longer_than_its_patience(scripted, registry):
    scripted.script = slowly(3, finds([CLAIM]))
    reader = registry(0.6, timeout_s=0.4)
    began = time.monotonic()
    unreachable(lambda: reader.claim("47110011"))
    assert 0.5 < time.monotonic() - began < 1
    began = time.monotonic()
    assert unreachable(lambda: reader.claim("47110011")) == "no time left"
    assert time.monotonic() - began < 0.1


def test_a_token_that_is_over_is_replaced(scripted, registry):
    reader = registry()
    scripted.script = finds([CLAIM])
    assert reader.claim("47110011")
    scripted.tokens += 1  # whoever holds the one before is turned away
    assert reader.claim("47110011")
    assert scripted.tokens == 3


def signed(signer, change=lambda answer: None):
    def run(exchange):
        answer = json.loads(json.dumps(signer.signed(exchange.answer([CLAIM]), "registry")))
        change(answer)
        exchange.send(answer)

    return run


def test_signatures_are_checked_where_the_key_is_known(scripted, registry):
    def tampered(answer):
        record = answer["message"]["search_response"][0]["data"]["reg_records"][0]
        record["status"] = "decided"

    def unsigned(answer):
        del answer["signature"]

    def of_another_text(answer):
        another = jwt.api_jws.encode(b"{}", INSTITUTION._key, algorithm="EdDSA")
        answer["signature"] = another

    key = INSTITUTION.public_key
    scripted.then(signed(INSTITUTION))
    assert registry(public_key=key).claim("47110011")
    for script in (
        signed(Signer("somebody else's secret")),
        signed(INSTITUTION, tampered),
        signed(INSTITUTION, unsigned),
        signed(INSTITUTION, of_another_text),
        signed(INSTITUTION, lambda answer: answer.update(signature="a.b.c")),
    ):
        scripted.then(script)
        reason = unreachable(lambda: registry(public_key=key).claim("47110011"))
        assert reason == "wrong_signature"


def test_numbers_of_a_phone_help_but_are_never_waited_for(scripted, registry):
    scripted.then(finds([PERSON], [CLAIM]))
    assert registry().numbers_of_phone("+15550100001") == {
        "insurance_number": ["210000013"],
        "claim_reference": ["47110011"],
    }
    assert registry().numbers_of_phone("") == {}
    scripted.script = slowly(3, finds([PERSON], [CLAIM]))
    began = time.monotonic()
    assert registry(timeout_s=2.0).numbers_of_phone("+15550100001") == {}
    assert time.monotonic() - began < 1.5


def test_what_is_the_hotlines_own_stays_here(scripted, registry, empty, vault):
    scripted.script = fails(500)
    reader = registry()
    reader.add_text("+15550100001", "We will call.", "en")
    code = reader.cases.open(
        {
            "category": "complaint",
            "priority": "normal",
            "channel": "voice",
            "flags": [],
            "language": "en",
            "about": {},
            "phone": "",
            "due_date": "2026-12-01",
            "person_id": None,
        }
    )
    with empty.transaction() as connection:
        for write in reader._rows.later:
            write(connection)
    assert reader.cases.by_code(code)["category"] == "complaint"
    assert empty.connection.execute("SELECT count(*) FROM outbox").fetchone()[0] == 1
    assert scripted.seen == []


def test_here_a_person_is_a_number_and_nothing_more(scripted, registry, empty, vault):
    scripted.script = finds([PERSON])
    assert registry().person("210000013")["id"] == registry().person("210000013")["id"]
    (row,) = empty.connection.execute("SELECT * FROM person").fetchall()
    assert vault.decrypt(row["insurance_number"]) == "210000013"
    assert row["surname"] == row["birth_date"] == row["address"] == ""


def test_whoever_does_not_answer_is_left_alone_and_tried_again_later(scripted, registry):
    now = [0.0]
    states = []
    breaker = Breaker(lambda: now[0], states.append)
    read = lambda: registry(breaker=breaker).claim("47110011")  # noqa: E731
    scripted.script = fails(500)
    while breaker.state == "closed":
        unreachable(read)
    assert len(scripted.seen) == MOST_FAILURES
    assert unreachable(read) == "left alone for a while"
    assert len(scripted.seen) == MOST_FAILURES
    now[0] += 11
    unreachable(read)  # the one trial fails, and the pause is twice as long
    assert len(scripted.seen) == MOST_FAILURES + 1
    now[0] += 11
    assert unreachable(read) == "left alone for a while"
    scripted.script = finds([CLAIM])
    now[0] += 10
    assert read()
    assert read()
    assert states == ["open", "half_open", "open", "half_open", "closed"]


def test_answers_that_come_drop_by_drop_hold_no_thread(scripted, registry, monkeypatch):
    monkeypatch.setattr("storage.institution.breaker.MOST_FAILURES", 1000)
    scripted.script = drips
    reader = registry(60.0, timeout_s=0.3)
    with ThreadPoolExecutor(20) as pool:
        reasons = list(pool.map(lambda _: unreachable(lambda: reader.claim("1")), range(20)))
    assert set(reasons) == {"timeout"}
    time.sleep(0.4)
    scripted.script = finds([CLAIM])
    began = time.monotonic()
    assert reader.claim("47110011")
    assert time.monotonic() - began < 0.3


def test_gzip_and_chunks_are_read(scripted, registry):
    def send(exchange):
        body = gzip.compress(json.dumps(exchange.answer([CLAIM])).encode())
        handler = exchange.handler
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(body), 100):
            piece = body[start : start + 100]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    scripted.script = send
    assert registry().claim("47110011")["status"] == "examining"


def test_many_callers_at_once(scripted, registry):
    scripted.script = slowly(0.05, finds([CLAIM]))
    reader = registry(10.0, timeout_s=5.0)
    with ThreadPoolExecutor(30) as pool:
        claims = list(pool.map(lambda _: reader.claim("47110011"), range(60)))
    assert all(claim["status"] == "examining" for claim in claims)
    assert scripted.tokens == 1


def test_what_happens_is_counted(scripted, registry):
    def counted(outcome):
        labels = {"outcome": outcome}
        return REGISTRY.get_sample_value("benefitline_registry_requests_total", labels) or 0

    before = counted("answered"), counted("server_error")
    scripted.then(fails(500), finds([CLAIM]))
    registry().claim("47110011")
    assert (counted("answered"), counted("server_error")) == (before[0] + 1, before[1] + 1)
