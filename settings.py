"""Every setting of the server, typed, in one place. Documented in docs/operating.md."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from benefits.hours import Hours
from benefits.jobs.table import schedules as check_schedules
from intents.matching.encoding import EncoderMissing
from intents.matching.encoding import check as check_encoder
from storage.institution.messages import REG_TYPE
from storage.institution.signing import Verifier
from storage.vault import Vault, VaultError

PREFIX = "BENEFITLINE_"
LANGUAGES = ("en", "es", "zh")


def cache_folder() -> Path:
    """Where programs keep what they can make again, for all servers of one user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "benefitline"


class SettingsError(Exception):
    """A setting that is missing or wrong; the message names it."""


class Settings(BaseSettings):
    """Read from the environment (`BENEFITLINE_PUBLIC_URL`, …) and from a file of such lines."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    account_sid: str = Field(min_length=1)
    """The provider's account, as in its console (AC…)."""
    auth_token: str = Field(min_length=8)
    """The provider's secret; it signs every request to us."""
    public_url: str
    """The address under which the provider reaches this server: https://hotline.example.org."""
    phone_number: str = Field(pattern=r"^\+[0-9]{6,15}$")
    """Our own number, E.164."""
    encryption_keys: Annotated[list[str], NoDecode]
    """Keys of personal columns, newest first, separated by commas."""
    secret_key: str = Field(min_length=16)
    """Signs the sessions of staff."""
    data_dir: Path = Path("var")
    """Database, prompt cache and installed models."""
    cache_dir: Path = Field(default_factory=cache_folder)
    """What was learnt from examples, so that the next start need not learn it again."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    default_language: str = "en"
    max_streams: int = Field(default=30, ge=0, le=1000)
    """Calls with speech at once; further ones are served by keys."""
    web_threads: int = Field(default=16, ge=2, le=256)
    """Threads kept for webhooks and staff, beside one for each call with speech."""
    news_pages: int = Field(default=64, ge=0, le=1000)
    """Open pages of staff that are told news as they come; further ones ask every second."""
    handoff_number: str = Field(default="", pattern=r"^(\+[0-9]{6,15})?$")
    """Where a caller who wants a person is connected; empty: the provider's queue."""
    handoff_workflow: str = Field(default="", pattern=r"^(WW[0-9a-f]{32})?$")
    """The workflow of the provider that gives waiting calls to clerks; empty: a plain queue."""
    desk_hours: str = ""
    """When people can take over, on the country's clocks; empty: always."""
    survey_share: float = Field(default=0, ge=0, le=1)
    """The share of calls at whose end we ask whether we have helped; 0: none."""
    long_wait: int = Field(default=10, ge=1, le=240)
    """Minutes of waiting for a person from which on a call-back is offered first."""
    staff_language: str = ""
    """What clerks are told of a caller in: en, zh or es; empty: the default language."""
    missed_call_number: str = Field(default="", pattern=r"^(\+[0-9]{6,15})?$")
    """A number of ours that only has to be rung: who does is called back. Empty: off."""
    call_back_hours: str = "mon-sun 08:00-20:00"
    """When people may be called back automatically, on the country's clocks; empty: at any time."""
    call_backs_a_day: int = Field(default=3, ge=1, le=20)
    """Automatic calls back to one number within 24 hours."""
    call_back_pause: int = Field(default=10, ge=1, le=1440)
    """Minutes from one automatic call back to a number to the next."""
    call_backs_an_hour: int = Field(default=120, ge=1, le=10_000)
    """Automatic calls back to all numbers together."""
    resume_within: int = Field(default=120, ge=0, le=1440)
    """Minutes within which a call that broke off may be gone on with; 0: never."""
    resume_texts: bool = True
    """Is a caller whose line broke off told so by text?"""
    text_hours: str = "mon-sun 08:00-21:00"
    """When that text may be sent, on the country's clocks; empty: at any time."""
    recording: Literal["off", "ask"] = "off"
    """`ask`: callers are asked whether what they say may be kept; `off`: nobody is."""
    recording_days: int = Field(default=30, ge=1, le=3650)
    """Days after which recordings are deleted."""
    identification_days: int = Field(default=365, ge=30, le=3650)
    """Days after which what people tried to show who they are is deleted …"""
    code_days: int = Field(default=30, ge=1, le=3650)
    """… codes that were sent, and calls that brought or asked for one …"""
    registry_search_days: int = Field(default=365, ge=30, le=3650)
    """… searches that other systems made in our registry …"""
    letter_days: int = Field(default=365, ge=30, le=3650)
    """… and letters, from the day on which they went."""
    prepare: Literal["on", "off"] = "on"
    """`off`: prompts are spoken and rankings fitted only once somebody needs them."""
    semantic: Literal["on", "off"] = "off"
    """`on`: English is understood by what sentences mean, too; needs the extra `semantic`."""
    jobs: Literal["on", "off"] = "on"
    """`off`: the server runs no jobs; `benefitline jobs run` does, where that is wanted."""
    jobs_file: Path | None = None
    """The queue of jobs, a file of its own beside the database."""
    job_schedules: str = ""
    """When jobs are due, where that is another time: `payments: mon-fri 05:00, texts: off`."""
    registry_url: str = ""
    """The institution's own registry, as far as `/registry/sync/search`; empty: our database."""
    registry_client_id: str = Field(default="", validate_default=True)
    """What the hotline is called there."""
    registry_secret: str = Field(default="", validate_default=True)
    """The secret that belongs to it."""
    registry_token_url: str = ""
    """Where tokens are issued; empty: `/oauth2/client/token` beside the registry."""
    registry_receiver_id: str = ""
    """What the registry is called; empty: as its host."""
    registry_type: str = REG_TYPE
    """What the registry calls itself as `reg_type`."""
    registry_public_key: str = ""
    """Checks the registry's signatures, Ed25519 in base64; empty: they are not checked."""
    registry_timeout: float = Field(default=2.5, ge=0.1, le=10, allow_inf_nan=False)
    """Seconds for one request to the registry."""
    registry_patience: float = Field(default=6.0, ge=0.2, le=20, allow_inf_nan=False)
    """Seconds that one turn waits for the registry altogether."""
    office_phones: Annotated[list[str], NoDecode] = []
    """Phones (E.164) on which many people show who they are, separated by commas."""
    sim_swap_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """The network's SIM Swap API (CAMARA), with its version; empty: an office takes its place."""
    sim_swap_token: str = ""
    """Our access token for it."""
    sim_swap_hours: int = Field(default=240, ge=1, le=2400)
    """Hours that a change of SIM counts as recent."""
    outgoing: Literal["send", "keep"] = "send"
    """`keep`: there is no provider; texts stay here and count as sent, no call is placed (demo)."""
    twilio_api_url: str = ""
    """Another address of the provider's API, for tests; empty: the provider's own."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """Reverse proxies in front of us, whose word on a client's address and protocol is taken."""
    staff_totp: Literal["off", "optional", "required"] = "optional"
    """Codes of an authenticator app beside passwords: of nobody, of who has one, of everybody."""
    secure_cookies: bool = True
    """False only where staff reach the page over plain http on their own machine."""

    @field_validator("encryption_keys", "office_phones", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [key.strip() for key in value.split(",") if key.strip()]
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _keys(cls, value: list[str]) -> list[str]:
        try:
            Vault(value)
        except VaultError as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("office_phones")
    @classmethod
    def _phones(cls, value: list[str]) -> list[str]:
        if not all(re.fullmatch(r"\+[0-9]{6,15}", phone) for phone in value):
            raise ValueError("must be numbers like +15550100001, separated by commas")
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("must be an address like https://hotline.example.org")
        return value.rstrip("/")

    @field_validator("registry_url", "registry_token_url")
    @classmethod
    def _registry(cls, value: str) -> str:
        parts = urlsplit(value)
        inside = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if value and not (
            parts.netloc and (parts.scheme == "https" or (parts.scheme == "http" and inside))
        ):
            # Who asks for whom, and the token, are for nobody on the way.
            raise ValueError("must be an address like https://registry.example.org")
        return value.rstrip("/")

    @field_validator("registry_client_id", "registry_secret")
    @classmethod
    def _credential(cls, value: str, field: ValidationInfo) -> str:
        if field.data.get("registry_url") and not value:
            raise ValueError(f"must be set where {PREFIX}REGISTRY_URL is")
        return value

    @field_validator("registry_public_key")
    @classmethod
    def _public_key(cls, value: str) -> str:
        if value:
            Verifier(value)
        return value

    @field_validator("semantic")
    @classmethod
    def _packages(cls, value: str) -> str:
        if value == "on":
            try:
                check_encoder()
            except EncoderMissing as error:
                raise ValueError(str(error)) from None
        return value

    @field_validator("call_back_hours", "text_hours", "desk_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        Hours.parse(value)
        return value

    @field_validator("job_schedules")
    @classmethod
    def _schedules(cls, value: str) -> str:
        check_schedules(value)
        return value

    @field_validator("default_language", "staff_language")
    @classmethod
    def _language(cls, value: str, field: ValidationInfo) -> str:
        if value not in LANGUAGES and (value or field.field_name == "default_language"):
            raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
        return value

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data_dir / "benefitline.db"

    @property
    def queue(self) -> Path:
        """The file of the queue of jobs."""
        return self.jobs_file or self.data_dir / "jobs.db"


def load(env_file: Path | None = None) -> Settings:
    """The settings of the environment, and of `env_file` for what is not set there.

    Raises SettingsError with one sentence a setting.
    """
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(dict(one)) for one in error.errors())) from None


class _Place(BaseSettings):
    """Where data is kept, which some commands need before anything else is set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data_dir: Path = Path("var")


def data_dir(env_file: Path | None = None) -> Path:
    """The folder for data alone, whether or not the other settings are there."""
    return _Place(_env_file=env_file).data_dir  # type: ignore[call-arg]


def _sentence(problem: dict[str, object]) -> str:
    where = problem["loc"]
    name = PREFIX + str(where[0] if isinstance(where, tuple) and where else "").upper()
    if problem["type"] == "missing":
        return f"{name} is not set."
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{name} is wrong: {message[0].lower()}{message[1:]}."
