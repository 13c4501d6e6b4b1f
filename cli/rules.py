"""`benefitline rules`: tests and checks the rules, and says what other ones would change."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from benefits.rules import Changed, Decision, RuleError, Ruleset, compare, decide
from benefits.rules.cases import read_cases
from benefits.rules.checking import check_rules
from benefits.rules.ruleset import FOLDER
from benefits.rules.trial import FOLDER as TESTS
from benefits.rules.trial import decisions, failures
from benefits.rules.wording import money
from cli.back_office import BackOffice
from cli.check import segments_of
from cli.environment import load

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_RULES = click.option(
    "--rules",
    "folder",
    type=_FOLDER,
    default=FOLDER,
    help="A folder with rules in place of those that come with the product.",
)


@click.group("rules")
def rules() -> None:
    """Rules of benefits: their tests, what is wrong with them, what a change of them changes."""


@rules.command("test")
@_RULES
@click.argument("tests", type=click.Path(exists=True, path_type=Path), default=TESTS)
def test(folder: Path, tests: Path) -> None:
    """Run the tests in TESTS, a YAML file or a folder of them, as OpenFisca writes them.

    Prints which failed, with what was expected and what came; exits with 1 when any did.
    """
    cases = list(read_cases(tests))
    failed = list(failures(cases, Ruleset.load(folder)))
    for failure in failed:
        click.echo(str(failure))
    click.echo(f"{len(cases)} tests, {len(failed)} failed")
    sys.exit(1 if failed or not cases else 0)


@rules.command("check")
@click.argument("folder", type=_FOLDER, default=FOLDER)
def check(folder: Path) -> None:
    """Say what is wrong with the rules in FOLDER, and exit with 1 when anything is."""
    problems = check_rules(folder, segments_of)
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{folder}: {len(problems)} errors")
    sys.exit(1 if problems else 0)


@rules.command("compare")
@_RULES
@click.option(
    "--facts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A line each: {"programme": …, "on": "2026-11-27", "facts": {…}}, or the record of a '
    "decision. Without it, what the tests of the rules are about.",
)
@click.option("--decisions", "stored", is_flag=True, help="The decisions that have been made here.")
@click.argument("old", type=_FOLDER, required=False)
@click.pass_obj
def compare_rules(
    env_file: Path, folder: Path, facts: Path | None, stored: bool, old: Path | None
) -> None:
    """Show which decisions of the rules in OLD come to something else by the rules now.

    With --decisions those that have been made here, by whatever rules: OLD is not needed, and no
    facts of people are shown.
    """
    if stored:
        _compare_stored(env_file, Ruleset.load(folder))
        return
    if old is None:
        raise click.UsageError("Give the folder OLD, or --decisions.")
    before = Ruleset.load(old)
    made = list(_decided(facts, before) if facts else decisions(read_cases(TESTS), before))
    changed = list(compare(made, Ruleset.load(folder)))
    for one in changed:
        click.echo(_told(one))
    click.echo(f"{len(made)} decisions, {len(changed)} come to something else")


def _compare_stored(env_file: Path, now: Ruleset) -> None:
    """One decision after the other: there may be more than the memory holds."""
    count = changed = 0
    for number, record in BackOffice.open(load(env_file)).reading().decisions.records():
        count += 1
        for one in compare([record], now):
            changed += 1
            click.echo(f"decision {number}, {_told(one, facts=False)}")
    click.echo(f"{count} decisions, {changed} come to something else")


def _decided(file: Path, before: Ruleset) -> Iterator[Decision]:
    """The decisions that the old rules make for each line."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            programme, on, known = case["programme"], date.fromisoformat(case["on"]), case["facts"]
        except (ValueError, KeyError, TypeError) as error:
            raise RuleError(
                file.name, number, "", f"no programme, day and facts ({error})"
            ) from None
        yield decide(programme, known, on, before)


def _told(one: Changed, facts: bool = True) -> str:
    known = ", ".join(f"{name}={value}" for name, value in one.before.facts.items())
    before, after = _result(one.before), _result(one.after)
    changed = f"{one.before.programme} on {one.before.on}: {before} → {after}"
    return f"{changed} ({known})" if facts else changed


def _result(decision: Decision) -> str:
    if decision.outcome != "granted":
        why = f" by {decision.decided_by}" if decision.decided_by else ""
        return f"{decision.outcome}{why}"
    until = f" to {decision.last_on}" if decision.last_on else ""
    amount = money(decision.amount or 0, "en")
    return f"granted {amount} from {decision.first_on}{until}"
