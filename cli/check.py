"""`benefitline check`: reads every flow, article and rule and says what is wrong with them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from benefits.article import FOLDER as ARTICLES
from benefits.article_check import Measures, Problem, check_articles
from benefits.rules.checking import Problem as RuleProblem
from benefits.rules.checking import check_rules
from benefits.rules.ruleset import FOLDER as RULES
from conversation.world import world as world_with
from flows.check import Finding, Report, World
from flows.check import check as check_flows
from flows.check.length import seconds
from flows.library import HERE, files_in
from sms.measuring import segments_of, sending


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ARTICLES,
    help="A folder with articles in place of those that come with the product.",
)
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=HERE
)
def check(as_json: bool, articles: Path, folder: Path) -> None:
    """Check the flows in FOLDER (library/*.yaml and locales/*.yaml), the articles and the rules.

    Exits with 1 when anything is wrong; warnings alone do not count.
    """
    report = check_flows(files_in(folder), world())
    problems = check_articles(articles, date.today(), Measures(seconds, segments_of))
    of_rules = check_rules(RULES, segments_of)
    show = _json if as_json else _table
    click.echo(show(report, problems, of_rules, folder))
    wrong = report.errors or of_rules or any(one.level == "error" for one in problems)
    sys.exit(1 if wrong else 0)


def world() -> World:
    """What the flows of this installation rely on."""
    return world_with(sending)


def _table(
    report: Report, problems: Sequence[Problem], of_rules: Sequence[RuleProblem], folder: Path
) -> str:
    found: list[Finding | Problem] = [*report.findings, *problems]
    errors = sum(finding.level == "error" for finding in found)
    lines = [str(finding) for finding in (*found, *of_rules)]
    lines.append(f"{folder}: {errors + len(of_rules)} errors, {len(found) - errors} warnings")
    lines += [
        f"{language}: {total.texts} texts, {total.seconds:.0f} s to say, "
        f"{total.segments} segments to send"
        for language, total in report.totals.items()
    ]
    return "\n".join(lines)


def _json(
    report: Report, problems: Sequence[Problem], of_rules: Sequence[RuleProblem], folder: Path
) -> str:
    content = {
        "findings": [asdict(finding) for finding in report.findings],
        "articles": [asdict(problem) for problem in problems],
        "rules": [asdict(problem) for problem in of_rules],
        "totals": {language: asdict(total) for language, total in report.totals.items()},
    }
    return json.dumps(content, ensure_ascii=False)
