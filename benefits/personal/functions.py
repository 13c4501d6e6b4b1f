"""Every function of this package, registered by being imported."""

from benefits.personal import (
    about_me,
    addresses,
    bank,
    holding,
    letters,
    names,
    new_phone,
    preferring,
)

__all__ = [
    "about_me",
    "addresses",
    "bank",
    "holding",
    "letters",
    "names",
    "new_phone",
    "preferring",
]
