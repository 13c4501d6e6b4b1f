"""Every text of the pages that is not somebody's own words, in the reader's language.

`locales/<language>/*.yaml` hold them, a file an area; what a language lacks is shown in English.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from flask import g, has_request_context, request

LANGUAGES = {"en": "English", "es": "Español", "zh": "中文"}
"""The languages of the pages, in their own names; the first is the one that has every text."""
FALLBACK = "en"
COOKIE = "benefitline_console_language"
_FOLDER = Path(__file__).parent / "locales"


@cache
def texts(language: str) -> dict[str, str]:
    """All texts by key. Raises ValueError where two files of a language have the same key."""
    found: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.yaml")):
        for key, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"{file}: the text {key!r} is in another file, too")
            found[key] = said
    return found


def language() -> str:
    """The language of whoever reads: chosen, else the one the browser asks for."""
    if not has_request_context():
        return FALLBACK
    if "console_language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        asked = request.accept_languages.best_match(LANGUAGES)
        g.console_language = chosen if chosen in LANGUAGES else asked or FALLBACK
    read: str = g.console_language
    return read


def text(key: str, **values: object) -> str:
    """The text with this key, with `{name}` filled in. Raises KeyError for none of ours."""
    said = texts(language()).get(key) or texts(FALLBACK)[key]
    return said.format(**values) if values else said.replace("{{", "{").replace("}}", "}")


def texts_of(page: str) -> dict[str, str]:
    """All texts of a page, without its name: for scripts, which fill them in themselves."""
    prefix = f"{page}."
    known = {**texts(FALLBACK), **texts(language())}
    return {key.removeprefix(prefix): of for key, of in known.items() if key.startswith(prefix)}


def name(kind: str, value: str) -> str:
    """The name of a value (`channel`, `voice`), or the value itself where it has none."""
    key = f"{kind}.{value}"
    return text(key) if key in texts(FALLBACK) else value
