"""What Twilio is told to do, as TwiML."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from twilio.twiml.voice_response import Gather, VoiceResponse

from conversation.reply import Reply
from flows.outcome import Prompt
from intents import KeyEntry
from voice import phrasing
from voice.endpoint import Timing
from voice.phrasing import Breath
from voice.rendering import WRITE_S
from voice.switchboard import VoiceConfig, next_event

SPEAKERS = {
    "en": ("Polly.Joanna", "en-US"),
    "zh": ("Polly.Zhiyu", "cmn-CN"),
    "es": ("Polly.Mia", "es-MX"),
}
"""Twilio's voice and its language; these voices understand the prosody of a slow pace."""
SLOW = "75%"
"""Of the usual rate: a third longer."""
LONGEST_RECORDING_S = 15
_STAR_S = 3
PAUSE_S = 1
"""Between two looks at a reply that takes long, seconds."""

NOBODY_FREE = {
    "en": "I am sorry, nobody could take your call just now.",
    "zh": "很抱歉，现在没有人能接听您的电话。",
    "es": "Lo siento, ahora mismo nadie pudo atender su llamada.",
}
FAULT = {
    "en": "I am sorry, something went wrong on our side. Please call again in a few minutes.",
    "zh": "很抱歉，我们的系统出了问题，请过几分钟再打来。",
    "es": "Lo siento, algo falló de nuestro lado. Por favor, llame de nuevo en unos minutos.",
}


def connect(config: VoiceConfig, token: str) -> VoiceResponse:
    """Open a stream; when it closes the call goes on at /voice/after-stream."""
    response = VoiceResponse()
    status = config.url("/voice/stream-status")
    stream = response.connect().stream(url=config.socket_url, status_callback=status)
    stream.parameter(name="token", value=token)
    response.redirect(config.url("/voice/after-stream"))
    return response


def reject() -> VoiceResponse:
    """The line is busy: as the first verb it costs neither side anything."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return response


def ask(
    config: VoiceConfig, reply: Reply, keys: KeyEntry, speech: bool, timing: Timing
) -> VoiceResponse:
    """Say a reply and wait for keys, then for speech, then go on as silence.

    Keys end what is said inside the <Gather> only; what must be heard out is said before it.
    """
    response = VoiceResponse()
    event = next_event(reply)
    several = keys.max > 1
    first = 1 + max((n for n, prompt in enumerate(reply.prompts) if prompt.hear_out), default=-1)
    say(response, reply.prompts[:first], reply.pace)
    # With a beep to follow, keys need not be waited for in vain.
    patience = 3.0 if speech else timing.no_input
    patience = max(patience, keys.looking_s) if several else patience  # between two keys as well
    gather = response.gather(
        input="dtmf",
        num_digits=keys.max,
        timeout=round(patience * timing.factor(reply.pace)),
        finish_on_key="#" if several else "",
        action=config.url(f"/voice/keys?n={event}"),
        action_on_empty_result=False,
    )
    say(gather, reply.prompts[first:], reply.pace)
    if speech:
        response.record(
            action=config.url(f"/voice/recorded?n={event}"),
            max_length=LONGEST_RECORDING_S,
            timeout=round(2 * timing.factor(reply.pace)),
            play_beep=True,
            trim="trim-silence",
            finish_on_key="#" if several else "1234567890*#",
        )
    response.redirect(config.url(f"/voice/silence?n={event}"))
    return response


def after_star(config: VoiceConfig, event: str) -> VoiceResponse:
    """A star came alone, as every one-key question takes it: the key that follows makes a command.

    `&after=star` tells /voice/keys so; without a further key the star stands for itself.
    """
    response = VoiceResponse()
    action = config.url(f"/voice/keys?n={event}&after=star")
    response.gather(
        input="dtmf",
        num_digits=1,
        timeout=_STAR_S,
        finish_on_key="",
        action=action,
        action_on_empty_result=True,
    )
    return response


def wait(config: VoiceConfig, event: str, rounds: int, filler: Prompt | None) -> VoiceResponse:
    """Wait for the reply to this event, with or without a word, and ask /voice/waiting again."""
    response = VoiceResponse()
    if filler:
        voice, locale = SPEAKERS.get(filler.language, SPEAKERS["en"])
        response.say(filler.text, voice=voice, language=locale)
    response.pause(length=PAUSE_S)
    response.redirect(config.url(f"/voice/waiting?n={event}&round={rounds}"))
    return response


def end(reply: Reply | None = None) -> VoiceResponse:
    """Say the last words, if there are any, and hang up."""
    response = VoiceResponse()
    if reply:
        say(response, reply.prompts, reply.pace)
    response.hangup()
    return response


def sorry(sentences: dict[str, str], language: str) -> VoiceResponse:
    """One of our own sentences; verbs can be added."""
    response = VoiceResponse()
    voice, locale = SPEAKERS.get(language, SPEAKERS["en"])
    response.say(sentences.get(language, sentences["en"]), voice=voice, language=locale)
    return response


def say(sayer: VoiceResponse | Gather, prompts: Sequence[Prompt], pace: str) -> None:
    """All these prompts, each in its language, slowly where that was asked for."""
    for prompt in prompts:
        for language, same in groupby(phrasing.pieces(prompt), lambda piece: piece.language):
            _say(sayer, language, [piece.breaths for piece in same], pace)


def _say(
    sayer: VoiceResponse | Gather, language: str, sentences: Sequence[Sequence[Breath]], pace: str
) -> None:
    voice, locale = SPEAKERS.get(language, SPEAKERS["en"])
    said = sayer.say(voice=voice, language=locale)
    if pace == "slow":
        said = said.prosody(rate=SLOW)
    gap, text, before = "" if language == "zh" else " ", "", False
    for breath in (breath for breaths in sentences for breath in breaths):
        if before and breath.figures:
            said.append(text)
            said.break_(time=f"{WRITE_S[pace] * 1000:.0f}ms")  # time to write a number down
            text = " " + breath.text
        else:
            text += (gap if text else "") + breath.text
        before = breath.figures
    said.append(text)


def joined(first: VoiceResponse, then: VoiceResponse) -> VoiceResponse:
    """Both, one after the other."""
    verbs: Sequence[object] = then.verbs
    for verb in verbs:
        first.append(verb)
    return first
