"""YAML as flow authors write it: plain values, with the line of every key."""

from __future__ import annotations

import re
from typing import Any

import yaml

from flows.errors import FlowError

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where that is installed: eight times as fast."""


class _Loader(_Safe):
    """YAML 1.2 truth: only `true` and `false`; an option may be called `yes`, `no` or `on`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_BOOL = re.compile(r"^(?:true|false)$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tf"))


def read(file: str, text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The content of a YAML file, and the line (from 1) of every key by its path ("steps.ask").

    Raises FlowError with file and line for broken YAML, a key that stands twice, or a file that
    is not a mapping.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise FlowError(file, mark.line + 1 if mark else 0, "", str(problem)) from None
    if not isinstance(root, yaml.MappingNode):
        raise FlowError(file, 1, "", "a file must be a mapping of names to values")
    lines: dict[str, int] = {}
    _note(file, root, "", lines)
    loader = _Loader("")
    try:
        content = loader.construct_document(root)
    except yaml.YAMLError as error:
        raise FlowError(file, 0, "", str(error).splitlines()[0]) from None
    finally:
        loader.dispose()
    return content, lines


def _note(file: str, node: yaml.Node, path: str, lines: dict[str, int]) -> None:
    """Note the line of every key below `node`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            if below in lines:
                raise FlowError(file, key.start_mark.line + 1, below, "stands here a second time")
            lines[below] = key.start_mark.line + 1
            _note(file, value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            lines[f"{path}.{number}"] = item.start_mark.line + 1
            _note(file, item, f"{path}.{number}", lines)
