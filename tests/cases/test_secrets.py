"""A PIN and a code through real webhooks: what they are good for, and that nothing keeps them."""

from dataclasses import replace
from pathlib import Path

import pytest
from case_line import ByPhone, WholeServer
from case_reading import Case
from case_running import play

from benefits import FUNCTIONS

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
    assert levels == [0, 0, 0, 1, 1, 1, 2, 2]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"identify.ask_pin" in kept  # what is looked through is the database
    logged = "".join(capfd.readouterr()) + caplog.text
    assert "POST /voice/keys" in logged
    for secret in (PIN, "22223333", code):
        assert secret not in rows
        assert secret.encode() not in kept
        assert secret not in logged
