"""Speech models: the bundled ones, those installed, checks, offline synthesis, and training."""

from audio_models.checking import check
from audio_models.errors import InstallError, ModelError, RegistryError
from audio_models.layout import bundled, sample_rate
from audio_models.registry import Candidate, Registry
from audio_models.symbols import vocabulary
from audio_models.watching import WatchedRegistry, check_thoroughly

__all__ = [
    "Candidate",
    "InstallError",
    "ModelError",
    "Registry",
    "RegistryError",
    "WatchedRegistry",
    "bundled",
    "check",
    "check_thoroughly",
    "sample_rate",
    "vocabulary",
]
