"""What to bring for an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list

from benefits.country import programmes
from benefits.function import Asked, function


@function(
    "programmes.documents",
    takes=("programme",),
    gives=("found", "programme_name", "documents", "count"),
)
def documents(asked: Asked, programme: str) -> Mapping[str, Any]:
    """The documents needed to apply for a programme, as one phrase of a sentence.

    documents: "your identity card, your insurance card, and your bank account number".
    """
    wanted = programmes().get(programme)
    if wanted is None:
        return {"found": False, "programme_name": "", "documents": "", "count": 0}
    language = asked.language if asked.language in wanted.documents else "en"
    items = wanted.documents[language]
    return {
        "found": True,
        "programme_name": wanted.name(language),
        "documents": format_list(items, locale=language),
        "count": len(items),
    }
