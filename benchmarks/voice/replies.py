"""How long a caller waits for the reply, from the end of speech to its first audio."""

from __future__ import annotations

import math

from benchmarks.voice import scripts
from benchmarks.voice.figures import Size, middle, note, p95, plan, report, server
from benchmarks.voice.load import Heard, Load
from benchmarks.voice.phone import Answered

_SHORT_STEPS = ("welcome.", "callback.")
"""Menus, yes or no, and a choice of two: questions to which one phrase is the whole answer."""
_A_CALL = 24  # answers of the script `quick`
_CAP = 30


def reply_ms(size: Size) -> None:
    """One call at a time; prompts are played in no time, so that there are many answers."""
    with server() as hotline:
        calls = math.ceil(size.replies / _A_CALL)
        with Load(plan(hotline, scripts.quick, speed=math.inf, most=calls)) as load:
            load.hold(1)
            heard = load.watch()
    waits = _waits(heard)
    report("reply_p50_ms", middle(waits), "ms", None)
    report("reply_p95_ms", p95(waits), "ms", middle(waits))


def reply_p95_at_cap_ms(size: Size) -> None:
    """As many calls as streams are admitted, of a usual hour."""
    with server() as hotline:
        cap = hotline.settings.max_streams
        with Load(plan(hotline, *scripts.MIXED)) as load:
            load.hold(cap)
            heard = load.watch(size.cap_s)
            heard += load.stop()
    waits = _waits(heard)
    note(f"{cap} calls at once, {len(waits)} answers.")
    report("reply_p95_at_cap_ms", p95(waits), "ms", middle(waits))


def _waits(heard: Heard) -> list[float]:
    for trouble in heard.troubles:
        note(trouble)
    return waits_ms(heard)


def waits_ms(heard: Heard) -> list[float]:
    """How long callers waited at questions with short answers."""
    return [answer.wait_ms for answer in heard.answers if _short(answer)]


def _short(answer: Answered) -> bool:
    """Was it spoken at a question with short answers, and answered?"""
    spoken = not answer.what.isdigit()
    return spoken and bool(answer.replied_at) and answer.step.startswith(_SHORT_STEPS)
