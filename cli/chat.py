"""`benefitline chat`: a conversation by text message with the running server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cli.case import Case
from cli.environment import Store, load, server_of
from cli.options import conversing
from cli.transcript import Exchange, Transcript, understood
from provider.standin.texting import TextPhone

LANGUAGE_WORDS = {"en": "English", "es": "español", "zh": "中文"}


@click.command()
@conversing
@click.pass_obj
def chat(
    env_file: Path, number: str, language: str | None, url: str | None, save: Path | None
) -> None:
    """Text with the hotline: a line is a text. Ends at the end of input."""
    settings = load(env_file)
    phone = TextPhone(server_of(settings, url), number, settings.phone_number)
    transcript = Transcript(Store.open(settings), "sms", f"{phone.to}|{phone.number}")
    list(transcript.news())  # what was said before this chat is not part of it
    case = Case("sms", number, language)
    try:
        for line in _lines(language):
            exchange = text(phone, transcript, line)
            case.add({"text": line}, exchange)
    finally:
        if save:
            case.save(save)


def text(phone: TextPhone, transcript: Transcript, body: str) -> Exchange | None:
    """Send a text and print what comes of it; None when it did not become a turn."""
    reply = phone.send(body)
    exchange = next(iter(list(transcript.news())[-1:]), None)
    click.echo(f"  you    {body}" + (f"   [{understood(exchange.turn)}]" if exchange else ""))
    click.echo(f"  line   {reply}" if reply else "  (no answer)")
    return exchange


def _lines(language: str | None) -> Iterator[str]:
    if language:
        yield LANGUAGE_WORDS[language]
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()
