import os
import threading

import numpy as np
import pytest

from audio_models.espeak import SynthesiserError
from flows.marked import value
from flows.outcome import Prompt
from voice import mulaw, rendering
from voice.loudness import loudness
from voice.phrasing import pieces
from voice.prompts import Prompts
from voice.waves import read_wave, write_wave


def mute(*_, **__):
    raise SynthesiserError("Nobody may speak now.")


def fixed(text, language="en"):
    (piece,) = pieces(Prompt(text, language, "a.b"))
    return piece


def said(prompts, text, language="en", pace="normal"):
    """All audio of a text with marks."""
    found = prompts.pieces(Prompt.of(text, language, "a.b"))
    return b"".join(prompts.audio(piece, pace) for piece in found)


def samples_of(audio):
    return mulaw.decode(audio).astype(np.float32) / 32768


def kept(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize("language", ["en", "es", "zh"])
@pytest.mark.parametrize("pace", ["normal", "slow"])
def test_speech_is_as_loud_as_a_telephone_likes_it(tmp_path, language, pace):
    text = {"en": "Please hold the line.", "es": "No cuelgue, por favor.", "zh": "请稍等一下。"}
    samples = samples_of(said(Prompts(tmp_path), text[language], language, pace))
    assert -22 < 20 * np.log10(loudness(samples)) < -18
    assert np.abs(samples).max() < 0.93
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / 8000)
    assert spectrum[hz < 150].sum() < 0.01 * spectrum.sum()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", f"I have {value('5 5 5, 0 1 0, 0 0 0 1', 'phone')}."),
        ("en", "How can I help? Just say it, or press a key."),
        ("es", f"Se enviará el {value('viernes, veintisiete de noviembre', 'date')}."),
        ("zh", f"申请编号是{value('四七幺幺，零零幺幺', 'digits')}。"),
    ],
)
def test_slow_is_slower(tmp_path, language, text):
    made = Prompts(tmp_path)
    normal, slow = (len(said(made, text, language, pace)) for pace in ("normal", "slow"))
    assert slow >= 1.25 * normal


def silences(audio):
    """Seconds of each silence within the audio."""
    frames = samples_of(audio)[: len(audio) // 80 * 80].reshape(-1, 80)
    quiet = (frames**2).mean(axis=1) < 1e-6
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(int), [0]])))
    return [(end - start) * 0.01 for start, end in zip(edges[::2], edges[1::2], strict=True)]


@pytest.mark.parametrize(("pace", "least"), [("normal", 0.4), ("slow", 0.8)])
def test_the_voice_waits_for_the_pencil_between_groups(tmp_path, pace, least):
    text = f"I have {value('5 5 5, 0 1 0, 0 0 0 1', 'phone')}. Is that right?"
    found = pieces(Prompt.of(text, "en", "a.b"))[0]
    audio = Prompts(tmp_path).audio(found, pace)
    assert sum(length >= least for length in silences(audio)[:-1]) == 2


def test_fixed_sentences_are_kept_on_disk_and_in_memory(tmp_path, monkeypatch):
    first = Prompts(tmp_path)
    audio = said(first, "Hello.")
    monkeypatch.setattr(rendering, "synthesise", mute)
    assert said(first, "Hello.") == audio
    assert said(Prompts(tmp_path), "Hello.") == audio
    assert len(kept(tmp_path)) == 1


def test_what_holds_a_value_stays_in_memory(tmp_path):
    made = Prompts(tmp_path)
    text = f"I have {value('5 5 5, 0 1 0', 'phone')}."
    assert said(made, text) == said(made, text)
    assert kept(tmp_path) == []


def test_what_is_prepared_is_not_made_again(tmp_path, monkeypatch):
    made = Prompts(tmp_path)
    assert made.prepare(fixed("Hello."), "normal")
    assert not made.prepare(fixed("Hello."), "normal")
    monkeypatch.setattr(rendering, "synthesise", mute)
    assert len(said(made, "Hello.")) > 2000


def test_the_memory_is_bounded(tmp_path):
    made = Prompts(tmp_path, memory=3)
    for number in range(6):
        said(made, f"Number {number}.")
    assert len(made._recent) == 3


@pytest.mark.parametrize("text", ["", "...", "  "])
def test_what_says_nothing_has_no_piece(text):
    assert pieces(Prompt(text, "en", "a.b")) == ()


def test_what_cannot_be_spoken_is_a_short_silence(tmp_path):
    audio = Prompts(tmp_path).audio(fixed("Hello.", "xx"), "normal")
    assert set(audio) == {mulaw.SILENCE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path):
    tmp_path.chmod(0o500)
    assert len(said(Prompts(tmp_path / "x"), "Hello.")) > 2000


def test_many_threads_get_the_same_audio(tmp_path):
    made, got = Prompts(tmp_path), []
    threads = [
        threading.Thread(target=lambda: got.append(said(made, "Please wait."))) for _ in range(8)
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
