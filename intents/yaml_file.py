"""Reading data files, with the C parser where it is installed: it is eight times as fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a YAML file holds; raises yaml.YAMLError when it is none."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
