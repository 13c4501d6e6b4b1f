"""What callers do. Each script is a generator of frames; see `phone`."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.voice import sounds
from benchmarks.voice.phone import Answered, Phone, Script
from provider.standin.clock import FRAME_S

_NO_REPLY_S = 15.0
_PROMPT_BEGINS_S = 20.0
_THINKING_S = (0.4, 1.2)
NUMBER = "four seven one one zero zero one one"


class Astray(Exception):
    """The line does not do what this caller knows."""


class Dropped(Exception):
    """The connection breaks without a word."""


def claim(phone: Phone) -> Iterator[str]:
    """Hears most of the greeting, asks for a claim, reads out its number, is content."""
    yield from greeted(phone)
    yield from say(phone, "status of my claim", "claim_status.ask_reference")
    yield from hear_out(phone)
    yield from say(phone, NUMBER, "welcome.anything_else")
    yield from hear_out(phone)
    yield from say(phone, "no", "end")
    yield from hear_out(phone)


def call_back(phone: Phone) -> Iterator[str]:
    """Wants to be called back: a menu, yes or no, and a part of the day."""
    yield from greeted(phone)
    yield from say(phone, "call me back", "callback.ask_own_number")
    yield from hear_out(phone)
    yield from say(phone, "yes", "callback.ask_when")
    yield from hear_out(phone)
    yield from say(phone, "morning", "welcome.anything_else")
    yield from hear_out(phone)
    yield from say(phone, "no thank you", "end")
    yield from hear_out(phone)


def keys(phone: Phone) -> Iterator[str]:
    """Knows the keys and uses them into the prompts."""
    yield from greeted(phone)
    yield from press(phone, "1", "claim_status.ask_reference")
    yield from quiet(phone, 1.5)
    yield from press(phone, "47110011", "welcome.anything_else")
    yield from hear_out(phone)
    yield from press(phone, "2", "end")
    yield from hear_out(phone)


def silent(phone: Phone) -> Iterator[str]:
    """Hears everything and says nothing, until the question is asked again; hangs up."""
    phone.step = "welcome.choose"
    yield from hear_out(phone)
    phone.expect_reply()
    yield from until_reply(phone)
    yield from quiet(phone, 5.0)


def quick(phone: Phone) -> Iterator[str]:
    """Answers menus and yes-or-no questions over and over, where prompts take no time."""
    phone.step = "welcome.choose"
    yield from hear_out(phone)
    for _ in range(6):
        yield from say(phone, "call me back", "callback.ask_own_number")
        yield from hear_out(phone)
        yield from say(phone, "yes", "callback.ask_when")
        yield from hear_out(phone)
        yield from say(phone, "morning", "welcome.anything_else")
        yield from hear_out(phone)
        yield from say(phone, "the menu", "welcome.choose")
        yield from hear_out(phone)


MIXED: tuple[Script, ...] = (claim, call_back, claim, call_back, keys, claim, call_back, silent)
"""Calls of a usual hour, one after the other."""


def greeted(phone: Phone, patience_s: float | None = None) -> Iterator[str]:
    """Hears so much of the greeting as patience lasts, by default an own one."""
    phone.step = "welcome.choose"
    if patience_s is None:
        patience_s = random.Random(phone.number).uniform(6.0, 20.0)
    yield from until_reply(phone)
    yield from quiet(phone, patience_s)


def hear_out(phone: Phone) -> Iterator[str]:
    """Until a prompt has come and been played; a moment to think."""
    yield from until_reply(phone)
    while phone.playing:
        yield phone.noise()
    yield from quiet(phone, random.Random(phone.number + phone.frames).uniform(*_THINKING_S))


def until_reply(phone: Phone) -> Iterator[str]:
    """The first audio since a reply is expected."""
    for _ in range(round(_PROMPT_BEGINS_S / FRAME_S)):
        if phone.reply_at:
            return
        yield phone.noise()
    raise Astray("No prompt came.")


def quiet(phone: Phone, seconds: float) -> Iterator[str]:
    """Only the line is heard."""
    for _ in range(round(seconds / FRAME_S)):
        yield phone.noise()


def say(phone: Phone, text: str, leads_to: str) -> Iterator[str]:
    """Say something and wait for the first audio of what follows."""
    yield from speak(phone, text, sounds.words(text), leads_to)


def speak(phone: Phone, what: str, frames: sounds.Frames, leads_to: str) -> Iterator[str]:
    """Say these frames and wait for the first audio of what follows, over a prompt if need be."""
    answered = Answered(what, phone.step, phone.sent_at)
    into_prompt, cleared_at = phone.playing, phone.cleared_at
    if not into_prompt:
        phone.expect_reply()
    for frame in frames:
        phone.spoken += 1
        yield frame
        if into_prompt and phone.cleared_at > cleared_at:
            answered.cleared_at, into_prompt = phone.cleared_at, False
            phone.expect_reply()
    answered.ended_at = phone.sent_at
    for _ in range(round(_NO_REPLY_S / FRAME_S)):
        if into_prompt and phone.cleared_at > cleared_at:
            answered.cleared_at, into_prompt = phone.cleared_at, False
            phone.expect_reply()
        if phone.reply_at and not into_prompt:
            answered.replied_at = phone.reply_at
            phone.answers.append(answered)
            phone.step = leads_to
            return
        yield phone.noise()
    phone.answers.append(answered)
    raise Astray(f"{what!r} at {answered.step} was not answered.")


def press(phone: Phone, keys: str, leads_to: str) -> Iterator[str]:
    """Press keys and wait for the first audio of what follows."""
    answered = Answered(keys, phone.step, phone.sent_at)
    for key in keys:
        phone.press(key)
        phone.expect_reply()
        yield from quiet(phone, 0.16)
    answered.ended_at = answered.began_at
    yield from until_reply(phone)
    answered.replied_at = phone.reply_at
    phone.answers.append(answered)
    phone.step = leads_to
