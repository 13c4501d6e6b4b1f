"""What a function that fails leaves in the log: never what was keyed."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from benefits import FUNCTIONS, Asked
from benefits.function import Function
from conversation import logs
from conversation.functions import run
from flows import Call

PIN = "58412036"
ASKED = Asked(None, datetime(2026, 11, 23, tzinfo=UTC), "en", "", "voice", "s")


def test_neither_variables_nor_what_an_error_quotes(monkeypatch, capfd):
    def check(asked: Asked, pin: str):
        raise ValueError(f"cannot use {pin}")

    function = Function("test.pin", ("pin",), (), (), check, "", False, 0)
    monkeypatch.setitem(FUNCTIONS, "test.pin", function)
    # Another test may have used the usual one, which then stays as it was.
    monkeypatch.setattr("conversation.functions._log", structlog.get_logger())
    try:
        logs.configure()
        assert run(Call("test.pin", {"pin": PIN}), replace(ASKED)).kind == "failure"
    finally:
        structlog.reset_defaults()
    logged = "".join(capfd.readouterr())
    assert "function failed" in logged
    assert "ValueError: cannot use" in logged
    assert PIN not in logged
