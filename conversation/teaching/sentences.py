"""A sentence of a caller as an example: without numbers and names, and compared with the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from conversation.redaction import MASK, redact
from conversation.teaching.misunderstanding import LEAST_OF_NUMBER, LONGEST, words_of
from intents.text import tokens
from intents.wording import Lesson, Wording, extended, wordings

MOST_OF_NAME = 3
"""Words of a name that somebody says of themselves."""
_INTRODUCTIONS = {
    "en": r"(?:my name is|my name's|the name's|i'm called|this is|i am|i'm)",
    "es": r"(?:me llamo|mi nombre es|soy|habla|le habla|le saluda)",
    "zh": r"(?:我的名字是|我名字叫|我叫|我姓)",
}
_SURE = {"en": ("name", "called"), "es": ("llamo", "nombre"), "zh": ("名", "叫", "姓")}
"""Of an introduction that nothing but a name follows."""
_EDGES = " ,.;:，。、-–—"


class NotAnExample(ValueError):
    """A sentence that cannot be one; `why` is empty, long, number (nothing else) or known."""

    def __init__(self, why: str) -> None:
        super().__init__(f"that is no example: {why}")
        self.why = why


@dataclass(frozen=True)
class Clash:
    """An example that has the same words, and its intent: empty where it is of none."""

    intent: str
    text: str


def sentence(text: str, language: str) -> str:
    """The sentence as examples are written. Raises NotAnExample.

    Numbers stand in no example, since understanding takes them out before it compares; nor do the
    names of callers.
    """
    plain = unicodedata.normalize("NFC", text)
    plain = " ".join("".join(c for c in plain if c.isprintable() or c.isspace()).split())
    if not plain:
        raise NotAnExample("empty")
    if len(plain) > LONGEST:
        raise NotAnExample("long")
    without = redact(_nameless(plain, language), LEAST_OF_NUMBER).replace(MASK, " ")
    without = re.sub(r"\s+([,.;:?!，。？！])", r"\1", " ".join(without.split()))
    without = re.sub(r"([,，])(?:\s*[,，.。])+", r"\1", without).strip(_EDGES)
    if not words_of(without):
        raise NotAnExample("number")
    return without


def perhaps_names(text: str, language: str) -> list[str]:
    """Words of a sentence that are written like names, and that no example has."""
    words = re.findall(r"[^\W\d_]+", text)[1:] if language != "zh" else []
    return [word for word in words if word[0].isupper() and not _known(word, language)]


def clash(text: str, intent: str, language: str, lessons: Iterable[Lesson]) -> Clash | None:
    """The example of another intent that has the same words. Raises NotAnExample (`known`) where
    this intent itself has it."""
    same = tokens(text)
    found = None
    for other, example in _examples(_wording(language, tuple(lessons))):
        if tokens(example) == same:
            if other == intent:
                raise NotAnExample("known")
            found = found or Clash(other, example)
    return found


def _examples(wording: Wording) -> Iterable[tuple[str, str]]:
    yield from ((intent, text) for intent, texts in wording.intents.items() for text in texts)
    yield from (("", text) for text in wording.outside)


def _nameless(text: str, language: str) -> str:
    """The sentence without the words in which somebody says who they are."""
    introduction = _INTRODUCTIONS.get(language)
    if introduction is None:
        return text
    for match in reversed([*re.finditer(rf"(?<!\w){introduction}", text, re.IGNORECASE)]):
        end = _end_of_name(text, match.end(), language, _is_sure(match[0], language))
        if end > match.end():
            text = f"{text[: match.start()]} {text[end:]}"
    return text


def _is_sure(introduction: str, language: str) -> bool:
    return any(word in introduction.lower() for word in _SURE[language])


def _end_of_name(text: str, at: int, language: str, sure: bool) -> int:
    """Where a name ends that begins here; the place itself for none."""
    if language == "zh":
        name = re.compile(r"[\u3400-\u9fff]{1,4}(?=[，,。；\s]|$)").match(text, at)
        return name.end() if name else at
    for _ in range(MOST_OF_NAME):
        word = re.compile(r"[ ]([^\W\d_]+)").match(text, at)
        if word is None:
            break
        capital = word[1][0].isupper() and word[1] != "I"
        if not capital and not (sure and not _known(word[1], language)):
            break
        at = word.end()
    return at


def _known(word: str, language: str) -> bool:
    """Does an example of the product have this word?"""
    return all(one in _vocabulary(language) for one in tokens(word))


@cache
def _vocabulary(language: str) -> frozenset[str]:
    wording = _wording(language, ())
    return frozenset(word for _, text in _examples(wording) for word in tokens(text))


def _wording(language: str, lessons: tuple[Lesson, ...]) -> Wording:
    """Raises StopIteration for a language without examples."""
    return extended(next(one for one in wordings() if one.language == language), lessons)
