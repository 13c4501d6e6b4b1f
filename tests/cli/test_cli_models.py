"""`benefitline models`, as somebody types it."""

from __future__ import annotations

import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from audio_models import bundled


@pytest.fixture
def models(benefitline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert benefitline("init", "--count", "0").exit_code == 0
    return lambda *words: benefitline("models", *words)


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    folder = tmp_path / "trained"
    shutil.copytree(bundled("en"), folder)
    return folder


@pytest.fixture
def address(trained: Path, tmp_path: Path) -> Iterator[str]:
    """Of an archive of the model, on a web server of this machine."""
    served = tmp_path / "served"
    shutil.make_archive(str(served / "web-model"), "zip", trained.parent, trained.name)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=served)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/web-model.zip"
    server.shutdown()
    server.server_close()


def test_the_list_says_what_is_in_use_and_what_there_is(models) -> None:
    listed = models("list").output
    assert "bundled-en (bundled" in listed
    assert "nothing else is installed" in listed
    assert "zh\n  in use     bundled-zh (bundled" in listed
    assert "available  vosk-model-small-es-0.42 (small, 40 MB to fetch, Apache-2.0" in listed
    assert "vosk-model-small-de-0.15" not in listed
    assert "vosk-model-small-de-0.15" in models("list", "--all").output


def test_from_a_folder_to_its_removal(models, trained: Path) -> None:
    installed = models("install", "--from", trained, "--language", "fr", "--licence", "CC0-1.0")
    assert installed.exit_code == 0, installed.output
    assert "trained is installed for 'fr'." in installed.output
    assert "in use     trained (own, " in models("list").output
    assert "CC0-1.0" in models("list").output
    assert models("verify").output == "trained: fine\n"
    (Path("var/models/trained/graph/words.txt")).write_text("yes 1\n")
    broken = models("verify", "trained")
    assert broken.exit_code == 1
    assert "words.txt" in broken.output
    listed = models("list").output
    assert "broken     trained: " in listed
    assert "fr\n  in use     none, because what is installed is broken: callers use" in listed
    assert "is removed" in models("remove", "trained").output
    assert "broken" not in models("list").output


def test_a_choice_and_back(models, trained: Path) -> None:
    models("install", "--from", trained, "--language", "en")
    assert models("use", "bundled-en").exit_code == 0
    assert re.search(r"bundled-en \(bundled, \d+ MB\): it was chosen", models("list").output)
    again = models("install", "second", "--from", trained, "--language", "en")
    assert "bundled-en stays in use, because it was chosen" in again.output
    assert models("use", "--automatic", "--language", "en").exit_code == 0
    assert "in use     second" in models("list").output


def test_over_http(models, address: str) -> None:
    refused = models("install", "--from", address, "--language", "en")
    assert refused.exit_code == 1
    assert "--unverified" in refused.output
    installed = models("install", "--from", address, "--language", "en", "--unverified")
    assert installed.exit_code == 0, installed.output
    assert "Download" in installed.output
    assert "Nobody vouches for it; its checksum is sha256:" in installed.output
    assert "checksum never confirmed" in models("list").output
    wrong = models(
        "install", "--from", address, "--language", "en", "--checksum", "md5:" + 32 * "0"
    )
    assert wrong.exit_code == 1
    assert "not the right one" in wrong.output
    assert "in use     web-model" in models("list").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("install",), "Say which model"),
        (("install", "nothing"), "no official model 'nothing'"),
        (("install", "vosk-model-es-0.42"), "checksum of the archive"),
        (("install", "vosk-model-small-es-0.42", "--language", "en"), "is for 'es', not 'en'"),
        (
            ("install", "x", "--from", "no.zip", "--language", "en", "--unverified"),
            "neither a file",
        ),
        (("install", "x", "--checksum", "sha256:12"), "is no checksum"),
        (("use",), "Give the NAME"),
        (("use", "bundled-en", "--language", "es"), "is for 'en', not 'es'"),
        (("use", "nothing"), "No model 'nothing'"),
        (("remove", "bundled-en"), "comes with the product"),
        (("verify", "nothing"), "No model 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(models, words: tuple[str, ...], said: str) -> None:
    result = models(*words)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert "Traceback" not in result.output
