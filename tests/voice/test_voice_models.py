"""Models that are installed, removed and chosen while a server runs."""

import shutil
import threading

import numpy as np
import pytest

from audio_models import Registry, bundled
from audio_models.description import Description, record
from voice import mulaw
from voice.recogniser import Models, VoskRecogniser
from voice.upsampling import Upsampler


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path / "models")


@pytest.fixture
def put(registry):
    """Installs the bundled model under another name and perhaps for another language."""

    def install(name, language="en", change=lambda folder: None, **facts):
        new = registry.scratch() / name
        shutil.copytree(bundled("en"), new)
        change(new)
        Description(name, language, files=record(new), **facts).write(new)
        registry.put(new, name)
        return registry.folder / name

    return install


def of(recogniser):
    return recogniser._loaded


def test_an_installed_model_serves_the_next_call_and_a_call_keeps_its_own(registry, put, tools):
    models = Models(registry.folder)
    before = models.recogniser("en", ["yes", "no"])
    put("ours")
    after = models.recogniser("en", ["yes", "no"])
    assert of(after) is not of(before)
    assert of(models.recogniser("en", ["yes"])) is of(after)
    registry.remove("ours")
    again = models.recogniser("en", ["yes"])
    assert of(again) is not of(after)
    for recogniser in (before, after):  # a call goes on with what it began with
        recogniser.reset(["yes", "no"])
        recogniser.accept(mulaw.decode(tools.spoken("yes") + tools.quiet(0.5)).tobytes())
        assert recogniser.finish().text == "yes"


def test_a_new_language_is_heard_at_once(registry, put):
    models = Models(registry.folder)
    assert "qq" not in models.languages()
    put("ours", "qq")
    assert "qq" in models.languages()
    assert models.recogniser("qq", ["yes"]) is not None
    registry.remove("ours")
    assert "qq" not in models.languages()
    assert models.recogniser("qq", ["yes"]) is None


def test_a_choice_is_followed(registry, put):
    models = Models(registry.folder)
    put("ours")
    ours = of(models.recogniser("en", ["yes"]))
    registry.pin("en", "bundled-en")
    assert of(models.recogniser("en", ["yes"])) is not ours
    registry.pin("en", None)
    assert of(models.recogniser("en", ["yes"])) is not ours  # loaded anew: only one is kept


def test_a_replaced_model_is_loaded_anew(registry, put):
    models = Models(registry.folder)
    put("ours")
    first = of(models.recogniser("en", ["yes"]))
    put("ours")
    assert of(models.recogniser("en", ["yes"])) is not first


def altered(folder):
    """Damage in the middle of the network, of the kind that ends the process."""
    file = folder / "am/final.mdl"
    data = file.read_bytes()
    file.write_bytes(data[:100] + bytes(50) + data[150:])


@pytest.mark.parametrize(
    "damage",
    [
        altered,
        lambda folder: (folder / "graph/words.txt").unlink(),
        lambda folder: (folder / "benefitline.yaml").write_text("["),
    ],
)
def test_a_model_that_was_damaged_after_it_was_installed_is_passed_over(registry, put, damage):
    put("second", kind="small")
    damage(put("first", kind="own"))
    models = Models(registry.folder)
    registry.pin("en", "first")
    recogniser = models.recogniser("en", ["yes"])
    assert recogniser is not None
    assert of(models.recogniser("en", ["yes"])) is of(recogniser)
    assert "en" in models.languages()


def test_a_copied_model_is_tried_in_a_process_of_its_own(registry):
    folder = registry.writable() / "qq"
    shutil.copytree(bundled("en"), folder)
    models = Models(registry.folder)
    assert models.recogniser("qq", ["yes"]) is not None
    altered(folder)
    (folder / "touched").touch()  # as a copy does
    assert models.recogniser("qq", ["yes"]) is None


def test_unreadable_choices_are_ignored(registry, put):
    put("ours", "qq")
    (registry.folder / "choices.yaml").write_text("[")
    assert Models(registry.folder).recogniser("qq", ["yes"]) is not None


def test_many_calls_at_once_load_a_model_once(registry, put):
    put("ours", "qq")
    models = Models(registry.folder)
    found = []
    ready = threading.Barrier(8)

    def call():
        ready.wait()
        found.append(of(models.recogniser("qq", ["yes"])))

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


@pytest.mark.parametrize("factor", [2, 6])
@pytest.mark.parametrize("block", [160, 1600, 7])
def test_audio_for_models_of_a_higher_rate(factor, block):
    """A tone stays the same tone, whatever the blocks it comes in."""
    seconds = np.arange(8000) / 8000
    tone = (9000 * np.sin(2 * np.pi * 1000 * seconds)).astype("<i2").tobytes()
    upsampler = Upsampler(factor)
    raised = b"".join(upsampler(tone[i : i + 2 * block]) for i in range(0, len(tone), 2 * block))
    heard = np.frombuffer(raised, "<i2").astype(float)
    assert len(heard) == factor * 8000
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    hertz = np.fft.rfftfreq(len(heard), 1 / (8000 * factor))
    assert hertz[spectrum.argmax()] == pytest.approx(1000, abs=2)
    assert spectrum[np.abs(hertz - 1000) > 50].max() < spectrum.max() / 300
    assert np.abs(heard[1000:-1000]).max() == pytest.approx(9000, rel=0.02)


def test_a_model_for_a_higher_rate_hears_the_line(registry, put, tools):
    """Vosk itself only lowers the rate of what it is handed."""

    def raised(folder):
        conf = folder / "conf/fbank.conf"
        conf.write_text(conf.read_text().replace("frequency=8000", "frequency=16000"))

    put("wide", "qq", raised)
    recogniser = Models(registry.folder).recogniser("qq", ["yes", "no"])
    assert isinstance(recogniser, VoskRecogniser)
    audio = mulaw.decode(tools.quiet(0.5) + tools.spoken("yes") + tools.quiet(0.6)).tobytes()
    for start in range(0, len(audio), 320):
        recogniser.accept(audio[start : start + 320])
    assert recogniser.finish().speech
