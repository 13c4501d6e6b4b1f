"""What may be wrong with the words of a model."""

from __future__ import annotations


class WordsError(Exception):
    """Words or pronunciations that a graph cannot be made of; a sentence for people."""
