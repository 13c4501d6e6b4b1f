"""`benefitline exceptions`: what could not be done by itself, and settling it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from benefits.jobs.paying import dollars
from benefits.rules import Decision, ruleset
from cli.back_office import BackOffice
from cli.environment import load
from cli.proving import AS
from storage.staff import StaffMember


@click.group()
def exceptions() -> None:
    """What jobs could not do, with what to do about it and who may."""


@exceptions.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """What waits for a person, due first."""
    waiting = BackOffice.open(load(env_file)).exceptions.waiting()
    for one in waiting:
        about = one["about"]
        click.echo(f"{one['code']}  due {one['due_date']}  {about['who']:<10}  {about['to_do']}")
    click.echo(f"{len(waiting)} exceptions wait")


@exceptions.command()
@click.argument("code")
@click.pass_obj
def show(env_file: Path, code: str) -> None:
    """Exception CODE: what to do, what is proposed and why, and what has happened."""
    found = BackOffice.open(load(env_file)).exceptions.file(code)
    about = found["about"]
    click.echo(f"{about['to_do']}\nWho may: {about['who']}. Due {found['due_date']}.")
    click.echo(f"Job {about['job']}, {about['key']}, person {found['person_id'] or '-'}")
    if decision := found["decision"]:
        _show_decision(decision)
    for event in found["events"]:
        line = f"{event['at'][:16].replace('T', ' ')}  {event['actor']}: {event['what']}"
        click.echo(f"{line} {event['note']}".rstrip())


@exceptions.command()
@click.argument("code")
@AS
@click.option("--approve", "action", flag_value="approve", help="Put what is proposed in force.")
@click.option("--return", "action", flag_value="return", help="Nothing comes of it; say why.")
@click.option(
    "--decide",
    "outcome",
    type=click.Choice(("granted", "refused")),
    help="Propose another decision; somebody else approves it.",
)
@click.option("--again", "action", flag_value="again", help="Let the job try it once more.")
@click.option("--done", "action", flag_value="done", help="It has been done by hand; say what.")
@click.option("--amount", help="A month, as 612.50.")
@click.option("--first-on", type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--reason", default="", help="Why, for the record.")
@click.pass_obj
def resolve(
    env_file: Path,
    code: str,
    staff: str,
    action: str | None,
    outcome: str | None,
    amount: str | None,
    first_on: Any,
    reason: str,
) -> None:
    """Settle exception CODE, in one of these ways."""
    if (action is None) == (outcome is None):
        raise click.UsageError("Give one of --approve, --return, --decide, --again and --done.")
    office = BackOffice.open(load(env_file))
    settling, by = office.exceptions, office.staff(staff)
    if outcome is not None:
        first = f"{first_on:%Y-%m-%d}" if first_on else ""
        settling.decide(code, by, outcome, _cents(amount), first, reason)
        click.echo(f"{code}: {outcome} is proposed by {by.name}; somebody else approves it.")
        return
    does: dict[str, Callable[[str, StaffMember, str], None]] = {
        "approve": settling.approve,
        "return": settling.send_back,
        "again": settling.again,
        "done": settling.done,
    }
    does[action or ""](code, by, reason)
    click.echo(f"{code} is resolved by {by.name}.")


def _cents(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        cents = Decimal(text) * 100
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or cents != int(cents) or not 0 < cents < 10**12:
        raise click.BadParameter(f"{text!r} is no amount like 612.50.", param_hint="--amount")
    return int(cents)


def _show_decision(decision: Any) -> None:
    amount = f" {dollars(decision['amount'])} a month" if decision["amount"] else ""
    first = f" from {decision['first_on']}" if decision["first_on"] else ""
    click.echo(
        f"{decision['status']}: {decision['programme']} {decision['outcome']}{amount}{first},"
        f" entered by {decision['entered_by']}, rules {decision['ruleset_version']}"
    )
    rules = ruleset()
    record = Decision.from_record(decision["record"])
    for reason in record.reasons if record.ruleset_version == rules.version else ():
        mark = {True: "yes", False: "no ", None: "?  "}[reason.holds]
        click.echo(f"    {mark} {rules.explain(reason, 'en')}")
