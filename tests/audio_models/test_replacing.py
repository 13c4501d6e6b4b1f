"""A folder takes the place of another, and whoever reads meanwhile finds one of the two."""

import os
import threading
from contextlib import contextmanager

import pytest

from audio_models import Registry
from audio_models.replacing import replacing


@contextmanager
def always_there(folder):
    """While the block runs, the folder must be found at every look."""
    stop = threading.Event()
    missed: list[OSError] = []

    def look() -> None:
        while not stop.is_set():
            try:
                folder.stat()
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        yield
    finally:
        stop.set()
        reader.join()
    assert not missed


def test_the_old_folder_stays_when_the_new_one_fails(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "old").touch()
    with pytest.raises(FileNotFoundError), replacing(folder) as new:
        (new / "not" / "there").touch()
    assert os.listdir(folder) == ["old"]
    assert os.listdir(tmp_path) == ["x"]


def test_a_reader_always_finds_the_folder(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "file").write_text("0")
    with always_there(folder):
        for number in range(200):
            with replacing(folder) as new:
                (new / "file").write_text(str(number))
    assert (folder / "file").read_text() == "199"


def test_a_reader_always_finds_a_model_that_is_replaced(tmp_path):
    registry = Registry(tmp_path)
    (tmp_path / "mine").mkdir()
    with always_there(tmp_path / "mine"):
        for number in range(100):
            new = registry.scratch() / "mine"
            new.mkdir()
            (new / "file").write_text(str(number))
            registry.put(new, "mine")
    assert (tmp_path / "mine" / "file").read_text() == "99"
