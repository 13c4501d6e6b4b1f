"""The smallest library without a finding, and ways to break it."""

from __future__ import annotations

from dataclasses import dataclass

from flows.check import Finding, Report, Sent, World, check
from flows.check.locales import PHRASES

MARK = "# <-"
"""Stands in a broken flow on the line that the finding must name."""

BASE = """\
flow: base
title: {en: the town, zh: 城镇, es: la ciudad}
handles: [start, person, language, stop, no_match, no_input, failure]
start: ask
steps:
  ask:
    ask: town
    type: text
    text: {en: Your town, zh: 您的城镇, es: Su ciudad}
    next: bye
  bye: {end: conversation}
"""


EXTRA = """\
flow: extra
title: {en: more, zh: 更多, es: más}
intents: [claim_status]
start: out
steps:
  out: {end: flow}
"""
CATALOGUE = "claim_status: {about: anything, en: a claim, zh: 申请, es: una solicitud}\n"


@dataclass(frozen=True)
class Function:
    takes: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


def sending(text: str) -> Sent:
    """Ten characters a segment; Chinese is dear."""
    return Sent(-(-len(text) // 100), "".join(c for c in text if "一" <= c <= "鿿"))


WORLD = World(
    functions={"towns.find": Function(("town",), ("county",), ("found", "name"))},
    slot_types=frozenset({"text", "yes_no", "option"}),
    lists=frozenset({"towns.all"}),
    intents={"claim_status": frozenset({"en", "zh", "es"})},
    sending=sending,
)


def locale() -> str:
    """Every phrase of the engine with the values it has."""
    keys = {**PHRASES, **{f"{k}_{t}": () for k in ("hint", "keys") for t in WORLD.slot_types}}
    return "".join(
        f'{key}: "{key} {" ".join(f"{{{name}}}" for name in sorted(values))}"\n'
        for key, values in sorted(keys.items())
    )


def library(**flows: str) -> dict[str, str]:
    """The files of a library: base and extra flow, others by name, catalogue, complete locales."""
    files = {f"locales/{language}.yaml": locale() for language in ("en", "zh", "es")}
    flows = {"base": BASE, "extra": EXTRA, **flows}
    own = {f"library/{name}.yaml": text for name, text in flows.items()}
    return {**files, **own, "catalogue.yaml": CATALOGUE}


def lint(**flows: str) -> Report:
    return check(library(**flows), WORLD)


def marked(text: str) -> int:
    """The line with the mark."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if MARK in line)


def matching(report: Report, level: str, part: str) -> list[Finding]:
    return [f for f in report.findings if f.level == level and part in f.message]
