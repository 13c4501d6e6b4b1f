"""One server for all tests of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from cli.capacity import measured
from cli.running import Running, running
from voice.capacity import Capacity

Benefitline = Callable[..., Result]


@pytest.fixture(scope="session")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A whole server on a free port, with the well-known people of the demo."""
    with running(tmp_path_factory.mktemp("hotline"), people=5, prepare="off") as server:
        yield server


@pytest.fixture(scope="session")
def measured_once() -> Callable[[Path], Capacity | None]:
    """Measuring the machine takes seconds: the first `init` does, the others take its figure."""
    found: list[Capacity | None] = []

    def measure(data: Path) -> Capacity | None:
        if not found:
            found.append(measured(data))
        return found[0]

    return measure


@pytest.fixture
def benefitline(
    monkeypatch: pytest.MonkeyPatch, measured_once: Callable[[Path], Capacity | None]
) -> Benefitline:
    """Runs the command line in this process."""
    import os

    monkeypatch.setattr("cli.init.measured", measured_once)
    for name in list(os.environ):
        if name.startswith("BENEFITLINE_"):
            monkeypatch.delenv(name)

    def run(
        *words: str | Path, input: str | None = None, env: dict[str, str] | None = None
    ) -> Result:
        return CliRunner(env=env).invoke(main, [str(word) for word in words], input=input)

    return run
