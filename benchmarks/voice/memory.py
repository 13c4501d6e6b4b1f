"""What calls hold, and what they leave behind."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.voice import scripts
from benchmarks.voice.figures import Size, note, plan, report, server
from benchmarks.voice.load import Load
from benchmarks.voice.machine import Process
from benchmarks.voice.phone import Phone
from cli.running import Running

_AT_ONCE = 20
_WARM_UP = 30.0
_PACE = 5.0
_SETTLES_S = 12.0  # longer than a stream without audio counts as alive


def brief(phone: Phone) -> Iterator[str]:
    """A short call; every third one breaks off in the middle of a word."""
    yield from scripts.greeted(phone, 0.2)
    if phone.number % 3 == 0:
        yield from scripts.sounds.words("the nearest office")[:20]
        raise scripts.Dropped
    yield from scripts.press(phone, "1", "claim_status.ask_reference")
    if phone.number % 3 == 1:
        yield from scripts.quiet(phone, 0.3)
    else:
        yield from scripts.say(phone, "the menu", "welcome.choose")


def rss_per_call_mb(size: Size) -> None:
    """Resident memory for each further call; and what grows over many short ones."""
    with server() as hotline:
        process = Process(hotline.process.pid)
        _calls(hotline, _AT_ONCE)
        rest = process.resident_mb
        with Load(plan(hotline, *scripts.MIXED)) as load:
            load.hold(_AT_ONCE)
            most = rest
            for _ in range(round(_WARM_UP)):
                load.watch(1.0)
                most = max(most, process.resident_mb)
            load.stop()
        report("rss_per_call_mb", (most - rest) / _AT_ONCE, "MB", rest)
        _calls(hotline, size.calls // 2)  # until every cache has what it will have
        time.sleep(_SETTLES_S)
        before, threads, files = process.resident_mb, process.threads, process.files
        began = time.monotonic()
        _calls(hotline, size.calls)
        note(f"{size.calls} calls in {time.monotonic() - began:.0f} s.")
        time.sleep(_SETTLES_S)
        report("rss_growth_mb", process.resident_mb - before, "MB", before)
        report("threads_left", process.threads - threads, "threads", threads)
        report("files_left", process.files - files, "files", files)


def _calls(hotline: Running, number: int) -> None:
    """So many short calls, one after the other, several at once and fast."""
    with Load(plan(hotline, brief, pace=_PACE, most=number)) as load:
        load.hold(_AT_ONCE)
        for trouble in load.watch().troubles:
            note(trouble)
