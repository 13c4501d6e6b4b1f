"""Folders of recordings: what is read is what was written, and what is wrong is named."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_models.recordings import Recording, RecordingError, read, write

ROW = {"audio": "a.wav", "text": "yes", "lang": "en", "speaker": "one", "kind": "clean"}


def wav(path: Path, rate: int = 8000, channels: int = 1, width: int = 2) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\0" * width * channels * 800)


def folder(place: Path, *lines: object, **form: int) -> Path:
    wav(place / "a.wav", **form)
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (place / "manifest.jsonl").write_text(text, encoding="utf-8")
    return place


def test_what_was_written_is_read(tmp_path):
    samples = np.arange(-400, 400, dtype=np.int16)
    before = [
        Recording(samples, "sí", "es", "a", "clean"),
        Recording(samples[:10], "", "zh", "b", "oov", ("是", "不是", "[unk]"), 0.7),
    ]
    assert write(tmp_path / "new", before) == 2
    for wanted, found in zip(before, read(tmp_path / "new"), strict=True):
        assert (found.samples == wanted.samples).all()
        for name in ("text", "language", "speaker", "kind", "grammar", "threshold"):
            assert getattr(found, name) == getattr(wanted, name)
        assert found.path.is_file()


def test_a_manifest_may_be_named_itself(tmp_path):
    folder(tmp_path, ROW, "", ROW)
    (tmp_path / "manifest.jsonl").rename(tmp_path / "other.jsonl")
    assert len(read(tmp_path / "other.jsonl")) == 2
    assert read(tmp_path / "other.jsonl")[0].seconds == 0.1


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        ("{", "line 2: is no JSON."),
        ("[]", "line 2: is no JSON object."),
        ({**ROW, "kind": None}, "line 2: lacks the text 'kind'."),
        ({**ROW, "text": 4}, "line 2: lacks the text 'text'."),
        ({**ROW, "grammar": "yes"}, "line 2: 'grammar' is no list of phrases."),
        ({**ROW, "threshold": "high"}, "line 2: 'threshold' is no number."),
        ({**ROW, "threshold": 7}, "line 2: 'threshold' is not between 0 and 1."),
        ({**ROW, "audio": "gone.wav"}, "gone.wav: is missing."),
        ({**ROW, "audio": "manifest.jsonl"}, "manifest.jsonl: is no WAV file"),
    ],
)
def test_a_bad_line_is_named(tmp_path, second, problem):
    with pytest.raises(RecordingError) as raised:
        read(folder(tmp_path, ROW, second))
    assert problem in str(raised.value)


@pytest.mark.parametrize("form", [{"rate": 16000}, {"channels": 2}, {"width": 1}])
def test_audio_of_another_form_is_named(tmp_path, form):
    with pytest.raises(RecordingError, match=r"a\.wav: has .* mono, 16-bit, 8000 Hz\."):
        read(folder(tmp_path, ROW, **form))


def test_a_folder_without_recordings_is_named(tmp_path):
    with pytest.raises(RecordingError, match=r"manifest\.jsonl: is missing\."):
        read(tmp_path)
    with pytest.raises(RecordingError, match="holds no recording"):
        read(folder(tmp_path, "\n"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_manifest_is_read_or_refused(tmp_path_factory, content):
    place = tmp_path_factory.mktemp("manifest")
    (place / "manifest.jsonl").write_bytes(content)
    with pytest.raises(RecordingError):
        read(place)
