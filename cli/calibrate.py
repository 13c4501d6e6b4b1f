"""`benefitline calibrate`: how sure a spoken answer must be, learnt from calls that were held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from cli.environment import Store, load
from conversation import found_limits
from conversation.calibration import CERTAINTY, Finding, Turn, answers_of, limits_of
from flows import Library
from intents.limits import Limit
from intents.limits import load as usual_limits
from settings import Settings
from storage.spoken_answers import calls

MOST_WRONG = 2.0
DAYS = 90


@click.command()
@click.option(
    "--wrong",
    type=click.FloatRange(0.1, 50),
    default=MOST_WRONG,
    show_default=True,
    metavar="PERCENT",
    help="Of the answers that are acted on at once, the most that may be wrong.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=DAYS,
    show_default=True,
    help="How far back calls are looked at.",
)
@click.option("--write", is_flag=True, help="Use what was found, from the next start on.")
@click.pass_obj
def calibrate(env_file: Path, wrong: float, days: int, write: bool) -> None:
    """Find how sure a spoken answer must be at each step, from the calls of the last days.

    An answer counts as wrong when the caller said so, went back, or answered the same question
    with something else soon after.
    """
    settings = load(env_file)
    file = settings.data_dir / found_limits.NAME
    current = found_limits.read(file)
    findings = _findings(settings, wrong / 100, days, current)
    if not findings:
        click.echo(f"No spoken answers in the calls of the last {days} days: nothing changes.")
        return
    own = _own_limits()
    for line in _table(findings, own):
        click.echo(line)
    found = {f.place: f.limit for f in findings if f.limit and f.place not in own}
    if write and found:
        found_limits.write(file, {**current, **found})
        click.echo(f"Written to {file}; the server uses it when it is started again.")
    elif found:
        click.echo("Nothing was changed; --write uses these limits.")


def _findings(
    settings: Settings, most_wrong: float, days: int, current: dict[str, Limit]
) -> list[Finding]:
    since = datetime.now(UTC) - timedelta(days=days)
    store = Store.open(settings)
    answers = [
        answer
        for call in calls(store.database, since)
        for answer in answers_of([Turn(*turn) for turn in call])
    ]
    return limits_of(answers, most_wrong, current, usual_limits().answers["choice"])


def _own_limits() -> frozenset[str]:
    """The steps whose flow says itself what it takes: that goes before what is found here."""
    return frozenset(
        step.place
        for flow in Library.load().flows.values()
        for step in flow.steps.values()
        if getattr(step, "confidence", None)
    )


def _table(findings: Sequence[Finding], own: frozenset[str]) -> list[str]:
    width = max(len(finding.place) for finding in findings)
    lines = [f"{'step':<{width}}  answers  wrong    take  confirm"]
    for finding in findings:
        start = f"{finding.place:<{width}}  {finding.answers:>7}  {finding.wrong:>5}"
        lines.append(f"{start}  {_verdict(finding, finding.place in own)}")
    return lines


def _verdict(finding: Finding, own: bool) -> str:
    if finding.limit is None and finding.answers < finding.needed:
        return f"too few calls: {finding.needed} answers are needed"
    if finding.limit is None:
        return "none: even the answers that were heard best are wrong too often, or too few"
    note = " (the flow has its own)" if own else ""
    return (
        f"{finding.limit.take:>6.3f}  {finding.limit.confirm:>7.3f}"
        f"  takes {finding.taken:.0%}, at most {finding.wrong_at_most:.1%} of them wrong"
        f" ({CERTAINTY:.0%} certain){note}"
    )
