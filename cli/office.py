"""`benefitline office`: what is only done in person, with an identity card on the table."""

from __future__ import annotations

from pathlib import Path

import click

from cli.back_office import utc_now
from cli.environment import Store, load
from cli.proving import AS, prove
from storage import in_person
from storage.audit import Audit
from storage.rights import Right


@click.group()
def office() -> None:
    """Do what is only done in person."""


@office.command()
@click.argument("insurance_number")
@AS
@click.pass_obj
def pin(env_file: Path, insurance_number: str, staff: str) -> None:
    """Give the person with INSURANCE_NUMBER a PIN, which they choose; it is asked for unseen."""
    settings = load(env_file)
    store = Store.open(settings)
    by = prove(store, settings, staff, Right.CASES)
    chosen = click.prompt("PIN (8 digits)", hide_input=True, confirmation_prompt=True)
    audit = Audit(store.database, utc_now)
    in_person.give_pin(store.database, store.vault, insurance_number, chosen, by, audit)
    click.echo("The PIN is set.")


@office.command("end-helpers")
@click.argument("insurance_number")
@AS
@click.pass_obj
def end_helpers(env_file: Path, insurance_number: str, staff: str) -> None:
    """Let nobody act for the person with INSURANCE_NUMBER any more."""
    settings = load(env_file)
    store = Store.open(settings)
    by = prove(store, settings, staff, Right.CASES)
    audit = Audit(store.database, utc_now)
    ended = in_person.end_helpers(store.database, store.vault, insurance_number, by, audit)
    click.echo(f"Helpers ended: {ended}.")
