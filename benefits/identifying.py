"""Showing who one is, step by step: what the flow `identify` asks and what comes of the answers.

Nothing here tells whether an insurance number exists: a number of nobody, one of somebody without a
PIN and a wrong PIN are answered by the same words after the same work. No function keeps, answers
or logs what was entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benefits import proofs
from benefits.claiming import GIVES, answer, claim, is_registered, reached, refused, same_sim, tried
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.phones import is_ordinary, may_be_mobile

_TEXT = {
    "en": "Benefitline: your code is {code}. It is good for 5 minutes. Never tell it to anybody "
    "who calls you.",
    "zh": "Benefitline：验证码{code}，5分钟内有效。有人打电话来要，千万不要告诉他。",
    "es": "Benefitline: su código es {code}. Vale 5 minutos. Nunca se lo diga a nadie que le "
    "llame.",
}


@function("identity.next", takes=("level",), optional=("number",), gives=GIVES, personal=True)
def next_proof(asked: Asked, level: int, number: str | None = None) -> Mapping[str, Any]:
    """What is missing for a level: what the flow `identify` asks next.

    number: an insurance number that was just given; without it the one given before holds.
    outcome: done, number, pin, code (the PIN was right already), unknown (by text, from a phone
    that is not registered for the number), pin_call (by text: a call of ours asks for the PIN),
    over (no more tries now), wait, disabled, slowed, blocked, helper (not for a helper), ring (we
    have to call back) or office.
    """
    identity = asked.identity
    if identity.reaches(level):
        return answer("done")
    if identity.helper is not None:
        return answer("helper")
    if asked.channel == "sms" and level >= Level.STRONG and asked.registry.sim_swaps is None:
        return answer("office")
    if asked.registry.identities.tries() >= proofs.TRIES:
        return answer("over")
    if number is not None:
        line = claim(asked, number)
        if line.verdict != "open":
            return answer(line.verdict, line.minutes)
    elif identity.level == Level.NONE and not identity.shown:
        return answer("number")  # one that nothing speaks for may have been a slip
    person = asked.registry.person(identity.claimed)
    registered = is_registered(asked, person)
    if registered and identity.level < Level.PHONE:
        reached(asked, Level.PHONE)
    if identity.reaches(level):
        return answer("done")
    if asked.channel == "sms":
        return answer("unknown") if not registered else _by_call(asked, level)
    if identity.reaches(Level.PIN):
        return _strong(asked)
    return refused(asked) or answer("code" if "pin" in identity.shown else "pin")


@function("identity.pin", takes=("pin",), gives=GIVES, personal=True)
def check_pin(asked: Asked, pin: str) -> Mapping[str, Any]:
    """Compare a PIN: outcome is right, wrong, over, wait or disabled."""
    identity, identities = asked.identity, asked.registry.identities
    if asked.channel != "voice" or not identity.claimed:
        return answer("over")
    no = refused(asked)
    if no or identities.tries() >= proofs.TRIES:
        return no or answer("over")
    person = asked.registry.person(identity.claimed)
    if not identities.pin_fits(person["id"] if person else None, pin):
        return _wrong(asked, "pin")
    tried(asked, "pin", "right")
    identity.shown = ("pin",)
    return answer("right")


@function("identity.send_code", takes=("again",), gives=GIVES, personal=True)
def send_code(asked: Asked, again: bool) -> Mapping[str, Any]:
    """Send a code that is good once to the registered phone of whoever knows the PIN.

    again: also where one that was sent before is still good. outcome: sent, waiting (for the one
    that was sent before), too_many or office (there is no phone that gets texts).
    """
    identity, identities = asked.identity, asked.registry.identities
    person = asked.registry.person(identity.claimed) if "pin" in identity.shown else None
    if person is None:
        return answer("office")
    if not again and identities.code_waits(person["id"]):
        return answer("waiting")
    if identities.codes_since(person["id"], asked.now - proofs.HOUR) >= proofs.CODES_AN_HOUR:
        return answer("too_many")
    phones = [phone for phone in identities.phones(person["id"]) if may_be_mobile(phone)]
    if not phones:
        return answer("office")
    phone = asked.caller if asked.caller in phones else phones[0]
    code = identities.new_code(person["id"], proofs.CODE_LASTS, "text")
    body = _TEXT.get(asked.language, _TEXT["en"]).format(code=code)
    asked.registry.add_text(phone, body, asked.language, secret=True)
    tried(asked, "code_sent", "text")
    return answer("sent")


@function("identity.call_code", takes=(), gives=GIVES, personal=True)
def call_code(asked: Asked) -> Mapping[str, Any]:
    """Ring the registered phone that writes to us, to read out a code: a mailbox presses no key.

    outcome: sent, too_many or office (it cannot be rung).
    """
    identity, identities = asked.identity, asked.registry.identities
    if identity.person is None or not is_ordinary(asked.caller):
        return answer("office")
    sent = identities.codes_since(identity.person, asked.now - proofs.HOUR)
    if sent >= proofs.CODES_AN_HOUR:
        return answer("too_many")
    no = refused(asked)
    if no:
        return no
    identities.call_with_code(identity.person, asked.caller)
    tried(asked, "code_sent", "call")
    return answer("sent")


@function("identity.read_code", takes=(), gives=("outcome", "code"), personal=True)
def read_code(asked: Asked) -> Mapping[str, Any]:
    """The code that this call of ours brings: outcome is read or none; each is read out once."""
    since = asked.now - proofs.CALL_COUNTS
    person = asked.registry.identities.wanted_code(asked.caller, since)
    if person is None:
        return {"outcome": "none", "code": ""}
    asked.registry.identities.code_was_read(asked.caller, since)
    code = asked.registry.identities.new_code(person, proofs.CODE_LASTS, "call")
    return {"outcome": "read", "code": code}


@function("identity.code", takes=("code",), gives=GIVES, personal=True)
def check_code(asked: Asked, code: str) -> Mapping[str, Any]:
    """Compare a code: outcome is right, wrong, expired, over, wait or disabled."""
    identity, identities = asked.identity, asked.registry.identities
    no = refused(asked)
    if no or identities.tries() >= proofs.TRIES:
        return no or answer("over")
    person = asked.registry.person(identity.claimed) if _may_enter_code(asked) else None
    fits = identities.code_fits(person["id"], code) if person else "wrong"
    if fits == "expired":
        tried(asked, "code", fits)
        return answer(fits)
    if fits == "wrong":
        return _wrong(asked, "code")
    tried(asked, "code", "right")
    identities.succeeded(identity.claimed)
    identity.shown = (*identity.shown, "code")
    reached(asked, Level.PIN)
    return answer("right")


@function("identity.call_back", takes=(), gives=GIVES, personal=True)
def call_back(asked: Asked) -> Mapping[str, Any]:
    """Ring the registered phone of whoever has shown PIN and code: outcome is sent or office."""
    identity, identities = asked.identity, asked.registry.identities
    if not identity.reaches(Level.PIN) or identity.helper is not None:
        return answer("office")
    phones = [phone for phone in identities.phones(identity.person or 0) if is_ordinary(phone)]
    if not phones:
        return answer("office")
    phone = asked.caller if asked.caller in phones else phones[0]
    identities.call_back(phone, proofs.HANDSET_DOWN)
    tried(asked, "level", "call back")
    return answer("sent")


def _by_call(asked: Asked, level: int) -> Mapping[str, Any]:
    """What a call of ours does for who writes: it brings a code, or asks for the PIN."""
    return answer("code") if level < Level.STRONG else refused(asked) or answer("pin_call")


def _strong(asked: Asked) -> Mapping[str, Any]:
    """The highest level: on a call that we have placed to a phone whose SIM is not a new one."""
    if asked.registry.sim_swaps is None:
        return answer("office")
    person = asked.registry.person(asked.identity.claimed)
    if not (asked.called_back and is_registered(asked, person)):
        return answer("ring")
    if not same_sim(asked):
        return answer("office")
    reached(asked, Level.STRONG)
    return answer("done")


def _may_enter_code(asked: Asked) -> bool:
    """Has everything been shown that comes before the code?"""
    if asked.channel == "sms":
        return asked.identity.reaches(Level.PHONE)
    return "pin" in asked.identity.shown


def _wrong(asked: Asked, what: str) -> Mapping[str, Any]:
    identities = asked.registry.identities
    tried(asked, what, "wrong")
    identities.failed(asked.identity.claimed)
    # What is written now is seen from the next turn on.
    left = proofs.TRIES - identities.tries() - 1
    count = identities.failures(asked.identity.claimed)["count"] + 1
    if count >= proofs.MOST_FAILURES:
        return answer("disabled")
    if left > 0:
        return answer("wrong", left=left)
    return answer("over", proofs.WAITS.get(count, 0))
