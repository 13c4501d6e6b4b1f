"""Where commands find their settings, and what they open with them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import settings as all_settings
from audio_models import Registry
from conversation.flows_in_use import FlowsInUse
from flows import Library
from provider.standin import Server
from settings import PREFIX, Settings
from storage.conversations import Conversations
from storage.database import Database
from storage.flow_versions import FlowVersions
from storage.vault import Vault
from storage.watching import Watching

OUR_NUMBER = "+15550100000"
_NO_PROVIDER = "http://127.0.0.1:9"  # the discard port: nothing listens


def load(env_file: Path) -> Settings:
    """The settings of the environment and of `env_file`. Raises SettingsError."""
    return all_settings.load(env_file if env_file.exists() else None)


def data_dir(env_file: Path) -> Path:
    """Where data is kept; models can be looked after before the hotline is set up."""
    return all_settings.data_dir(env_file if env_file.exists() else None)


def registry(env_file: Path) -> Registry:
    """The installed models of this installation."""
    return Registry(data_dir(env_file) / "models")


def fresh(port: int) -> dict[str, str]:
    """Settings for a hotline on this machine alone, with new random secrets."""
    values = {
        "account_sid": "AC" + secrets.token_hex(16),
        "auth_token": secrets.token_hex(16),
        "public_url": f"http://127.0.0.1:{port}",
        "phone_number": OUR_NUMBER,
        "encryption_keys": Vault.new_key(),
        "secret_key": secrets.token_hex(32),
        "port": str(port),
        "secure_cookies": "false",
        "outgoing": "keep",
        "twilio_api_url": _NO_PROVIDER,
    }
    return {PREFIX + name.upper(): value for name, value in values.items()}


def flows_in_use(env_file: Path) -> Library:
    """The flows that new conversations begin with: the product's, with this installation's own
    texts; prompts can be looked after before the hotline is set up."""
    product = Library.load()
    if not env_file.exists():
        return product
    return FlowsInUse(product, FlowVersions(Store.open(load(env_file)).database))()


def server_of(settings: Settings, url: str | None = None) -> Server:
    """The running server, as the provider's stand-in reaches it; by default on this machine."""
    local = url or f"http://127.0.0.1:{settings.port}"
    return Server(local.rstrip("/"), settings.public_url, settings.account_sid, settings.auth_token)


@dataclass(frozen=True)
class Store:
    """The server's database, opened beside the server."""

    database: Database
    vault: Vault

    @staticmethod
    def open(settings: Settings) -> Store:
        """Open it, and create it when it is missing."""
        store = Store(Database(settings.database), Vault(settings.encryption_keys))
        store.database.migrate()
        return store

    @property
    def conversations(self) -> Conversations:
        return Conversations(self.database, self.vault)

    @property
    def watching(self) -> Watching:
        return Watching(self.database, self.vault)
