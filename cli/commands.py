"""The command `benefitline` and what it consists of."""

from __future__ import annotations

import importlib
import sqlite3
from pathlib import Path
from typing import Any

import click

from audio_models.errors import InstallError, ModelError, RegistryError
from audio_models.espeak import SynthesiserError
from benefits.rules.errors import FactError, RuleError
from cli.environment import ENV_FILE
from conversation.found_limits import LimitsError
from conversation.jobs.bulk import CannotGoOn
from conversation.jobs.exceptions import NotSettled
from conversation.jobs.queue import UnknownJob
from conversation.learning import NotWords
from provider.standin import StandinError
from settings import SettingsError
from storage.audio_files import AudioGone
from storage.in_person import InPersonError
from storage.institution.clients import ClientError
from storage.payment_runs import NotApproved
from storage.staff import StaffError
from storage.vault import VaultError

COMMANDS = (
    *("init", "seed", "serve", "staff", "check", "chat", "call", "demo", "models", "prompts"),
    *("recordings", "capacity", "calibrate", "intents", "rules", "office", "registry"),
    *("jobs", "exceptions", "payments", "adjudicate", "checks", "proactive", "audit", "flows"),
    *("figures", "teach", "letters"),
)
_SAID_PLAINLY = (
    *(InstallError, ModelError, RegistryError, SettingsError, StaffError, StandinError),
    *(InPersonError, SynthesiserError, VaultError, AudioGone, NotWords, LimitsError),
    *(ClientError, NotSettled, NotApproved, UnknownJob, CannotGoOn),
)


class Commands(click.Group):
    """Each command is a module of this package, and only the one that is asked for is loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except _SAID_PLAINLY as error:
            raise click.ClickException(_sentence(str(error))) from error
        except (RuleError, FactError) as error:
            # They begin with a file or a fact, whose name stays as it is.
            raise click.ClickException(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise click.ClickException(f"The database cannot be used: {error}.") from error


@click.command(cls=Commands)
@click.option(
    "--env-file",
    type=click.Path(path_type=Path),
    envvar="BENEFITLINE_ENV_FILE",
    default=ENV_FILE,
    show_default=True,
    help="File of settings; the environment goes before it.",
)
@click.pass_context
def main(ctx: click.Context, env_file: Path) -> None:
    """Social security by phone call and text message."""
    ctx.obj = env_file


def _sentence(message: str) -> str:
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "!", "?")) else message + "."
