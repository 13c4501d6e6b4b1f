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
from cli.proving import AS
from conversation.jobs.runner import open_exception
from storage.registry import SqlRegistry

_WHY = click.option("--reason", default="", help="Why, for the record.")
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
@AS
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
@AS
@click.pass_obj
def approve(env_file: Path, run: int, staff: str) -> None:
    """Pay run RUN, which somebody else has started; its totals are checked once more."""
    office = BackOffice.open(load(env_file))
    paid = office.payments.approve_run(run, office.staff(staff))
    click.echo(f"Approved by {staff}: {paid['count']} payments, {dollars(paid['total'])} in all.")


@payments.command("return")
@click.argument("run", type=int)
@AS
@_WHY
@click.pass_obj
def return_(env_file: Path, run: int, staff: str, reason: str) -> None:
    """Give run RUN up; the next one takes its people up."""
    office = BackOffice.open(load(env_file))
    office.payments.return_run(run, office.staff(staff), reason)
    click.echo(f"Run {run} is returned; `benefitline payments prepare` makes another.")


@payments.command("held")
@click.pass_obj
def held_list(env_file: Path) -> None:
    """The payments that are held, those due first, and what is proposed about each."""
    payments, after = BackOffice.open(load(env_file)).reading().held_payments, ""
    while page := payments.page(after, 200):
        for one in page:
            proposed = f"{one['what']} proposed by {one['proposed_by']}" if one["what"] else ""
            click.echo(
                f"{one['id']:>7}  due {one['due_on']}  {one['programme']:<22}"
                f"  {dollars(one['amount']):>12}  person {one['person_id']}  {proposed}".rstrip()
            )
        after = f"{page[-1]['due_on']}~{page[-1]['id']}"


@payments.command()
@click.argument("payment", type=int)
@AS
@_WHY
@click.option("--keep", is_flag=True, help="Propose to keep it on hold instead.")
@click.option("--approve", "settle", flag_value="approve", help="Do what somebody else proposed.")
@click.option("--return", "settle", flag_value="return", help="Nothing comes of what is proposed.")
@click.pass_obj
def release(
    env_file: Path, payment: int, staff: str, reason: str, keep: bool, settle: str | None
) -> None:
    """Propose to release held payment PAYMENT, with a reason; somebody else approves it."""
    if keep and settle:
        raise click.UsageError("--keep proposes; --approve and --return settle a proposal.")
    office = BackOffice.open(load(env_file))
    work, by = office.payments, office.staff(staff)
    if settle == "approve":
        done = work.approve(payment, by, reason)
        what = "is due again" if done == "release" else "stays held"
        click.echo(f"Approved by {by.name}: payment {payment} {what}.")
    elif settle == "return":
        work.send_back(payment, by, reason)
        click.echo(f"Payment {payment} stays held.")
    else:
        what = "keep" if keep else "release"
        work.propose(payment, "keep" if keep else "release", by, reason)
        click.echo(
            f"Payment {payment}: {what} is proposed by {by.name}; somebody else approves it."
        )


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
