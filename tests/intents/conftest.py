"""One fitted understander for all tests: it holds no state."""

from __future__ import annotations

import pytest

from intents import Understander


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander.load()
