"""The limits of steps that an institution has found in its calls: a file of its data folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from intents.limits import Limit, limit

NAME = "limits.yaml"
_HEAD = """\
# How sure a spoken answer must be at a step (`flow.step`): from `take` on it is acted on, from
# `confirm` on it is asked about. Found by `benefitline calibrate` in this institution's calls.
# A flow's own `confidence` goes before it; a step taken out here has the usual limits again.
"""


class LimitsError(Exception):
    """A file of limits that cannot be used; the message names it, and the step."""


def read(file: Path) -> dict[str, Limit]:
    """The limits by step; none where there is no file. Raises LimitsError."""
    try:
        data = yaml.safe_load(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise LimitsError(f"{file} cannot be read: {reason}") from None
    steps = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(steps, dict):
        raise LimitsError(f"{file} must hold `steps:` with a limit for each step")
    found = {}
    for step, pair in steps.items():
        try:
            found[str(step)] = limit(pair)
        except ValueError as error:
            raise LimitsError(f"{file}: {step}: {error}") from None
    return found


def write(file: Path, limits: Mapping[str, Limit]) -> None:
    """Write them in one step, so that a server that starts meanwhile reads the old or the new."""
    lines = [
        f"  {step}: {{take: {each.take:g}, confirm: {each.confirm:g}}}"
        for step, each in sorted(limits.items())
    ]
    new = file.with_suffix(".new")
    new.write_text(f"{_HEAD}steps:\n" + "\n".join(lines) + "\n", "utf-8")
    os.replace(new, file)
