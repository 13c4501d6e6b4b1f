"""`benefitline call`: a telephone call to the running server, spoken and keyed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from cli.case import Case
from cli.environment import Store, load, server_of
from cli.options import conversing
from cli.speech import recorded, spoken
from cli.transcript import Exchange, Transcript, show
from provider.standin.api import Api
from provider.standin.calling import PhoneCall
from voice import mulaw

Answer = dict[str, Any]
"""What the caller does, in the form of a case: {"audio": …}, {"keys": …}, {"silence": True} …"""

_WITH_VALUE = {"--say": "audio", "--keys": "keys"}
_ALONE = {"--silence": "silence", "--hangup": "hangup"}


@click.command(
    context_settings={"ignore_unknown_options": True},
    options_metavar="[OPTIONS]",
)
@conversing
@click.option("--interrupt", is_flag=True, help="Answer as soon as the line begins to speak.")
@click.argument(
    "answers",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[FILE.wav | --say TEXT | --keys KEYS | --silence | --hangup]...",
)
@click.pass_obj
def call(
    env_file: Path,
    number: str,
    language: str | None,
    url: str | None,
    save: Path | None,
    interrupt: bool,
    answers: tuple[str, ...],
) -> None:
    """Call the hotline. Each answer is given, in this order, when the line listens.

    Without answers they are asked for one by one: "say: my next payment", "keys: 1", "silence",
    "hangup".
    """
    script = list(parse(answers))
    settings = load(env_file)
    server, store = server_of(settings, url), Store.open(settings)
    case = Case("voice", number, language)
    with Api(settings.account_sid, settings.auth_token, decode=pcm) as api:
        phone = PhoneCall(server, number, settings.phone_number, keep_recording=api.keep_recording)
        transcript = Transcript(store, "voice", phone.sid)
        try:
            with phone:
                converse(phone, transcript, case, script or _asked(), language or "en", interrupt)
        finally:
            for exchange in transcript.news():  # what came with the end of the call
                show(exchange)
            if save:
                case.save(save)
    if phone.failure:
        raise click.ClickException(phone.failure)
    click.echo("The call is over.")


def parse(words: tuple[str, ...]) -> Iterator[Answer]:
    """The answers on the command line. Raises UsageError."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in _WITH_VALUE:
            if not rest:
                raise click.UsageError(f"{word} needs a value.")
            yield {_WITH_VALUE[word]: rest.pop(0)}
        elif word in _ALONE:
            yield {_ALONE[word]: True}
        elif word.startswith("-"):
            raise click.UsageError(f"There is no option {word}.")
        elif not Path(word).is_file():
            raise click.UsageError(f"There is no file {word}.")
        else:
            yield {"file": word}


def converse(
    phone: PhoneCall,
    transcript: Transcript,
    case: Case,
    answers: Iterable[Answer],
    language: str = "en",
    interrupt: bool = False,
) -> list[Exchange]:
    """Give each answer when the line listens; print and keep what comes of it.

    interrupt: do not hear the line out. Answers what followed each of them, the greeting first.
    """
    did: Answer = {"start": True}
    rest, followed = iter(answers), list[Exchange]()
    while True:
        listening = phone.wait_for_prompt(interrupt=interrupt)
        exchanges = list(transcript.news())
        for exchange in exchanges:
            show(exchange)
        followed += exchanges[-1:]
        if "file" in did and exchanges:
            did = {"say": exchanges[-1].turn.heard}  # a case holds words, not recordings
        case.add(did, exchanges[-1] if exchanges else None)
        following = next(rest, None) if listening else None
        if following is None:
            return followed
        if "hangup" in following:
            case.add(following, None)
            return followed
        did = give(phone, following, language)


def give(phone: PhoneCall, answer: Answer, language: str) -> Answer:
    """Do what the answer says; answers how a case writes it down."""
    if "keys" in answer:
        click.echo(f"  keys   {answer['keys']}")
        phone.press(answer["keys"])
    elif "silence" in answer:
        click.echo("  (silence)")
        phone.silence()
    elif "file" in answer:
        click.echo(f"  plays  {answer['file']}")
        phone.say(recorded(Path(answer["file"])))
    else:
        click.echo(f"  says   {answer['audio']}")
        phone.say(spoken(answer["audio"], language))
    return answer


def _asked() -> Iterator[Answer]:
    """Answers from the terminal."""
    while True:
        if sys.stdin.isatty():
            click.echo("say: …, keys: …, silence or hangup> ", nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        kind, _, value = line.strip().partition(":")
        kind, value = kind.strip().lower(), value.strip()
        if kind in ("silence", "hangup"):
            yield {kind: True}
        elif kind == "keys" and value:
            yield {"keys": value}
        elif kind == "say" and value:
            yield {"audio": value}
        elif line.strip():
            click.echo('Please begin with "say:" or "keys:", or write silence or hangup.')


def pcm(audio: bytes) -> bytes:
    """Mu-law as 16-bit little-endian samples."""
    return mulaw.decode(audio).astype("<i2").tobytes()
