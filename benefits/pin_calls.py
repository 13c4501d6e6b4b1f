"""A call of ours that asks who writes to us for their PIN, so that by text, too, the highest level
can be shown: registered phone, PIN, and a SIM that is not a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from benefits import proofs
from benefits.claiming import GIVES, answer, is_registered, reached, refused, same_sim, tried
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.phones import is_ordinary


class PinCalls(Protocol):
    """Calls that ask for a PIN. What this turn adds is seen from the next one on."""

    def ring(self, person_id: int, number: str, phone: str) -> None:
        """Have this phone (E.164) rung for the conversation that is held. number: the insurance
        number that was claimed there."""

    def wanted(self, phone: str, since: datetime) -> Mapping[str, Any] | None:
        """The newest call to this phone since then in which nothing was shown: id and number."""

    def settle(self, call_id: int, outcome: str) -> None:
        """What came of a call: shown or refused."""

    def of_conversation(self, since: datetime) -> str:
        """What came of the newest call for the conversation that is held: shown, refused, or empty
        for nothing yet (or no call)."""


@function("identity.call_pin", takes=(), gives=GIVES, personal=True)
def call_pin(asked: Asked) -> Mapping[str, Any]:
    """Ring the registered phone that writes to us, to ask for the PIN on its keys.

    outcome: sent, too_many, wait, disabled or office (it cannot be rung).
    """
    identity, identities = asked.identity, asked.registry.identities
    if identity.person is None or asked.channel != "sms" or not is_ordinary(asked.caller):
        return answer("office")
    no = refused(asked)
    if no:
        return no
    sent = identities.codes_since(identity.person, asked.now - proofs.HOUR)
    if sent >= proofs.CODES_AN_HOUR:
        return answer("too_many")
    asked.registry.pin_calls.ring(identity.person, identity.claimed, asked.caller)
    tried(asked, "code_sent", "pin call")
    return answer("sent")


@function("identity.called_for_pin", takes=(), gives=GIVES, personal=True)
def called_for_pin(asked: Asked) -> Mapping[str, Any]:
    """Whose PIN this call of ours asks for: outcome is wanted, none, over, wait or disabled."""
    call = asked.registry.pin_calls.wanted(asked.caller, asked.now - proofs.CALL_COUNTS)
    if call is None or not asked.called_back:
        return answer("none")
    asked.identity.claimed, asked.identity.shown = call["number"], ()
    return refused(asked) or answer("wanted")


@function("identity.pin_on_call", takes=(), gives=GIVES, personal=True)
def pin_on_call(asked: Asked) -> Mapping[str, Any]:
    """Let the conversation by text go on, where the PIN was right in this call: outcome is shown,
    office (the SIM may be a new one) or none."""
    call = asked.registry.pin_calls.wanted(asked.caller, asked.now - proofs.CALL_COUNTS)
    if call is None or not asked.called_back or "pin" not in asked.identity.shown:
        return answer("none")
    person = asked.registry.person(asked.identity.claimed)
    good = is_registered(asked, person) and same_sim(asked)
    asked.registry.pin_calls.settle(call["id"], "shown" if good else "refused")
    return answer("shown" if good else "office")


@function("identity.pin_shown", takes=(), gives=GIVES, personal=True)
def pin_shown(asked: Asked) -> Mapping[str, Any]:
    """Has the PIN been shown in the call for this conversation? outcome: right, waiting or
    office."""
    outcome = asked.registry.pin_calls.of_conversation(asked.now - proofs.CALL_COUNTS)
    if not outcome or not asked.identity.reaches(Level.PHONE):
        return answer("waiting")
    if outcome != "shown":
        return answer("office")
    asked.registry.identities.succeeded(asked.identity.claimed)
    reached(asked, Level.STRONG)
    return answer("right")
