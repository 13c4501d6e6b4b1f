"""Where the parts of a model are, and what its configuration files say."""

from __future__ import annotations

import re
from pathlib import Path

from audio_models.errors import ModelError

NETWORK = Path("am/final.mdl")
MODEL_CONF = Path("conf/model.conf")
FEATURE_CONFS = (Path("conf/mfcc.conf"), Path("conf/fbank.conf"))  # Vosk prefers the first
PITCH_CONF = Path("conf/pitch.conf")
STATIC_GRAPH = Path("graph/HCLG.fst")
LEXICON_GRAPH = Path("graph/HCLr.fst")
LANGUAGE_MODEL = Path("graph/Gr.fst")
DISAMBIGUATION = Path("graph/disambig_tid.int")
WORDS = Path("graph/words.txt")
WORD_BOUNDARIES = Path("graph/phones/word_boundary.int")
IVECTOR = tuple(
    Path("ivector") / name
    for name in (
        *("final.ie", "final.dubm", "final.mat"),
        *("global_cmvn.stats", "online_cmvn.conf", "splice.conf"),
    )
)

_BUNDLED = Path(__file__).parent / "bundled"
_OPTION = re.compile(r"^\s*--([\w.-]+)\s*=\s*([^\s#]*)", re.MULTILINE)
_KALDI_SAMPLE_RATE = 16000  # when the feature configuration names none


def bundled(language: str) -> Path | None:
    """The directory of the model that comes with the product, or None for this language."""
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    folder = _BUNDLED / language
    return folder if (folder / NETWORK).is_file() else None


def options(file: Path) -> dict[str, str]:
    """The `--name=value` lines of a configuration file. Raises ModelError if it is unreadable."""
    try:
        return dict(_OPTION.findall(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(file, "cannot be read") from error


def feature_conf(model_dir: Path) -> Path:
    """The feature configuration Vosk will read. Raises ModelError if there is none."""
    for name in FEATURE_CONFS:
        if (model_dir / name).is_file():
            return model_dir / name
    raise ModelError(model_dir / FEATURE_CONFS[-1], "is missing (nor is there a conf/mfcc.conf)")


def sample_rate(model_dir: Path) -> int:
    """The rate in Hz of the audio the model was made for. Raises ModelError if it says none."""
    file = feature_conf(Path(model_dir))
    value = options(file).get("sample-frequency", str(_KALDI_SAMPLE_RATE))
    try:
        return int(float(value))
    except ValueError as error:
        raise ModelError(file, f"has a sample-frequency that is no number: {value}") from error
