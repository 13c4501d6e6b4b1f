"""What the linter says about texts, in the reader's language: it speaks English to engineers."""

from __future__ import annotations

import re

from console.texts import name, text

_PATTERNS: dict[str, re.Pattern[str]] = {
    key: re.compile(pattern)
    for key, pattern in {
        "missing": r"is missing in (?P<language>\w+)",
        "lacks": r"the (?P<language>\w+) (?P<kind>\w+) wording lacks (?P<value>\{.*\})",
        "unset": r"(?:nothing|no flow ever) sets (?P<value>[\w.]+)(?: before it is used here)?",
        "no_field": r"(?P<slot>[\w.]+) has no field (?P<value>[\w.]+)",
        "format": r"(?P<value>\{.*\}) has an unknown format: (?P<known>.*)",
        "long": r"takes (?P<seconds>\d+) s to say in (?P<language>\w+), more than (?P<most>\d+) s",
        "segments": r"takes (?P<count>\d+) segments to send in (?P<language>\w+),"
        r" more than (?P<most>\d+)",
        "dear": r'"(?P<sign>.)" at \d+ of the (?P<language>\w+) text makes it dearer to send',
        "no_value": r"(?P<value>.*) is no value: it is said as it is"
        r"(?: \((?P<language>\w+), (?P<kind>\w+)\))?",
    }.items()
}


def told(message: str) -> str:
    """A message of the linter in the reader's language; as it is where it is another one."""
    for key, pattern in _PATTERNS.items():
        match = pattern.fullmatch(message)
        if match:
            values = {key_: value or "" for key_, value in match.groupdict().items()}
            if "language" in values:
                values["language"] = name("language", values["language"])
            if "kind" in values:
                values["kind"] = name("flows.kind", values["kind"])
            return text(f"flows.remark.{key}", **values)
    return message
