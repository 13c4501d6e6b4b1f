"""What the figures share: their size, a server to measure, and how they are printed."""

from __future__ import annotations

import atexit
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from benchmarks.voice.load import Plan
from benchmarks.voice.machine import pinned
from benchmarks.voice.phone import Script
from cli.running import Running, running
from flows.library import Library
from voice.ahead import render
from voice.prompts import Prompts


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    replies: int
    """Answers of one caller."""
    cap_s: float
    """How long the cap of calls is held."""
    ramp_s: float
    """How long each number of calls is held while it rises …"""
    ramp_step: int
    hold_s: float
    """… and the number that is claimed."""
    cost_calls: int
    noises: int
    numbers: int
    barge_ins: int
    calls: int
    """Calls that must leave nothing behind."""


FULL = Size(
    replies=96,
    cap_s=75,
    ramp_s=6,
    ramp_step=10,
    hold_s=45,
    cost_calls=24,
    noises=200,
    numbers=200,
    barge_ins=60,
    calls=2000,
)
QUICK = Size(
    replies=12,
    cap_s=20,
    ramp_s=4,
    ramp_step=20,
    hold_s=10,
    cost_calls=6,
    noises=20,
    numbers=10,
    barge_ins=10,
    calls=60,
)


@contextmanager
def server(core: int | None = None, streams: int | None = None) -> Iterator[Running]:
    """The hotline with data of its own; on one core, and with another cap, where wanted."""
    changes = {"max_streams": str(streams)} if streams else {}
    with tempfile.TemporaryDirectory(prefix="benefitline-bench-") as folder, pinned(core):
        (Path(folder) / "prompts").symlink_to(_spoken_ahead())
        with running(Path(folder), **changes) as hotline:
            yield hotline


@cache
def _spoken_ahead() -> Path:
    """The prompts of a hotline that has run for a while; gone when the benchmark ends."""
    folder = tempfile.mkdtemp(prefix="benefitline-bench-prompts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    render(Prompts(Path(folder)), Library.load())
    return Path(folder)


def plan(hotline: Running, *scripts: Script, **more: object) -> Plan:
    """Calls to this server."""
    return Plan(hotline.server, hotline.settings.phone_number, scripts, **more)  # type: ignore[arg-type]


def middle(values: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return median(values) if values else None


def p95(values: Sequence[float]) -> float | None:
    """The value that 95 of 100 stay below; None of nothing."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=20, method="inclusive")[-1]


def report(name: str, value: float | None, unit: str, baseline: float | None) -> None:
    """One figure as a line of JSON; None where nothing could be measured."""
    line = {"name": name, "value": _rounded(value), "unit": unit, "baseline": _rounded(baseline)}
    print(json.dumps(line), flush=True)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def note(sentence: str) -> None:
    """Something to know about the figures."""
    print(sentence, file=sys.stderr, flush=True)
