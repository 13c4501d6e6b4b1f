"""A function with an assurance level runs only for whoever has reached it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benefits import FUNCTIONS, Asked, Identity
from benefits.function import Function
from conversation.functions import run
from conversation.identity import assurance_of, identity_of
from flows import Assurance, Call, Meaning


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(asked: Asked):
        return {"person": asked.identity.person}

    function = Function("test.secret", (), (), ("person",), tell, "", True, 2)
    monkeypatch.setitem(FUNCTIONS, "test.secret", function)


ASKED = Asked(None, datetime(2026, 11, 23, tzinfo=UTC), "en", "", "voice", "s")
CALL = Call("test.secret", {})


@pytest.mark.parametrize("identity", [Identity(), Identity(1, 7), Identity(2, None)])
def test_nobody_else(secret, identity):
    asked = replace(ASKED, identity=identity)
    assert run(CALL, asked) == Meaning("step_up", level=2)


@pytest.mark.parametrize("level", [2, 3])
def test_whoever_has_reached_it(secret, level):
    asked = replace(ASKED, identity=Identity(level, 7))
    assert run(CALL, asked) == Meaning("result", result={"person": 7})


def test_it_is_kept_between_turns():
    kept = Assurance(2, 7, 9)
    assert assurance_of(identity_of(kept)) == kept
