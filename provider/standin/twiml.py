"""Reading TwiML, as strictly as the provider does."""

from __future__ import annotations

from xml.etree import ElementTree

from provider.standin.errors import StandinError
from provider.standin.server import Answer

_LARGEST = 64 * 1024  # the provider refuses longer documents

Verb = ElementTree.Element
"""One instruction: its name in `tag`, its attributes in `attrib`, nested ones as children."""


def verbs(answer: Answer, url: str) -> list[Verb]:
    """The instructions in an answer to a webhook at `url`.

    Raises StandinError for whatever would make the provider say that an application error has
    occurred: an error status, another content type, a broken or an oversized document.
    """
    if answer.status != 200:
        plain = answer.content_type == "text/plain"
        why = f": {answer.text.strip()[:200]}" if plain else "."
        raise StandinError(f"{url} answered {answer.status}{why}")
    if answer.content_type not in ("text/xml", "application/xml"):
        raise StandinError(f"{url} answered {answer.content_type} where TwiML is needed.")
    if len(answer.body) > _LARGEST:
        raise StandinError(f"{url} answered {len(answer.body)} bytes of TwiML; 64 kB is the most.")
    try:
        root = ElementTree.fromstring(answer.body)
    except ElementTree.ParseError as error:
        raise StandinError(f"{url} answered TwiML that is not XML: {error}.") from error
    if root.tag != "Response":
        raise StandinError(f"{url} answered <{root.tag}> where <Response> is needed.")
    return list(root)


def words(verb: Verb) -> str:
    """The text inside an instruction, without the line breaks of its layout."""
    return " ".join("".join(verb.itertext()).split())
