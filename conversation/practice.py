"""Practice: conversations of trainers and newcomers, which reach nobody outside.

A practice telephone calls a line of its own, which no provider knows, from a number that cannot be
dialled and that no look-up finds. So whatever is remembered of a caller (language, opt-outs, a call
that broke off) stays apart from the citizen whose number was borrowed. Only the functions of
`benefits/` are told the number itself.
"""

from __future__ import annotations

LINE = "practice"
"""What is called in practice. The database knows practice conversations by it."""


def number(telephone: str, borrowed: str) -> str:
    """The number that a practice telephone shows; empty when it is withheld.

    telephone: which one, so that two that borrow the same number are not mixed up.
    borrowed: E.164, or empty.
    """
    return f"{LINE}:{telephone}:{borrowed}" if borrowed else ""


def borrowed(number: str) -> str:
    """The number (E.164) behind one made by `number`; any other is answered as it is."""
    return number.rpartition(":")[2] if number.startswith(f"{LINE}:") else number
