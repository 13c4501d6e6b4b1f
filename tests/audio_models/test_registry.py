"""Which model is used for a language."""

import shutil
from pathlib import Path

import pytest

import audio_models
from audio_models import ModelError, Registry, RegistryError, bundled
from audio_models.description import FILE, Description


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "models")


@pytest.fixture
def put(registry):
    """Installs a model that is only a description: for its rank, nobody looks further."""

    def install(name, kind="own", language="en", installed="2026-01-01T00:00:00"):
        folder = registry.scratch() / "new"
        folder.mkdir()
        Description(name, language, kind, installed=installed).write(folder)
        registry.put(folder, name)

    return install


def names(registry, language="en"):
    return [one.name for one in registry.candidates(language)]


def test_without_anything_the_bundled_model_is_used(registry):
    assert names(registry) == ["bundled-en"]
    assert names(registry, "qq") == []
    assert names(Registry(None)) == ["bundled-en"]


def test_the_best_installed_model_goes_first(registry, put):
    for kind in ("big", "small", "own", "dynamic"):
        put(f"a-{kind}", kind)
    assert names(registry) == ["a-own", "a-dynamic", "a-small", "a-big", "bundled-en"]


def test_of_two_equals_the_latest_goes_first(registry, put):
    put("first", installed="2026-01-01T00:00:00")
    put("second", installed="2026-01-02T00:00:00")
    put("before", installed="2025-01-02T00:00:00")
    assert names(registry) == ["second", "first", "before", "bundled-en"]


def test_a_choice_goes_before_everything_and_can_be_taken_back(registry, put):
    put("better", "own")
    put("other", "small")
    registry.pin("en", "other")
    assert names(registry) == ["other", "better", "bundled-en"]
    assert Registry(registry.folder).candidates("en")[0].pinned
    registry.pin("en", "bundled-en")
    assert names(registry) == ["bundled-en", "better", "other"]
    registry.pin("en", None)
    assert names(registry) == ["better", "other", "bundled-en"]


def test_removing_a_chosen_model_takes_the_choice_back(registry, put):
    put("mine")
    registry.pin("en", "mine")
    registry.remove("mine")
    assert names(registry) == ["bundled-en"]
    assert registry.pins() == {}


def test_what_cannot_be_removed(registry):
    with pytest.raises(RegistryError, match="comes with the product"):
        registry.remove("bundled-en")
    for name in ("nothing", "../models", "", "."):
        with pytest.raises(RegistryError, match="No model"):
            registry.remove(name)


def test_a_folder_named_as_a_language_is_a_model_for_it(registry):
    shutil.copytree(bundled("en"), registry.writable() / "en")
    first = registry.candidates("en")[0]
    assert (first.name, first.kind) == ("en", "own")
    first.check()


def test_a_description_for_another_language_is_a_fault(registry):
    folder = registry.writable() / "en"
    shutil.copytree(bundled("en"), folder)
    Description("en", "es").write(folder)
    with pytest.raises(ModelError, match="for 'es', not 'en'") as caught:
        registry.candidates("en")[0].check()
    assert caught.value.file == folder / FILE


@pytest.mark.parametrize(
    "text", ["", "[]", "language: 5", "a: [", "name: x\nlanguage: en\nmore: 1"]
)
def test_a_broken_description_is_a_fault(registry, text):
    folder = registry.writable() / "en"
    shutil.copytree(bundled("en"), folder)
    (folder / FILE).write_text(text)
    with pytest.raises(ModelError) as caught:
        registry.candidates("en")[0].check()
    assert caught.value.file == folder / FILE


@pytest.mark.parametrize("text", ["[1", "5", "- a"])
def test_unreadable_choices_are_said_plainly(registry, text):
    (registry.writable() / "choices.yaml").write_text(text)
    with pytest.raises(RegistryError, match=r"choices\.yaml cannot be read"):
        registry.candidates("en")


def test_every_change_can_be_noticed(registry, put):
    stamps = [registry.stamp()]

    def changed():
        stamps.append(registry.stamp())
        return stamps[-1] not in stamps[:-1]

    put("mine")
    assert changed()
    put("mine")
    assert changed()
    registry.pin("en", "bundled-en")
    assert changed()
    registry.pin("en", None)
    assert changed()
    registry.remove("mine")
    assert changed()
    assert not changed()


def test_one_command_at_a_time(registry):
    other = Registry(registry.folder)
    with (
        registry.changing(),
        pytest.raises(RegistryError, match="Another command"),
        other.changing(),
    ):
        pass
    with other.changing():
        pass


def test_a_killed_replacement_is_put_right(registry, put):
    """Between its two renames the older model lies aside and nothing is in its place."""
    put("mine")
    aside = registry.folder / ".replaced-x"
    aside.mkdir()
    (registry.folder / "mine").rename(aside / "mine")
    (registry.folder / ".work-y" / "half").mkdir(parents=True)
    with registry.changing():
        assert names(registry) == ["mine", "bundled-en"]
    assert {path.name for path in registry.folder.iterdir()} == {"mine", ".lock"}


def test_a_failed_replacement_leaves_the_older_model(registry, put):
    put("mine")
    with pytest.raises(FileNotFoundError):
        registry.put(Path(registry.folder / "missing"), "mine")
    assert names(registry) == ["mine", "bundled-en"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_replacement_takes_the_place_of_the_older_model(
    registry, tmp_path, monkeypatch, can_exchange
):
    if not can_exchange:  # as on file systems that cannot
        monkeypatch.setattr(audio_models.registry, "exchange", lambda one, other: False)
    for content in ("older", "newer"):
        new = registry.scratch() / "model"
        new.mkdir()
        (new / "file").write_text(content)
        registry.put(new, "mine")
        assert not new.exists()
    assert (registry.folder / "mine" / "file").read_text() == "newer"
