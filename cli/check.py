"""`benefitline check`: reads every flow and says what is wrong, with file, line and step."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from benefits import FUNCTIONS, LISTS
from flows.check import Report, Sent, World
from flows.check import check as check_flows
from flows.library import HERE, files_in
from intents import SLOT_TYPES
from intents.wording import FOLDER, wordings
from sms.economy import economical
from sms.segments import forcing, segments


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=HERE
)
def check(as_json: bool, folder: Path) -> None:
    """Check the flows in FOLDER (library/*.yaml and locales/*.yaml).

    Exits with 1 when anything is wrong; warnings alone do not count.
    """
    report = check_flows(files_in(folder), world())
    click.echo(_json(report) if as_json else _table(report, folder))
    sys.exit(1 if report.errors else 0)


def world() -> World:
    """What the flows of this installation rely on."""
    found = wordings(FOLDER)
    known = {intent for wording in found for intent in wording.intents}
    return World(
        functions=FUNCTIONS,
        slot_types=frozenset(SLOT_TYPES),
        lists=frozenset(LISTS),
        intents={
            intent: frozenset(each.language for each in found if each.intents.get(intent))
            for intent in known
        },
        sending=sending,
    )


def sending(text: str) -> Sent:
    """What a text takes as it is really sent, with look-alikes for dear characters."""
    ready = economical(text)
    cost = segments(ready)
    plain = "".join("x" if character in forcing(ready) else character for character in ready)
    dear = cost.count > segments(plain).count
    return Sent(cost.count, "".join(forcing(ready)) if dear else "")


def _table(report: Report, folder: Path) -> str:
    lines = [str(finding) for finding in report.findings]
    warnings = len(report.findings) - len(report.errors)
    lines.append(f"{folder}: {len(report.errors)} errors, {warnings} warnings")
    lines += [
        f"{language}: {total.texts} texts, {total.seconds:.0f} s to say, "
        f"{total.segments} segments to send"
        for language, total in report.totals.items()
    ]
    return "\n".join(lines)


def _json(report: Report) -> str:
    content = {
        "findings": [asdict(finding) for finding in report.findings],
        "totals": {language: asdict(total) for language, total in report.totals.items()},
    }
    return json.dumps(content, ensure_ascii=False)
