"""What calls cost in CPU time, beside Vosk alone on the same audio."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.voice import scripts
from benchmarks.voice.bare import Cost, decode
from benchmarks.voice.figures import Size, note, p95, plan, report, server
from benchmarks.voice.load import Heard, Load
from benchmarks.voice.machine import Process, cores
from benchmarks.voice.phone import Ended
from benchmarks.voice.replies import waits_ms

_MOST_STREAMS = 400
_TRIED = (1.0, 0.85, 0.7)
"""Shares of the calls at which replies were just in time while their number rose."""
_PROMPT_MS = 1200
"""A server that answers later than this does not keep up with real time."""


def pipeline_cost_ratio(size: Size) -> None:
    """CPU seconds of the server ÷ CPU seconds of the bare loop, for the same calls."""
    core, other = cores()
    with server(core, streams=_MOST_STREAMS) as hotline:
        process = Process(hotline.process.pid)
        idle = _idle_cpu(process)
        began, used = time.monotonic(), process.cpu_s
        with Load(
            plan(hotline, *scripts.MIXED, most=size.cost_calls, keep_audio=True, core=other)
        ) as load:
            load.hold(min(size.cost_calls, 12))
            heard = load.watch()
        time.sleep(1.0)  # the last status callbacks
        used = process.cpu_s - used - idle * (time.monotonic() - began)
    bare = _bare(heard.calls, core)
    _describe(heard)
    report("pipeline_cost_ratio", used / bare.cpu_s, "ratio", bare.cpu_s / bare.audio_s)
    report("server_cpu_per_call_second", used / bare.audio_s, "CPU s", bare.cpu_s / bare.audio_s)


def streams_per_core(size: Size) -> None:
    """Calls at once, server on one core, until replies come late; then fewer, for longer."""
    core, other = cores()
    with server(core, streams=_MOST_STREAMS) as hotline:
        process = Process(hotline.process.pid)
        with Load(plan(hotline, *scripts.MIXED, keep_audio=True, core=other)) as load:
            streams, heard = _rise(load, process, size)
            held = None
            for share in _TRIED:
                tried = round(streams * share)
                load.hold(tried)
                load.watch(size.ramp_s)  # what was late is made up for
                seen = _held(load, process, size.hold_s, tried)
                heard += seen
                if _keeps_up(seen):
                    held = tried
                    break
            heard += load.stop()
    bare = _bare(heard.calls[-60:], core)
    _describe(heard)
    report("streams_per_core", held, "streams", bare.audio_s / bare.cpu_s)


def _rise(load: Load, process: Process, size: Size) -> tuple[int, Heard]:
    """The largest number of calls at which replies are in time, roughly; and what was heard."""
    streams, heard = size.ramp_step, Heard()
    while streams < _MOST_STREAMS:
        load.hold(streams)
        held = _held(load, process, size.ramp_s, streams)
        heard += held
        if not _keeps_up(held):
            return max(size.ramp_step, streams - size.ramp_step), heard
        streams += size.ramp_step
    return streams, heard


def _held(load: Load, process: Process, seconds: float, streams: int) -> Heard:
    used, began = process.cpu_s, time.monotonic()
    heard = load.watch(seconds)
    share = (process.cpu_s - used) / (time.monotonic() - began)
    waits = waits_ms(heard)
    late = p95(waits) or 0
    note(f"{streams} streams: {share:.2f} of the core; {len(waits)} replies, p95 {late:.0f} ms.")
    return heard


def _keeps_up(heard: Heard) -> bool:
    return not heard.troubles and (p95(waits_ms(heard)) or 0) <= _PROMPT_MS


def _idle_cpu(process: Process) -> float:
    """CPU seconds a second of the server without calls, once it has warmed up."""
    time.sleep(3.0)
    used = process.cpu_s
    time.sleep(2.0)
    return (process.cpu_s - used) / 2


def _bare(calls: list[Ended], core: int) -> Cost:
    with tempfile.TemporaryDirectory(prefix="benefitline-bench-") as folder:
        return decode(calls, Path(folder), core)


def _describe(heard: Heard) -> None:
    seconds = sum(call.seconds for call in heard.calls)
    spoken = sum(call.spoken_s for call in heard.calls) / seconds
    note(f"{len(heard.calls)} calls, {seconds:.0f} s, callers spoke {spoken:.0%} of the time.")
    for trouble in heard.troubles:
        note(trouble)
