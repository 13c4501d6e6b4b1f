"""`python -m benchmarks.turns [--quick]`: what a turn costs, one JSON object a line."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

import click

from benchmarks.calls import first_audio, reply_after_endpoint
from benchmarks.history import fill
from benchmarks.texts import Texting, interleaved
from cli.running import Running, free_port, process, running

_WARM_UP = 60  # turns that are not counted: first imports, first pages, first plans


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    turns: int
    people: int
    interactions: int
    calls: int
    spoken: int


FULL = Size(turns=600, people=10_000, interactions=1_000_000, calls=20, spoken=12)
QUICK = Size(turns=200, people=500, interactions=50_000, calls=6, spoken=4)


def text_turn_ratio(size: Size) -> None:
    """A text turn through the whole server, over the least that a webhook can cost."""
    with server() as hotline, bare(hotline) as least:
        whole, floor = compared(texting(hotline), texting(least), size.turns)
    report("text_turn_ratio", whole / floor, "ratio", floor)


def text_turn_growth(size: Size) -> None:
    """A text turn with a long history and many people, over one on a small database."""
    with server(size.people) as large, server() as small:
        compared(texting(large), texting(small), _WARM_UP)  # leaves the rows to be multiplied
        fill(large.store, size.interactions)
        grown, fresh = compared(texting(large), texting(small), size.turns)
    report("text_turn_growth", grown / fresh, "ratio", fresh)


def first_audio_ms(size: Size) -> None:
    """How long a caller hears nothing at the start of a call."""
    with server() as hotline:
        times = first_audio(hotline, size.calls)
    report("first_audio_ms", p95(times), "ms", median(times))


def reply_after_endpoint_ms(size: Size) -> None:
    """How long a caller waits for the reply once the end of speech is certain."""
    with server() as hotline:
        times = reply_after_endpoint(hotline, size.spoken)
    report("reply_after_endpoint_ms", p95(times), "ms", median(times))


BENCHMARKS: tuple[Callable[[Size], None], ...] = (
    text_turn_ratio,
    text_turn_growth,
    first_audio_ms,
    reply_after_endpoint_ms,
)


@click.command()
@click.option("--quick", is_flag=True, help="A smaller run, to see that everything works.")
@click.option("--only", type=click.Choice([one.__name__ for one in BENCHMARKS]), multiple=True)
def main(quick: bool, only: tuple[str, ...]) -> None:
    """Measure what benchmarks/README.md describes."""
    for benchmark in BENCHMARKS:
        if not only or benchmark.__name__ in only:
            benchmark(QUICK if quick else FULL)


@contextmanager
def server(people: int = 100) -> Iterator[Running]:
    """The hotline with data of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="benefitline-bench-") as folder,
        running(Path(folder), people) as hotline,
    ):
        yield hotline


@contextmanager
def bare(hotline: Running) -> Iterator[Running]:
    """The bare server, with the settings of the hotline: same gunicorn, same signatures."""
    folder, port = hotline.settings.data_dir, free_port()
    command = [sys.executable, "-m", "benchmarks.bare", str(folder / "benefitline.env"), str(port)]
    with process(command, folder / "bare.log", port) as child:
        url = f"http://127.0.0.1:{port}"
        yield replace(hotline, server=replace(hotline.server, url=url), process=child)


def texting(server: Running) -> Texting:
    """A kept connection to a server."""
    return Texting(server.server, server.settings.phone_number)


def compared(first: Texting, second: Texting, turns: int) -> tuple[float, float]:
    """The median times in ms of the same texts sent to both."""
    interleaved(first, second, _WARM_UP)
    ours, others = interleaved(first, second, turns)
    return median(ours), median(others)


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return quantiles(times, n=20, method="inclusive")[-1]


def report(name: str, value: float, unit: str, baseline: float) -> None:
    """One figure as a line of JSON."""
    figure = {"name": name, "value": round(value, 3), "unit": unit, "baseline": round(baseline, 3)}
    click.echo(json.dumps(figure))


if __name__ == "__main__":
    main()
