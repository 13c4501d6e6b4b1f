"""Which news there is, for who has shown who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benefits.country import programmes
from benefits.function import Asked, function
from benefits.identity import Level
from benefits.interview import put
from benefits.proactive.news import Item, items
from benefits.proactive.written import written

Row = Mapping[str, Any]
_TOLD = ("programme", "programme_name", "amount", "due_on", "document", "question", "key")


@function("news.next", optional=("told",), gives=("kind", "told", "any", *_TOLD), level=Level.PIN)
def following(asked: Asked, told: Sequence[str] | None = None) -> Row:
    """The next thing to tell. told: of the answer before, for the one after it.

    kind: entitlement (programme), contributions (amount in cents, due_on), document (document, and
    due_on, when it expires), question (programme, question in words, key) or empty for nothing
    more. any: something was told before this.
    """
    assert asked.identity.person is not None
    known = list(told or ())
    nothing: dict[str, Any] = {**dict.fromkeys(_TOLD, ""), "amount": 0}
    for item in items(asked.registry, asked.identity.person, asked.now):
        if item.key not in known:
            about = _about(asked, item)
            return {**nothing, **about, "kind": item.topic, "told": [*known, item.key], "any": True}
    return {**nothing, "kind": "", "told": known, "any": bool(known)}


def _about(asked: Asked, item: Item) -> Row:
    facts = item.facts
    if item.topic == "document":
        names = written().documents.get(facts["kind"], {})
        name = names.get(asked.language) or names.get("en") or facts["kind"]
        return {"document": name, "due_on": facts["expires_on"]}
    if item.topic == "contributions":
        return {"amount": facts["amount"] - facts["paid"], "due_on": facts["due_on"]}
    about: dict[str, Any] = {}
    if item.topic == "question":
        question = put(facts["facts"]["fact"], asked.language, asked.channel)
        about, facts = {"question": question["text"], "key": facts["key"]}, facts["facts"]
    name = programmes()[facts["programme"]].name(asked.language)
    return {**about, "programme": facts["programme"], "programme_name": name}
