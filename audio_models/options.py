"""The options in conf/: the names that Vosk knows, and the values that it would abort over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from audio_models.errors import ModelError
from audio_models.layout import FEATURE_CONFS, options

_FLAG = re.compile(r"(|true|false|t|f)")
_INTEGER = re.compile(r"-?\d{1,10}")
_FLOAT = re.compile(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_INTEGERS = re.compile(r"(\d+(:\d+)*)?")
_ANYTHING = re.compile(r".*")
_LINE = re.compile(r"--([\w.-]+)(?:\s*=\s*(.*))?")
_Forms = Mapping[str, re.Pattern[str]]


def _forms(form: re.Pattern[str], names: str) -> dict[str, re.Pattern[str]]:
    return dict.fromkeys(names.split(), form)


_SILENCE = "endpoint.silence-phones"
_RULE = {"must-contain-nonsilence": _FLAG} | _forms(
    _FLOAT, "min-trailing-silence max-relative-cost min-utterance-length"
)
_DECODING: _Forms = {
    **_forms(_FLOAT, "acoustic-scale beam beam-delta delta hash-ratio lattice-beam"),
    **_forms(_INTEGER, "min-active max-active max-mem prune-interval frames-per-chunk verbose"),
    **_forms(_INTEGER, "determinize-max-delay determinize-min-chunk-size"),
    **_forms(_INTEGER, "extra-left-context-initial frame-subsampling-factor"),
    **_forms(_FLAG, "debug-computation minimize phone-determinize print-args word-determinize"),
    **{f"endpoint.rule{n}.{name}": form for n in range(1, 6) for name, form in _RULE.items()},
    _SILENCE: _INTEGERS,
}
_TUNING = ("optimization.", "computation.")  # of the network's arithmetic; Vosk checks them itself
_FEATURES: _Forms = {
    **_forms(_FLOAT, "sample-frequency frame-length frame-shift preemphasis-coefficient dither"),
    **_forms(_FLOAT, "blackman-coeff low-freq high-freq vtln-low vtln-high energy-floor"),
    **_forms(_INTEGER, "max-feature-vectors num-mel-bins"),
    **_forms(_FLAG, "remove-dc-offset round-to-power-of-two snip-edges use-energy raw-energy"),
    **_forms(_FLAG, "allow-downsample allow-upsample htk-compat debug-mel"),
    "window-type": re.compile("hamming|hanning|povey|rectangular|blackman|sine"),
}
_CEPSTRA: _Forms = {"num-ceps": _INTEGER, "cepstral-lifter": _FLOAT}
_BANKS: _Forms = {"use-log-fbank": _FLAG, "use-power": _FLAG}

_POSITIVE = (
    *("beam", "beam-delta", "lattice-beam", "prune-interval", "frames-per-chunk"),
    *("frame-subsampling-factor", "frame-length", "frame-shift"),
)
_DEFAULT_ACTIVE = {"min-active": 200, "max-active": 2147483647}


def check_decoding(file: Path) -> None:
    """Raise ModelError over what is wrong in a conf/model.conf."""
    _check_lines(file, _DECODING, _TUNING)
    given = options(file)
    if not given.get(_SILENCE):
        raise ModelError(file, f"has no --{_SILENCE}, without which Vosk aborts")
    _check_positive(file, given)
    if float(given.get("hash-ratio", "2")) < 1:
        raise ModelError(file, "--hash-ratio must be 1 or more")
    least, most = (int(given.get(name, value)) for name, value in _DEFAULT_ACTIVE.items())
    if not (least <= most and most > 1):
        raise ModelError(file, f"--max-active ({most}) is below --min-active ({least}) or below 2")


def check_features(file: Path) -> None:
    """Raise ModelError over what is wrong in a conf/mfcc.conf or conf/fbank.conf."""
    cepstra = file.name == FEATURE_CONFS[0].name
    _check_lines(file, {**_FEATURES, **(_CEPSTRA if cepstra else _BANKS)})
    _check_positive(file, options(file))


def _check_lines(file: Path, forms: _Forms, also: tuple[str, ...] = ()) -> None:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(file, "cannot be read") from error
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        match = _LINE.fullmatch(text)
        if not match:
            if text:
                raise ModelError(file, f"line {number}: {text!r} is no --option=value")
            continue
        name, value = match[1], match[2]
        form = forms.get(name, _ANYTHING if name.startswith(also) and also else None)
        if form is None:
            raise ModelError(file, f"line {number}: Vosk knows no option --{name}")
        if not form.fullmatch(value or "") or (value == "" and form is _FLAG):
            raise ModelError(file, f"line {number}: --{name} cannot be {value or ''!r}")


def _check_positive(file: Path, given: Mapping[str, str]) -> None:
    for name in _POSITIVE:
        if name in given and float(given[name]) <= 0:
            raise ModelError(file, f"--{name} must be more than 0, not {given[name]}")
