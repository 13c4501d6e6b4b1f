"""Choosing a PIN by keys, with a code that came by post to the address on record.

Nothing here tells whether an insurance number exists, or whether a date of birth belongs to it:
asking for a letter has one answer, and a wrong code is answered like one for a number of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from benefits import proofs
from benefits.cases import open_case
from benefits.checks.written import limit
from benefits.claiming import claim, tried
from benefits.function import Asked, function
from benefits.personal import notices
from benefits.weak_pins import is_weak

CODE_LASTS = timedelta(days=30)
TRIES = 3
"""Wrong entries after which a letter's code is good no more."""
ONCE_IN = timedelta(days=7)
"""No second letter is sent while the first may still be under way."""
MOVED = timedelta(days=limit("bank_after_phone", "days"))
"""For so long after the address was changed a person decides whether a code goes there."""
KIND = "pin_code"
_GIVES = ("outcome", "minutes", "left")


class PinLetters(Protocol):
    """Codes that come by post. What this turn adds is seen from the next one on."""

    def about(self, person_id: int) -> Mapping[str, Any]:
        """birth_date (ISO) and address, empty where they are not known, and phones (E.164)."""

    def new_code(self, person_id: int, lasts: timedelta) -> str:
        """A code of six digits, which takes the place of any before it."""

    def code_fits(self, person_id: int | None, code: str, most: int) -> str:
        """right, wrong (also after so many wrong tries, and for nobody) or expired, which is said
        of the right one only. A wrong one counts as a try."""

    def choose(self, person_id: int, pin: str) -> None:
        """Keep the hash of a PIN until it has been entered again."""

    def chosen_fits(self, person_id: int, pin: str) -> bool:
        """Is it the PIN that was chosen before?"""

    def settle(self, person_id: int, number: str) -> None:
        """The chosen PIN counts from now on, the code no more, and failures of the insurance number
        are forgotten."""


@function("pin_letter.ask", takes=("number", "born"), gives=_GIVES, personal=True)
def ask(asked: Asked, number: str, born: str) -> Mapping[str, Any]:
    """Have a letter with a code sent to the address on record of whoever was born on that day.

    outcome: noted, whether or not a letter goes; or slowed or blocked (too many numbers)."""
    line = claim(asked, number)
    if line.verdict != "open":
        return _answer(line.verdict, line.minutes)
    person = asked.registry.person(number)
    about = asked.registry.pin_letters.about(person["id"] if person else 0)
    if person is None or about["birth_date"] != born or not about["address"]:
        tried(asked, "letter", "wrong")
        return _answer("noted")
    if asked.registry.personal.letter_since(person["id"], KIND, _ago(asked, ONCE_IN)):
        tried(asked, "letter", "again")
        return _answer("noted")
    notices.send(asked.registry, about["phones"], person["language"], "pin_letter", asked.now)
    if _moved(asked, person["id"]):
        about = {"what": "letter with a code after a new address"}
        flags = ("address_changed",)
        open_case(asked, "fraud", about, priority="high", flags=flags, person=person["id"])
        tried(asked, "letter", "held")
        return _answer("noted")
    code = asked.registry.pin_letters.new_code(person["id"], CODE_LASTS)
    details = {"code": code, "to": about["address"]}
    asked.registry.personal.send_letter(person["id"], KIND, person["language"], details)
    tried(asked, "letter", "sent")
    return _answer("noted")


@function("pin_letter.code", takes=("number", "code"), gives=_GIVES, personal=True)
def check_code(asked: Asked, number: str, code: str) -> Mapping[str, Any]:
    """Compare the code of a letter: outcome is right, wrong, expired, over (no more tries in this
    conversation), slowed or blocked. left: tries that are left in this conversation."""
    line = claim(asked, number)
    if line.verdict != "open":
        return _answer(line.verdict, line.minutes)
    used = asked.registry.identities.tries()
    if asked.channel != "voice" or used >= proofs.TRIES:
        return _answer("over")
    person = asked.registry.person(number)
    fits = asked.registry.pin_letters.code_fits(person["id"] if person else None, code, TRIES)
    tried(asked, "letter_code", fits)
    if fits == "right":
        asked.identity.shown = ("letter",)
    left = proofs.TRIES - used - 1
    return _answer("over" if fits == "wrong" and left <= 0 else fits, left=left)


@function("pin_letter.choose", takes=("pin",), gives=_GIVES, personal=True)
def choose(asked: Asked, pin: str) -> Mapping[str, Any]:
    """Take a PIN that is to be entered once more: outcome is chosen, weak or over."""
    person = _reader(asked)
    if person is None:
        return _answer("over")
    about = asked.registry.pin_letters.about(person["id"])
    if is_weak(pin, about["birth_date"], (asked.identity.claimed, *about["phones"])):
        return _answer("weak")
    asked.registry.pin_letters.choose(person["id"], pin)
    return _answer("chosen")


@function("pin_letter.repeat", takes=("pin",), gives=_GIVES, personal=True)
def repeat(asked: Asked, pin: str) -> Mapping[str, Any]:
    """The PIN once more: outcome is set, different or over. All registered phones are told."""
    person = _reader(asked)
    if person is None:
        return _answer("over")
    letters = asked.registry.pin_letters
    if not letters.chosen_fits(person["id"], pin):
        return _answer("different")
    letters.settle(person["id"], asked.identity.claimed)
    tried(asked, "pin_chosen", "letter")
    asked.identity.shown = ("pin",)  # whoever has just chosen it knows it
    phones = letters.about(person["id"])["phones"]
    notices.send(asked.registry, phones, person["language"], "pin", asked.now)
    asked.registry.personal.changed(
        {"person_id": person["id"], "what": "pin", "old": "", "new": ""}
        | {"actor": "person", "channel": asked.channel, "level": int(asked.identity.level)}
    )
    return _answer("set")


def _reader(asked: Asked) -> Mapping[str, Any] | None:
    """Whoever has given the code of their letter in this call."""
    if asked.channel != "voice" or "letter" not in asked.identity.shown:
        return None
    return asked.registry.person(asked.identity.claimed)


def _moved(asked: Asked, person: int) -> bool:
    since = _ago(asked, MOVED)
    history = asked.registry.personal.history(person)
    return any(row["what"] == "address" and row["at"] >= since for row in history)


def _ago(asked: Asked, time: timedelta) -> str:
    return (asked.now - time).isoformat(timespec="milliseconds")


def _answer(outcome: str, minutes: int = 0, left: int = 0) -> Mapping[str, Any]:
    return {"outcome": outcome, "minutes": minutes, "left": left}
