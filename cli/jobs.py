"""`benefitline jobs`: what the back office does by itself."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

import click

from benefits.country import local, programmes
from benefits.jobs.table import JOBS, schedules
from cli.back_office import BackOffice, utc_now
from cli.environment import load
from cli.proving import OPERATOR, proven_name
from conversation import logs

WITH_THE_INSTITUTION = "as what it works on is kept by the institution (REGISTRY_URL)"


@click.group()
def jobs() -> None:
    """Jobs of the back office; `benefitline serve` runs them too."""


@jobs.command()
@click.option("--once", is_flag=True, help="Do what is due and what waits, and end.")
@click.pass_obj
def run(env_file: Path, once: bool) -> None:
    """Run jobs when they are due, until Ctrl-C."""
    queue = BackOffice.open(load(env_file)).queue
    if once:
        for name, ran in queue.run_due():
            click.echo(f"{name:<10} {ran.status:<8} {_figures(ran.figures)}".rstrip())
        return
    logs.configure()
    workers = queue.workers()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: workers.stop())
    click.echo("Jobs run when they are due. Ctrl-C ends it.")
    workers.run()


@jobs.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """What ran, when and with what outcome, and what waits."""
    settings = load(env_file)
    office = BackOffice.open(settings)
    queue, records = office.queue, office.reading().jobs
    for name, schedule in schedules(settings.job_schedules).items():
        if name not in office.jobs:
            click.echo(f"{name}: off, {WITH_THE_INSTITUTION}")
            continue
        following = schedule.next(local(utc_now()))
        coming = f"next {following:%Y-%m-%d %H:%M}" if following else "never by itself"
        click.echo(f"{name}: {schedule}, {coming}")
        for past in records.latest(name, 3):
            ended = past["ended_at"][11:16] or "…"
            click.echo(
                f"    {past['started_at'][:16].replace('T', ' ')}-{ended}  {past['status']:<8}"
                f" by {past['actor']}  {_figures(past['figures'])}".rstrip()
            )
    for programme in () if settings.registry_url else programmes():
        for review in records.latest(f"adjudicate {programme}"):
            click.echo(
                f"review {review['slot']} of {programme}: {review['status']}"
                f" by {review['actor']}  {_figures(review['figures'])}".rstrip()
            )
    for name, slot, actor in queue.waiting():
        click.echo(f"waits: {name} for {slot} by {actor}")
    waiting = len(office.exceptions.waiting())
    click.echo(f"{waiting} exceptions wait for a person (`benefitline exceptions list`)")


@jobs.command()
@click.argument("name", type=click.Choice(list(JOBS)))
@click.pass_obj
def show(env_file: Path, name: str) -> None:
    """What job NAME did in its last ten runs: what, when, by which rules, and what came of it."""
    records = BackOffice.open(load(env_file)).reading().jobs
    for past in reversed(records.latest(name, 10)):
        for step in records.steps(past["id"]):
            rules = f"  rules {step['ruleset_version']}" if step["ruleset_version"] else ""
            at = step["at"][:19].replace("T", " ")
            click.echo(f"{at}  {step['key']}  by {step['actor']}{rules}  {step['outcome']}")


@jobs.command()
@click.argument("name", type=click.Choice(list(JOBS)))
@click.option("--as", "staff", default=OPERATOR, show_default=True, help="Who wants it.")
@click.pass_obj
def start(env_file: Path, name: str, staff: str) -> None:
    """Have job NAME run now: by the server, or the next `benefitline jobs run`."""
    office = BackOffice.open(load(env_file))
    if name not in office.jobs:
        raise click.ClickException(f"{name} is off, {WITH_THE_INSTITUTION}.")
    office.queue.start(name, proven_name(office.store, office.settings, staff))
    click.echo(f"{name} is in the queue.")


def _figures(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(figures.items()))
