"""`benefitline demo`: two calls and three text conversations with a server of its own."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from cli.call import Answer, converse, pcm
from cli.case import Case
from cli.chat import text
from cli.running import Running, running
from cli.transcript import Transcript
from provider.standin import StandinError
from provider.standin.api import Api
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone


@dataclass(frozen=True)
class Act:
    """A conversation and, for each answer of the caller's, what the line must reply to it."""

    title: str
    channel: Literal["voice", "sms"]
    number: str
    steps: Sequence[tuple[Answer, str]]
    impatient: bool = False


ACTS = (
    Act(
        "A call in English, spoken: how far is my claim?",
        "voice",
        "+15550100001",
        (
            ({"audio": "status of my claim"}, "claim reference"),
            ({"audio": "four seven one one zero zero one one"}, "old-age pension"),
        ),
    ),
    Act(
        "A call by keys, without hearing the menus out: the same claim",
        "voice",
        "+15550100002",
        (({"keys": "1"}, "claim reference"), ({"keys": "47110011"}, "old-age pension")),
        impatient=True,
    ),
    Act(
        "Texts in English: how far is my claim?",
        "sms",
        "+15550100004",
        (
            ({"text": "What is the status of my claim?"}, "claim reference"),
            ({"text": "4711 0030"}, "papers are missing"),
        ),
    ),
    Act(
        "Texts in Spanish: how far is my claim?",
        "sms",
        "+15550100003",
        (
            ({"text": "¿Cuál es el estado de mi solicitud?"}, "8 cifras"),
            ({"text": "47110024"}, "asignación por hijos"),
        ),
    ),
    Act(
        "Texts in Chinese: how far is my claim?",
        "sms",
        "+15550100005",
        (({"text": "查申请进度"}, "申请编号"), ({"text": "47110048"}, "已有决定")),
    ),
)


@click.command()
def demo() -> None:
    """Call and text a server of its own, and print the transcripts.

    Exits with 0 only if every expected answer came.
    """
    # An ordered end by `kill` as well as by Ctrl-C: the server must not outlive us.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with tempfile.TemporaryDirectory(prefix="benefitline-demo-") as folder:
        click.echo("Starting a server with the demo country …")
        with running(Path(folder)) as server:
            missing = [missed for act in ACTS for missed in play(server, act)]
    for sentence in missing:
        click.echo(sentence, err=True)
    if missing:
        raise click.ClickException(f"{len(missing)} expected answers did not come.")
    click.echo(f"All {sum(len(act.steps) for act in ACTS)} expected answers came.")


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def play(server: Running, act: Act) -> list[str]:
    """Hold one conversation; answers a sentence for each expected answer that did not come."""
    click.echo(f"\n{act.title} ({act.number})")
    try:
        replies = _call(server, act) if act.channel == "voice" else _text(server, act)
    except StandinError as error:
        return [f"{act.title}: {error}"]
    replies += [""] * (len(act.steps) - len(replies))
    return [
        f"{act.title}: after {next(iter(did.values()))!r} the line should have said "
        f"{wanted!r}, not {said!r}."
        for (did, wanted), said in zip(act.steps, replies, strict=False)
        if wanted not in said
    ]


def _call(server: Running, act: Act) -> list[str]:
    settings = server.settings
    with Api(settings.account_sid, settings.auth_token, decode=pcm) as api:
        phone = PhoneCall(
            server.server, act.number, settings.phone_number, keep_recording=api.keep_recording
        )
        transcript = Transcript(server.store, "voice", phone.sid)
        with phone:
            case = Case("voice", act.number)
            answers = [did for did, _ in act.steps]
            # Whoever has called before does not listen to every menu again.
            followed = converse(phone, transcript, case, answers, interrupt=act.impatient)
    return [" ".join(exchange.said) for exchange in followed[1:]]  # after the greeting


def _text(server: Running, act: Act) -> list[str]:
    phone = TextPhone(server.server, act.number, server.settings.phone_number)
    transcript = Transcript(server.store, "sms", f"{phone.to}|{phone.number}")
    exchanges = [text(phone, transcript, did["text"]) for did, _ in act.steps]
    return [" ".join(exchange.said) if exchange else "" for exchange in exchanges]
