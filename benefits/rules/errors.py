"""What can be wrong with rules, and with the facts they are given."""

from __future__ import annotations


class RuleError(Exception):
    """Something wrong in a rule file: file, line (0 when it has none), rule and message."""

    def __init__(self, file: str, line: int, rule: str, message: str) -> None:
        self.file, self.line, self.rule, self.message = file, line, rule, message
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {rule}: {message}" if rule else f"{where}: {message}")


class FactError(ValueError):
    """A fact that does not exist, is of another type, or lies outside what is possible."""

    def __init__(self, fact: str, message: str) -> None:
        self.fact = fact
        super().__init__(f"{fact}: {message}")
