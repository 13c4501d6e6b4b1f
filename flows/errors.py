"""What can be wrong with a flow."""

from __future__ import annotations


class FlowError(Exception):
    """A flow that cannot be loaded. The message names file, line and step where they are known."""

    def __init__(self, file: str, line: int, step: str, message: str) -> None:
        self.file, self.line, self.step, self.message = file, line, step, message
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {f'{step}: ' if step else ''}{message}")


class EndlessTurn(Exception):
    """A turn that went through too many steps without asking anything."""
