"""Two subjects that are nearly as likely: it takes a question to know which."""

from __future__ import annotations

from collections.abc import Sequence

from intents.limits import Subjects
from intents.understood import Candidate


def between(
    candidates: Sequence[Candidate], limits: Subjects
) -> tuple[Candidate, Candidate] | None:
    """The two best candidates where they are close to each other and together likely."""
    if len(candidates) < 2:
        return None
    first, second = candidates[:2]
    close = first.confidence - second.confidence <= limits.close
    likely = first.confidence + second.confidence >= limits.together
    asides = {first.intent, second.intent} & set(limits.asides)
    return (first, second) if close and likely and not asides else None
