"""One fitted understander for all tests: it holds no state."""

from __future__ import annotations

import pytest

from intents import Understander
from settings import cache_folder


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander.load(cache=cache_folder() / "intents")
