"""Changing what flows say without touching the product: drafts, checks, and versions in use."""

from conversation.authoring.authoring import Authoring
from conversation.authoring.checking import Checks, Remark
from conversation.authoring.errors import NotNow, Wrong
from conversation.authoring.publishing import Difference, Publishing
from conversation.authoring.texts import TextAt, text_at, texts_of

__all__ = [
    "Authoring",
    "Checks",
    "Difference",
    "NotNow",
    "Publishing",
    "Remark",
    "TextAt",
    "Wrong",
    "text_at",
    "texts_of",
]
