"""`python -m benchmarks.console [--quick] [--keep DIR]`: what the console takes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import click

from benchmarks.console import pages, webhooks
from benchmarks.console.asking import Visitor
from benchmarks.console.server import CLERKS, LIVE, PASSWORD, cpu_ms, go_on, served
from cli.running import Running

NAMES = ("live_p95_ms", "search_p95_ms", "analytics_p95_ms", "webhook_throughput_kept")


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    interactions: int
    requests: int
    seconds: float


FULL = Size(interactions=1_000_000, requests=200, seconds=15)
QUICK = Size(interactions=20_000, requests=30, seconds=4)


@click.command()
@click.option("--quick", is_flag=True, help="A smaller run, to see that everything works.")
@click.option("--only", type=click.Choice(NAMES), multiple=True)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the data, to be used again: filling it takes minutes.",
)
def main(quick: bool, only: tuple[str, ...], keep: Path | None) -> None:
    """Measure what benchmarks/README.md describes."""
    size = QUICK if quick else FULL
    with served(keep, size.interactions) as hotline:
        visitor = Visitor(hotline.server.url)
        visitor.log_in("supervisor", PASSWORD)
        go_on(hotline)
        for name in NAMES:
            if not only or name in only:
                _MEASURES[name](name, size, hotline, visitor)


def _live(name: str, size: Size, hotline: Running, visitor: Visitor) -> None:
    _report(name, size, hotline, visitor, pages.live)


def _search(name: str, size: Size, hotline: Running, visitor: Visitor) -> None:
    _report(name, size, hotline, visitor, pages.search)


def _analytics(name: str, size: Size, hotline: Running, visitor: Visitor) -> None:
    visitor.get("/console/figures")  # takes in what was not counted yet
    _report(name, size, hotline, visitor, pages.figures)


def _kept(name: str, size: Size, hotline: Running, visitor: Visitor) -> None:
    go_on(hotline)
    alone, watched, kept, told = webhooks.throughput(
        hotline.server, hotline.settings.phone_number, visitor.cookie, size.seconds
    )
    conditions = {"watched_per_s": round(watched, 1), "news_per_s": round(told, 1)}
    _print(name, kept, "ratio", alone, hotline, {"clerks": CLERKS, "live": LIVE, **conditions})


_MEASURES = {
    "live_p95_ms": _live,
    "search_p95_ms": _search,
    "analytics_p95_ms": _analytics,
    "webhook_throughput_kept": _kept,
}


def _report(
    name: str,
    size: Size,
    hotline: Running,
    visitor: Visitor,
    ask: Callable[[Visitor, int], list[float]],
) -> None:
    before = cpu_ms(hotline)
    times = ask(visitor, size.requests)
    cores = (cpu_ms(hotline) - before) / len(times)
    p95 = quantiles(times, n=20, method="inclusive")[-1]
    conditions = {"requests": len(times), "mean_cpu_ms": round(cores, 1)}
    _print(name, p95, "ms", median(times), hotline, conditions)


def _print(
    name: str,
    value: float,
    unit: str,
    baseline: float,
    hotline: Running,
    conditions: dict[str, object],
) -> None:
    """One figure as a line of JSON, with the size of the run and how busy the machine was."""
    count = "SELECT count(*) FROM interaction"
    (interactions,) = hotline.store.database.connection.execute(count).fetchone()
    figure = {"name": name, "value": round(value, 3), "unit": unit, "baseline": round(baseline, 3)}
    busy = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    click.echo(json.dumps({**figure, "interactions": interactions, **conditions, **busy}))


if __name__ == "__main__":
    main()
