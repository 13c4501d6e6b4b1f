"""One server for all tests of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from cli.running import Running, running

Benefitline = Callable[..., Result]


@pytest.fixture(scope="session")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A whole server on a free port, with the well-known people of the demo."""
    with running(tmp_path_factory.mktemp("hotline"), people=5) as server:
        yield server


@pytest.fixture
def benefitline(monkeypatch: pytest.MonkeyPatch) -> Benefitline:
    """Runs the command line in this process."""
    import os

    for name in list(os.environ):
        if name.startswith("BENEFITLINE_"):
            monkeypatch.delenv(name)

    def run(*words: str | Path, input: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=input)

    return run
