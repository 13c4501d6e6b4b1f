import os
import threading

import numpy as np
import pytest

from voice import mulaw, prompts
from voice.prompts import Prompts, prompt_key, sentences
from voice.waves import read_wave, write_wave

TEXT = "Welcome to the line. Your payment of 120.50 is on its way! Anything else?"


def test_text_is_cut_into_sentences():
    expected = (
        "Welcome to the line.", "Your payment of 120.50 is on its way!", "Anything else?",
    )  # fmt: skip
    assert sentences(TEXT) == expected
    assert sentences("您好。请按一！") == ("您好。", "请按一！")
    assert sentences("¿Cómo está? Bien") == ("¿Cómo está?", "Bien")
    assert sentences("  ") == ()
    assert all(len(part) <= 400 for part in sentences("word, " * 500))
    assert "".join(sentences("x" * 1000)) == "x" * 1000


@pytest.mark.parametrize("language", ["en", "es", "zh"])
@pytest.mark.parametrize("pace", ["normal", "slow"])
def test_speech_is_as_loud_as_a_telephone_likes_it(tmp_path, language, pace):
    text = {"en": "Please hold the line.", "es": "No cuelgue, por favor.", "zh": "请稍等一下。"}
    audio = Prompts(tmp_path).audio(text[language], language, pace)
    samples = mulaw.decode(audio).astype(float) / 32768
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    power = (frames**2).mean(axis=1)
    loud = 10 * np.log10(power[power > power.max() / 1000].mean())
    assert -22 < loud < -18
    assert np.abs(samples).max() < 0.93
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / 8000)
    assert spectrum[hz < 150].sum() < 0.01 * spectrum.sum()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I have 5 5 5, 0 1 0, 0 0 0 1."),
        ("en", "How can I help? Just say it, or press a key."),
        ("es", "Recibimos su solicitud el viernes, veintisiete de noviembre."),
        ("zh", "申请编号是四七幺幺，零零幺幺。"),
    ],
)
def test_slow_is_slower(tmp_path, language, text):
    made = Prompts(tmp_path)
    normal, slow = (
        sum(len(made.audio(part, language, pace)) for part in made.parts(text, language, pace))
        for pace in ("normal", "slow")
    )
    assert slow >= 1.25 * normal


def test_audio_is_kept_on_disk_and_in_memory(tmp_path, monkeypatch):
    first = Prompts(tmp_path)
    audio = first.audio("Hello.", "en", "normal")
    monkeypatch.setattr(prompts, "synthesise", None)
    assert first.audio("Hello.", "en", "normal") == audio
    assert Prompts(tmp_path).audio("Hello.", "en", "normal") == audio
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_the_memory_is_bounded(tmp_path):
    made = Prompts(tmp_path, memory=3)
    made.warm([f"Number {n}." for n in range(6)], "en")
    assert len(made._recent) == 3


def test_a_recording_wins(tmp_path):
    tone = (8000 * np.sin(np.arange(8000) / 5)).astype(np.int16)
    place = tmp_path / "recordings" / "en"
    place.mkdir(parents=True)
    (place / f"{prompt_key(TEXT, 'en', 'normal')}.wav").write_bytes(write_wave(tone))
    made = Prompts(tmp_path / "cache", tmp_path / "recordings")
    assert made.parts(TEXT, "en", "normal") == (TEXT,)
    assert made.audio(TEXT, "en", "normal") == mulaw.encode(tone)
    assert len(made.parts(TEXT, "en", "slow")) == 3


def test_a_broken_recording_is_replaced_by_speech(tmp_path):
    place = tmp_path / "recordings" / "en"
    place.mkdir(parents=True)
    (place / f"{prompt_key('Hello.', 'en', 'normal')}.wav").write_bytes(b"RIFF....WAVE")
    audio = Prompts(tmp_path / "cache", tmp_path / "recordings").audio("Hello.", "en", "normal")
    assert len(audio) > 2000


def test_what_cannot_be_spoken_is_a_short_silence(tmp_path):
    made = Prompts(tmp_path)
    assert set(made.audio(" ", "en", "normal")) == {mulaw.SILENCE}
    assert set(made.audio("hello", "xx", "normal")) == {mulaw.SILENCE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path):
    tmp_path.chmod(0o500)
    assert len(Prompts(tmp_path / "x").audio("Hello.", "en", "normal")) > 2000


def test_many_threads_get_the_same_audio(tmp_path):
    made, got = Prompts(tmp_path), []
    threads = [
        threading.Thread(target=lambda: got.append(made.audio("Please wait.", "en", "normal")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1


def test_reads_waves_of_several_kinds():
    tone = (8000 * np.sin(np.arange(800) / 5)).astype(np.int16)
    wave = write_wave(tone)
    assert (read_wave(wave) == tone).all()
    assert len(read_wave(wave[:-101])) == 749  # cut short
    coded = mulaw.encode(tone)
    form = b"\7\0\1\0" + (8000).to_bytes(4, "little") * 2 + b"\1\0\x08\0"
    chunks = b"fmt \x10\0\0\0" + form + b"data" + len(coded).to_bytes(4, "little") + coded
    assert (read_wave(b"RIFF\0\0\0\0WAVE" + chunks) == mulaw.decode(coded)).all()


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE", b"<html>", b"\0" * 99])
def test_what_is_no_wave_is_refused(data):
    with pytest.raises(ValueError, match=r"WAV|samples"):
        read_wave(data)
