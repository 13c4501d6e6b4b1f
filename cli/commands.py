"""The command `benefitline` and what it consists of."""

from __future__ import annotations

import importlib
import sqlite3
from pathlib import Path
from typing import Any

import click
from click.exceptions import Abort, Exit

ENV_FILE = Path("var/benefitline.env")
COMMANDS = {
    "init": "Write settings with fresh secrets, create the database, the demo country and a login.",
    "seed": "Fill the registry with invented people of the demo country.",
    "serve": "Serve webhooks, media streams and the staff's page.",
    "staff": "Manage the logins of staff.",
    "check": "Check the flows in FOLDER (library/*.yaml and locales/*.yaml), the articles and the"
    " rules.",
    "chat": "Text with the hotline: a line is a text.",
    "call": "Call the hotline.",
    "demo": "Call and text a server of its own, and print the transcripts.",
    "models": "List, install, choose and change speech models; a running server follows at its next"
    " call.",
    "prompts": "Speak prompts ahead, and see to recordings of a person.",
    "recordings": "Recordings of callers who agreed to them.",
    "capacity": "Measure how many calls this machine can listen to at once.",
    "calibrate": "Find how sure a spoken answer must be at each step, from the calls of the last"
    " days.",
    "intents": "How well people are understood, and what they ask without an answer.",
    "rules": "Rules of benefits: their tests, what is wrong with them, what a change of them"
    " changes.",
    "office": "Do what is only done in person.",
    "registry": "Look after the registry for other systems.",
    "jobs": "Jobs of the back office; `benefitline serve` runs them too.",
    "exceptions": "What jobs could not do, with what to do about it and who may.",
    "payments": "Payment runs, under four eyes.",
    "adjudicate": "Decide about many people by the rules of PROGRAMME, each once, with the trace"
    " kept.",
    "checks": "Look for errors and fraud in the records.",
    "proactive": "Tell people that there may be news for them.",
    "audit": "What staff saw and did, each entry chained to the one before it.",
    "flows": "What flows say: own texts, changes, versions.",
    "figures": "Print figures of the service; practice conversations are left out.",
    "teach": "What was misunderstood, and what is learnt from it.",
    "letters": "Print what goes out by post.",
}
"""What each begins its help with, so that a list of them loads none."""


class Commands(click.Group):
    """Each command is a module of this package, and only the one that is asked for is loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=says).get_short_help_str(room))
                    for name, says in COMMANDS.items()
                ]
            )

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, Exit, Abort):
            raise
        except Exception as error:
            if words := _said_plainly(error):
                raise click.ClickException(words) from error
            raise


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


def _said_plainly(error: Exception) -> str:
    """What went wrong, in the words of the error, or nothing where it is not for people to read."""
    # Imported here, as a command that goes well needs few of them.
    from audio_models.errors import InstallError, ModelError, RegistryError
    from audio_models.espeak import SynthesiserError
    from benefits.rules.errors import FactError, RuleError
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

    plain = (
        *(InstallError, ModelError, RegistryError, SettingsError, StaffError, StandinError),
        *(InPersonError, SynthesiserError, VaultError, AudioGone, NotWords, LimitsError),
        *(ClientError, NotSettled, NotApproved, UnknownJob, CannotGoOn),
    )
    if isinstance(error, plain):
        return _sentence(str(error))
    if isinstance(error, RuleError | FactError):
        return str(error)  # it begins with a file or a fact, whose name stays as it is
    if isinstance(error, sqlite3.DatabaseError):
        return f"The database cannot be used: {error}."
    return ""


def _sentence(message: str) -> str:
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "!", "?")) else message + "."
