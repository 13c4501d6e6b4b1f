"""A PIN and a code through real webhooks: what they are good for, and that nothing keeps them."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from case_line import FAST, PATIENCE_S, ByPhone, WholeServer

from benefits import FUNCTIONS
from cli.cases.reading import Case
from cli.cases.running import OURS, play
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone

PIN = "58412036"
CASE = Case.of(
    {
        "case": "PIN",
        "channel": "voice",
        "language": "en",
        "turns": [
            {"start": "true"},
            {"keys": "2", "at": "next_payment.ask_number"},
            {"keys": "210000013", "at": "identify.ask_number"},
            {"keys": "210000013", "at": "identify.ask_pin"},
            {"keys": "22223333", "at": "identify.ask_pin", "says": "do not belong together"},
            {"keys": PIN, "at": "identify.ask_code"},
            {"keys": "$code", "says": "old-age pension", "at": "welcome.anything_else"},
        ],
    }
)


def test_a_pin_is_nowhere_kept(
    tmp_path: Path, understander, country_of, monkeypatch: pytest.MonkeyPatch, capfd, caplog
) -> None:
    next_payment = replace(FUNCTIONS["payments.next"], level=2)
    monkeypatch.setitem(FUNCTIONS, "payments.next", next_payment)
    with WholeServer(CASE, tmp_path, country_of(CASE.records), understander) as whole:
        with ByPhone(CASE, whole) as line:
            play(CASE, line.take)
        code = whole.code()
        levels = [row["assurance"] for row in whole.rows("interaction")]
        rows = " ".join(str(row) for row in whole.rows("interaction"))
    assert sorted(levels) == levels
    assert (levels[2], levels[3], levels[-1]) == (0, 1, 2)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"identify.ask_pin" in kept  # what is looked through is the database
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "POST /voice/keys" in logged
    for secret in (PIN, "22223333", code):
        assert secret not in rows
        assert secret.encode() not in kept
        assert secret not in logged


def test_a_call_brings_the_code_to_who_texts(
    tmp_path: Path, understander, country_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_payment = replace(FUNCTIONS["payments.next"], level=2)
    monkeypatch.setitem(FUNCTIONS, "payments.next", next_payment)
    with WholeServer(CASE, tmp_path, country_of(CASE.records), understander) as whole:
        phone = TextPhone(whole.server, CASE.caller, OURS)
        phone.send("when do I get my money")
        phone.send("210000013")
        assert "We are calling this phone now" in phone.send("210000013")
        deadline = time.monotonic() + PATIENCE_S
        while not whole.api.calls and time.monotonic() < deadline:
            time.sleep(0.05)
        call = PhoneCall.answering(whole.server, whole.api.calls[0], clock_speed=FAST)
        call.dial()
        call.wait_for_prompt()
        assert "You asked for a code" in whole.last("voice", call.sid).text
        call.press("1")
        call.wait_for_prompt()  # it is said, and the call is over
        told = whole.last("voice", call.sid).text
        code = re.sub(r"\D", "", told)[:6]
        rows = str(whole.rows("interaction"))
        assert "old-age pension" in phone.send(code)
    assert "•••" in rows
    assert code not in re.sub(r"[ ,]", "", rows)
