"""`benefitline payments`: runs in which benefits are paid, prepared by one, approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from benefits.country import local, programmes
from benefits.jobs.paying import dollars, next_month, prepare
from benefits.jobs.work import Item
from cli.back_office import BackOffice, utc_now
from cli.environment import load
from conversation.jobs.runner import open_exception
from storage.registry import SqlRegistry
from storage.rights import Right

_AS = click.option("--as", "staff", required=True, help="Your name as a member of staff.")
_ON = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Pay on this day and for its month, instead of the next payment day.",
)


@click.group()
def payments() -> None:
    """Payment runs, under four eyes."""


@payments.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """All runs, the latest first."""
    for run in BackOffice.open(load(env_file)).reading().payment_runs.all():
        click.echo(_told(run))


@payments.command()
@click.argument("run", type=int)
@click.pass_obj
def show(env_file: Path, run: int) -> None:
    """Run RUN: its totals, and who is not paid with the others and why."""
    runs = BackOffice.open(load(env_file)).reading().payment_runs
    click.echo(_told(_one(runs.by_id(run), run)))
    for one in runs.held(run):
        click.echo(f"    held: person {one['person_id']}, {dollars(one['amount'])}, {one['held']}")
    for one in runs.kept_back(run):
        click.echo(f"    kept back: person {one['person_id']}, {dollars(one['amount'])}")


@payments.command("prepare")
@click.argument("programme", type=click.Choice(list(programmes())))
@_AS
@_ON
@click.pass_obj
def prepare_run(env_file: Path, programme: str, staff: str, on: datetime | None) -> None:
    """Prepare a run of PROGRAMME: everybody who is to be paid for the month and is in no run."""
    office = BackOffice.open(load(env_file))
    by = office.staff(staff)
    month, due = next_month(programmes()[programme].payment, local(utc_now()).date())
    if on:
        month, due = f"{on:%Y-%m}", on.date()
    of = {"programme": programme, "month": month, "due_on": due.isoformat()}

    def act(registry: SqlRegistry) -> None:
        done = prepare(registry, of, by.name)
        if done.to_do is None:
            raise click.ClickException(f"There is nobody to pay {programme} of {month} to.")
        open_exception(registry, utc_now(), "payments", Item(f"by {by.name}"), done.to_do)
        click.echo(done.to_do.text)

    office.act(act)


@payments.command()
@click.argument("run", type=int)
@_AS
@click.pass_obj
def approve(env_file: Path, run: int, staff: str) -> None:
    """Pay run RUN, which somebody else has started; its totals are checked once more."""
    paid = _settle(env_file, run, staff, "approve")
    click.echo(f"Approved by {staff}: {paid['count']} payments, {dollars(paid['total'])} in all.")


@payments.command("return")
@click.argument("run", type=int)
@_AS
@click.pass_obj
def return_(env_file: Path, run: int, staff: str) -> None:
    """Give run RUN up; the next one takes its people up."""
    _settle(env_file, run, staff, "send_back")
    click.echo(f"Run {run} is returned; `benefitline payments prepare` makes another.")


def _settle(env_file: Path, number: int, staff: str, how: str) -> Mapping[str, Any]:
    office = BackOffice.open(load(env_file))
    by = office.staff(staff)
    if not by.may(Right.DECIDE):
        raise click.ClickException(f"This takes a supervisor, and {by.name} is a {by.role}.")
    run = _one(office.reading().payment_runs.by_id(number), number)

    def act(registry: SqlRegistry) -> None:
        getattr(registry.payment_runs, how)(number, by.name)
        for case in registry.cases.waiting("error"):
            about = case["about"]
            if about.get("payments") and (about["programme"], about["due_on"]) == (
                run["programme"],
                run["due_on"],
            ):
                registry.cases.note(case["code"], by.name, "RESOLVED", f"run {number}: {how}")

    office.act(act)
    return run


def _one(run: Mapping[str, Any] | None, number: int) -> Mapping[str, Any]:
    if run is None:
        raise click.ClickException(f"There is no payment run {number}.")
    return run


def _told(run: Mapping[str, Any]) -> str:
    settled = f" by {run['settled_by']}" if run["settled_by"] else ""
    return (
        f"{run['id']:>5}  {run['programme']:<22} due {run['due_on']}  {run['count']:>7} people"
        f"  {dollars(run['total']):>16}  started by {run['started_by']}, {run['status']}{settled}"
    )
