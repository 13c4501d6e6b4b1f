"""A model's folder with a new graph, in place of the old one."""

import os
import shutil
from pathlib import Path

import pytest

import audio_models
from audio_models.graph.build import rebuild
from audio_models.graph.errors import WordsError


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
    assert done.words == len(audio_models.vocabulary(model) - {"[unk]", "[hum]"})
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
