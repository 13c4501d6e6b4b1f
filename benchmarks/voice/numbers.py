"""References that are read out with pauses: none may be cut off."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.voice import sounds
from benchmarks.voice.figures import Size, note, plan, report, server
from benchmarks.voice.load import Load
from benchmarks.voice.phone import Phone
from benchmarks.voice.scripts import greeted, hear_out, press, speak
from cli.running import Running
from cli.transcript import Transcript

_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_REFERENCES = ("47110011", "47110012", "47110024", "47110030", "47110048")
_PAUSE_S = (0.2, 1.2)
_CALLS = 24


def read_out(phone: Phone) -> Iterator[str]:
    """Goes to the claim by key, and reads its reference out from a letter."""
    yield from greeted(phone, 0.3)
    yield from press(phone, "1", "claim_status.ask_reference")
    yield from hear_out(phone)
    yield from speak(phone, "number", _reading(phone.number), "")


def _reading(number: int) -> sounds.Frames:
    """A reference in groups of one to four digits; one pause is as long as pauses get."""
    rng = random.Random(number)
    digits, groups = list(_REFERENCES[number % len(_REFERENCES)]), []
    while digits:
        size = rng.choice((1, 2, 2, 3, 4))
        groups.append(" ".join(_NAMES[int(digit)] for digit in digits[:size]))
        del digits[:size]
    pauses = [rng.uniform(*_PAUSE_S) for _ in groups[1:]]
    if pauses:
        pauses[rng.randrange(len(pauses))] = _PAUSE_S[1]
    return sounds.with_pauses(tuple(groups), tuple(pauses))


def cut_off_numbers(size: Size) -> None:
    """Numbers that were answered before their end; the baseline is how many were read out."""
    with (
        server(streams=_CALLS * 2) as hotline,
        Load(plan(hotline, read_out, speed=float("inf"), most=size.numbers)) as load,
    ):
        load.hold(min(_CALLS, size.numbers))
        heard = load.watch()
        understood = sum(_understood(hotline, call.sid) for call in heard.calls)
    read = [answer for answer in heard.answers if answer.what == "number"]
    cut = sum(0 < answer.replied_at < answer.ended_at for answer in read)
    for trouble in heard.troubles:
        note(trouble)
    report("cut_off_numbers", cut, "numbers", len(read))
    report("numbers_understood", understood, "numbers", len(read))


def _understood(hotline: Running, sid: str) -> bool:
    """Did the number lead to its claim at once?"""
    turns = [each.turn for each in Transcript(hotline.store, "voice", sid).news()]
    spoken = [turn for turn in turns if turn.kind == "speech"]
    return bool(spoken) and spoken[0].place == "welcome.anything_else"
