"""Speech models: the bundled ones, checks on others, offline synthesis, and the training recipe."""

from audio_models.checking import check
from audio_models.errors import ModelError
from audio_models.layout import bundled, sample_rate
from audio_models.symbols import vocabulary

__all__ = ["ModelError", "bundled", "check", "sample_rate", "vocabulary"]
