"""How long texts take to say, and what they cost to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.check.finding import Finding
from flows.check.flowset import KINDS, FlowSet, Phrases, at, one
from flows.check.sample import filled, sample
from flows.check.world import World

LONGEST_S = 20.0
"""A caller who hears more than this in one go has forgotten how it began."""
MOST_SEGMENTS = 2

# Seconds for a letter or digit and for a pause, fitted to the bundled voices at 155 words a
# minute; the worst text is half a second off.
_PACE = {"en": (0.060, 0.51), "zh": (0.272, 0.35), "es": (0.067, 0.51)}
_PAUSES = frozenset(".,;:?!，。、；：？！")

Ways = Mapping[str, str]
"""The wordings of a text by kind, filled with sample values."""


@dataclass
class Totals:
    """All texts of one language."""

    texts: int = 0
    seconds: float = 0.0
    segments: int = 0
    """Of every text sent once."""


def seconds(text: str, language: str) -> float:
    """About how long it takes to say a text."""
    letter, pause = _PACE.get(language, _PACE["en"])
    return letter * sum(map(str.isalnum, text)) + pause * sum(c in _PAUSES for c in text)


def check_length(flows: FlowSet, world: World) -> tuple[list[Finding], dict[str, Totals]]:
    """Warnings about long texts, and the totals by language."""
    totals = {language: Totals() for language in world.languages}
    findings: list[Finding] = []
    for flow, step, path, text in flows.texts():
        if step is None or path.endswith(".label"):
            continue  # Titles and labels are said as parts of other texts.
        for language in text.languages.keys() & totals.keys():
            ways = {kind: sample(flows, step, text, language, kind) for kind in KINDS}
            for message in _messages(language, ways, world):
                findings.append(at(flow, step, f"{path}.{language}", "warning", message))
            _add(totals[language], language, ways, world)
    for phrases in flows.locales.values():
        if phrases.language in totals:
            findings += _of_phrases(phrases, totals[phrases.language], world)
    return findings, totals


def _of_phrases(phrases: Phrases, totals: Totals, world: World) -> Iterator[Finding]:
    for key, wording in phrases.wordings.items():
        ways = {kind: filled(one(wording, kind), phrases.language, kind) for kind in KINDS}
        _add(totals, phrases.language, ways, world)
        for message in _messages(phrases.language, ways, world):
            yield Finding(phrases.file, phrases.lines[key], key, "warning", message)


def _messages(language: str, ways: Ways, world: World) -> Iterator[str]:
    sms = ways["sms"]
    took = max(seconds(ways["voice"], language), seconds(ways["keys"], language))
    if took > LONGEST_S:
        yield f"takes {took:.0f} s to say in {language}, more than {LONGEST_S:.0f} s"
    sent = world.sending(sms)
    if sent.segments > MOST_SEGMENTS:
        yield f"takes {sent.segments} segments to send in {language}, more than {MOST_SEGMENTS}"
    if language != "zh":
        for character in sent.costly:
            place = sms.find(character) + 1
            yield f'"{character}" at {place} of the {language} text makes it dearer to send'


def _add(totals: Totals, language: str, ways: Ways, world: World) -> None:
    totals.texts += 1
    totals.seconds += seconds(ways["voice"], language)
    totals.segments += world.sending(ways["sms"]).segments
