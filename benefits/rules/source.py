"""YAML as the authors of rules write it: exact decimals, and the line of every key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from benefits.rules.errors import RuleError


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Only `true` and `false` are truth values, and 0.1 is a tenth."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda _, node: Decimal(str(node.value).replace("_", ""))
)


@dataclass(frozen=True)
class Source:
    """A file that was read: its content, and the line (from 1) of every key by its path."""

    file: str
    content: Any
    lines: dict[str, int]

    def error(self, path: Sequence[str | int], message: str) -> RuleError:
        """The error to raise for what stands at a path; the rule is the path as it is written."""
        parts = [str(part) for part in path]
        line = 0
        for end in range(len(parts), 0, -1):
            line = self.lines.get(".".join(parts[:end]), 0)
            if line:
                break
        return RuleError(self.file, line, ".".join(parts), message)


def read(path: Path) -> Source:
    """Read a file of rules or of their tests.

    Raises RuleError with file and line for broken YAML, or a key that stands twice.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(path.name, 0, "", f"cannot be read: {error}") from None
    try:
        root = yaml.compose(text, Loader=_Loader)
        lines: dict[str, int] = {}
        _note(path.name, root, "", lines)
        loader = _Loader("")
        content = loader.construct_document(root) if root is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise RuleError(path.name, mark.line + 1 if mark else 0, "", str(problem)) from None
    except ArithmeticError:
        raise RuleError(path.name, 0, "", "has a number that cannot be read") from None
    return Source(path.name, content, lines)


def _note(file: str, node: yaml.Node | None, path: str, lines: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            if below in lines:
                raise RuleError(file, key.start_mark.line + 1, below, "stands here a second time")
            lines[below] = key.start_mark.line + 1
            _note(file, value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            below = f"{path}.{number}" if path else str(number)
            lines[below] = item.start_mark.line + 1
            _note(file, item, below, lines)
