"""What `benefitline models list` shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audio_models import Candidate, ModelError, Registry
from audio_models.official import Official, official
from settings import LANGUAGES


def lines(registry: Registry, everything: bool) -> Iterator[str]:
    """A paragraph a language; with `everything`, also for those that only have official models."""
    offered = official().values()
    languages = {*LANGUAGES, *registry.languages()}
    if everything:
        languages |= {one.language for one in offered}
    for language in sorted(languages):
        installed = registry.candidates(language)
        names = {one.name for one in installed}
        yield language or "language unknown"
        yield from _installed(installed)
        for one in offered:
            if one.language == language and one.name not in names:
                yield f"  available  {one.name} ({_offer(one)})"


def follows(registry: Registry, name: str, language: str) -> str:
    """What calls have to expect of a model that was put in place a moment ago."""
    first = registry.candidates(language)[0]
    if first.name == name:
        return f"Calls in {language!r} use it from the next one on."
    why = "it was chosen" if first.pinned else "it ranks higher"
    return (
        f"{first.name} stays in use, because {why}; `benefitline models use {name}` changes that."
    )


def _installed(candidates: list[Candidate]) -> Iterator[str]:
    broken = [(one, problem) for one in candidates if (problem := _problem(one))]
    fit = [one for one in candidates if one not in [other for other, _ in broken]]
    if fit:
        yield f"  in use     {fit[0].name} ({_facts(fit[0])}): {_why(fit, broken)}"
    else:
        why = "what is installed is broken" if broken else "none is installed or bundled"
        yield f"  in use     none, because {why}: callers use the keys and hear the prompts"
    for one in fit[1:]:
        yield f"  {'bundled  ' if one.is_bundled else 'installed'}  {one.name} ({_facts(one)})"
    for one, problem in broken:
        yield f"  broken     {one.name}: {problem}"


def _why(fit: list[Candidate], broken: list[tuple[Candidate, str]]) -> str:
    chosen = next((one for one, _ in broken if one.pinned), None)
    if fit[0].pinned:
        return "it was chosen"
    if chosen:
        return f"{chosen.name} was chosen, but is broken"
    if fit[0].is_bundled:
        return "what is installed is broken" if broken else "nothing else is installed"
    if sum(not one.is_bundled for one in fit) > 1:
        return "the best of those installed"
    if fit[-1].is_bundled:
        return "installed models go before the bundled one"
    return "nothing else is installed"


def _problem(candidate: Candidate) -> str | None:
    try:
        candidate.check()
    except ModelError as error:
        return str(error)
    return None


def _facts(candidate: Candidate) -> str:
    described = candidate.description
    parts = [
        "bundled" if candidate.is_bundled else candidate.kind,
        _megabytes(sum(path.stat().st_size for path in _files(candidate.folder))),
        described.origin if described and candidate.kind == "own" else "",
        described.licence if described and described.licence else "",
        "checksum never confirmed"
        if described and not described.verified and described.checksum
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _offer(one: Official) -> str:
    parts = [
        one.kind,
        f"{_megabytes(one.bytes)} to fetch",
        one.licence or "licence not known",
        f"up to {one.memory_mb} MB of memory" if one.memory_mb else "",
        "" if one.checksum else "checksum not known",
    ]
    return ", ".join(part for part in parts if part)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
