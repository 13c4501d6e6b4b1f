"""Changing what flows say without touching the product: drafts, checks, and versions in use."""

from conversation.authoring.authoring import Authoring
from conversation.authoring.checking import Checks, Remark, spoken
from conversation.authoring.errors import NotNow, Wrong
from conversation.authoring.publishing import Difference, Publishing
from conversation.authoring.texts import LONGEST, TextAt, text_at, texts_of, written_wrong

__all__ = [
    "LONGEST",
    "Authoring",
    "Checks",
    "Difference",
    "NotNow",
    "Publishing",
    "Remark",
    "TextAt",
    "Wrong",
    "spoken",
    "text_at",
    "texts_of",
    "written_wrong",
]
