"""`benefitline checks`: goes over all records for errors and fraud."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import click

from benefits.checks.running import run as run_check
from benefits.checks.table import LOOKS
from benefits.checks.trial import FOLDER, failures, read_cases, untested
from benefits.checks.written import checks as written
from cli.environment import Store, load
from cli.over_records import act
from storage.conversations import Overtaken
from storage.registry import SqlRegistry


@click.group("checks")
def checks() -> None:
    """Look for errors and fraud in the records."""


@checks.command("run")
@click.option("--only", type=click.Choice(list(LOOKS)), help="One check.")
@click.option("--timing", is_flag=True, help="Say how long each took.")
@click.pass_obj
def run(env_file: Path, only: str | None, timing: bool) -> None:
    """Go over all records; what is found opens a case, once."""
    store = Store.open(load(env_file))
    whole = perf_counter()
    for name in [only] if only else LOOKS:
        began, now = perf_counter(), datetime.now(UTC)
        try:
            counts = act(store, now, lambda registry: run_check(registry, now, name))  # noqa: B023
        except Overtaken:
            raise click.ClickException(
                f"{name} is run somewhere else just now; nothing of it was kept here. Run it again."
            ) from None
        took = f"  {perf_counter() - began:6.2f} s" if timing else ""
        told = ", ".join(f"{counts[what]} {what}" for what in ("opened", "asked", "noted", "known"))
        click.echo(f"{name:<24}{counts['found']:>5} found: {told}{took}")
    if timing:
        click.echo(f"{perf_counter() - whole:.2f} s in all")


@checks.command("list")
def list_() -> None:
    """Every check with its limits, and what staff do."""
    for name, check in written().items():
        limits = ", ".join(f"{limit}: {value}" for limit, value in check.limits.items())
        click.echo(f"{name} ({check.when}; {check.category}, {check.priority})")
        click.echo(f"    looks at {check.looks_at}" + (f" ({limits})" if limits else ""))
        click.echo(f"    {check.staff}")


@checks.command("test")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER
)
def test(folder: Path) -> None:
    """Run the tests in FOLDER, rows in and findings out; exits with 1 when any fails."""
    try:
        cases = read_cases(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    failed = [*failures(cases), *(untested(cases) if folder == FOLDER else ())]
    for failure in failed:
        click.echo(failure)
    click.echo(f"{len(cases)} tests, {len(failed)} failed")
    sys.exit(1 if failed or not cases else 0)


@checks.command("deaths")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def deaths(env_file: Path, file: Path) -> None:
    """Put the deaths in FILE on record, a CSV of the register: insurance_number, died_on.

    All of it or, where a line is wrong, nothing; then run `benefitline checks run`.
    """
    store, now = Store.open(load(env_file)), datetime.now(UTC)
    lines = list(_deaths(file, now.date()))

    def keep(registry: SqlRegistry) -> int:
        known = 0
        for number, died_on in lines:
            person = registry.person(number)
            if person is not None:
                registry.checks.add_death(person["id"], died_on, file.name)
                known += 1
        return known

    kept = act(store, now, keep)
    click.echo(f"{kept} deaths are on record; {len(lines) - kept} numbers are nobody's here.")


def _deaths(file: Path, today: date) -> Iterator[tuple[str, str]]:
    """The number and the day of each line. Raises ClickException naming the line."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        for line, row in enumerate(csv.DictReader(text), 2):
            try:
                number, died_on = row["insurance_number"].strip(), row["died_on"].strip()
                if date.fromisoformat(died_on) > today:
                    raise ValueError("a day to come")
            except (KeyError, ValueError, AttributeError) as error:
                raise click.ClickException(
                    f"{file.name}, line {line}: no insurance_number and died_on, a day like"
                    f" 2026-11-23 that has passed ({error}). Nothing was kept."
                ) from None
            yield number, died_on
