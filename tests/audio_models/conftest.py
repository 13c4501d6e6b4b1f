"""A faulty web server, and the bundled model as an archive."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Helper modules live beside the tests that use them; without packages they need their folder.
sys.path.insert(0, str(Path(__file__).parent))

from faulty_server import Faulty, serve

from audio_models import bundled


@pytest.fixture
def server() -> Iterator[Faulty]:
    faulty = Faulty()
    running = serve(faulty)
    yield faulty
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole model in a zip with one top folder, as official models come."""
    file = tmp_path_factory.mktemp("archive") / "some-model.zip"
    model = bundled("en")
    with zipfile.ZipFile(file, "w") as opened:
        for path in sorted(model.rglob("*")):
            opened.write(path, Path("some-model") / path.relative_to(model))
    return file
