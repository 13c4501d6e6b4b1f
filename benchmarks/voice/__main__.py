"""`python -m benchmarks.voice [--quick] [--only NAME]`: what calls cost and how they feel.

One JSON object a line; what else is worth knowing goes to standard error.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from benchmarks.voice import capacity, interrupting, memory, numbers, replies
from benchmarks.voice.figures import FULL, QUICK, Size, note
from benchmarks.voice.machine import conditions

BENCHMARKS: dict[str, Callable[[Size], None]] = {
    "reply_p50_ms": replies.reply_ms,
    "reply_p95_ms": replies.reply_ms,
    "reply_p95_at_cap_ms": replies.reply_p95_at_cap_ms,
    "streams_per_core": capacity.streams_per_core,
    "pipeline_cost_ratio": capacity.pipeline_cost_ratio,
    "barge_in_stop_p95_ms": interrupting.barge_in_stop_p95_ms,
    "false_stops": interrupting.false_stops,
    "cut_off_numbers": numbers.cut_off_numbers,
    "rss_per_call_mb": memory.rss_per_call_mb,
}


@click.command()
@click.option("--quick", is_flag=True, help="A smaller run, to see that everything works.")
@click.option("--only", type=click.Choice(list(BENCHMARKS)), multiple=True)
def main(quick: bool, only: tuple[str, ...]) -> None:
    """Measure what benchmarks/README.md describes."""
    note(f"Before: {conditions()}.")
    for benchmark in dict.fromkeys(BENCHMARKS[name] for name in only or BENCHMARKS):
        benchmark(QUICK if quick else FULL)
    note(f"After: {conditions()}.")


if __name__ == "__main__":
    main()
