"""A model's folder with a new graph, in place of the old one."""

import os
import shutil
import threading
from pathlib import Path

import pytest

import audio_models
from audio_models.graph.build import rebuild
from audio_models.graph.errors import WordsError
from audio_models.replacing import replacing


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the bundled model."""
    return Path(shutil.copytree(audio_models.bundled("en"), tmp_path / "models" / "en"))


def flows(folder: Path, phrase: str, language: str) -> Path:
    (folder / "library").mkdir(parents=True)
    (folder / "library" / "shop.yaml").write_text(
        f"steps: {{a: {{menu: {{x: {{phrases: {{{language}: [{phrase}]}}}}}}}}}}", encoding="utf-8"
    )
    return folder


def test_the_folder_is_replaced_and_nothing_is_left_beside_it(model, tmp_path):
    done = rebuild(model, model, "en", flows=flows(tmp_path / "flows", "quokka", "en"))
    assert "quokka" in done.added
    assert "quokka" in done.synthesised
    assert done.words == len(audio_models.vocabulary(model) - {"[unk]"})
    assert sorted(os.listdir(model.parent)) == ["en"]
    audio_models.check(model)
    again = rebuild(model, model, "en", flows=tmp_path / "flows")
    assert (again.added, again.removed) == ((), ())


def test_a_word_in_letters_that_no_voice_speaks_is_named_with_its_file(tmp_path):
    model = audio_models.bundled("zh")
    own = flows(tmp_path / "flows", "Zorblax付款", "zh")
    with pytest.raises(WordsError, match=r"'zorblax' \(.*library/shop\.yaml\)"):
        rebuild(model, tmp_path / "zh", "zh", flows=own)
    assert not (tmp_path / "zh").exists()
    how = tmp_path / "how.txt"
    how.write_text("Zorblax Z O B U L A\n", encoding="utf-8")
    done = rebuild(model, tmp_path / "zh", "zh", [how], own)
    assert done.pronunciations["zorblax"] == [("Z", "O", "B", "U", "L", "A")]


def test_a_model_that_names_no_phones_is_refused(model):
    (model / "phones.txt").unlink()
    with pytest.raises(audio_models.ModelError, match=r"phones\.txt: is missing"):
        rebuild(model, model, "en")


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
    stop = threading.Event()
    missed: list[OSError] = []

    def read() -> None:
        while not stop.is_set():
            try:
                folder.stat()
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        with replacing(folder) as new:
            (new / "file").write_text(str(number))
    stop.set()
    reader.join()
    assert (folder / "file").read_text() == "199"
    assert not missed
