"""What goes wrong between two registries."""

from __future__ import annotations


class RecordsUnreachable(Exception):
    """The institution's records cannot be read just now: nothing is known of them, not even that
    something is not there."""

    def __init__(self, reason: str) -> None:
        """reason: one word, for the log and the metrics; nothing of a person."""
        super().__init__(f"the institution's records cannot be reached: {reason}")
        self.reason = reason


class Failed(Exception):
    """One request to the institution failed."""

    def __init__(self, reason: str, *, again: bool = True, after_s: float = 0.0) -> None:
        """again: may the same be asked once more? after_s: the earliest it is welcome."""
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.after_s = after_s
