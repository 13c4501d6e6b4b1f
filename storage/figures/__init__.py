"""Figures of the service: folded from the turns as they come, summed by day, read in no time."""

from storage.figures.folding import Folding
from storage.figures.reading import Figures, Wanted
from storage.figures.talk import Talk, entries

__all__ = ["Figures", "Folding", "Talk", "Wanted", "entries"]
