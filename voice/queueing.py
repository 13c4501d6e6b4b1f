"""What a caller who waits for a person hears, and what the person hears before: as TwiML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from twilio.twiml.voice_response import Gather, VoiceResponse

from voice.switchboard import VoiceConfig
from voice.twiml import SPEAKERS

CALL_BACK_KEY = "1"
_DIAL_S = 25
_KEY_S = 4
"""Seconds in which the key may be pressed after the offer."""
_QUIET_S = 25
"""Seconds from one announcement to the next."""
_WHISPER = 700
"""Characters that a clerk is told at most: the caller waits meanwhile."""

_WORDS = {
    "en": {
        "next": "You are next.",
        "place": "You are number {position} in the line.",
        "minutes": "It takes about {minutes} minutes more.",
        "minute": "It takes about a minute more.",
        "unknown": "I cannot say yet how long it takes.",
        "offer": "To be called back instead, press 1. Or just stay on the line.",
    },
    "zh": {
        "next": "下一位就是您。",
        "place": "您排在第{position}位。",
        "minutes": "大约还要{minutes}分钟。",
        "minute": "大约还要一分钟。",
        "unknown": "还要等多久，现在还不知道。",
        "offer": "要我们给您回电，请按1；否则请不要挂断。",
    },
    "es": {
        "next": "Usted es el siguiente.",
        "place": "Usted está en el lugar {position} de la fila.",
        "minutes": "Faltan unos {minutes} minutos.",
        "minute": "Falta un minuto, más o menos.",
        "unknown": "Todavía no puedo decirle cuánto tarda.",
        "offer": "Si prefiere que le llamemos, oprima 1. Si no, siga en la línea.",
    },
}


@dataclass(frozen=True)
class Task:
    """What goes along with a call that is handed over."""

    conversation: str
    queue: str
    language: str
    topic: str
    summary: str

    def to_json(self) -> str:
        """For the provider's workflow, which a clerk's page can show."""
        fields = asdict(self) | {"summary": self.summary[:_WHISPER]}
        return json.dumps(fields, ensure_ascii=False)


def put_through(
    response: VoiceResponse, config: VoiceConfig, queue: str, task: Task | None = None
) -> None:
    """To the call centre's number, else to the workflow, else to a plain queue.

    task: without it the clerk is told nothing, and the caller hears the provider's own music.
    """
    result = config.url("/voice/handoff-result")
    of = task.conversation if task else ""
    if config.handoff_number:
        dial = response.dial(timeout=_DIAL_S, action=result)
        whisper = {"url": config.url(f"/voice/whisper?of={of}")} if of else {}
        dial.number(config.handoff_number, **whisper)
        return
    wait = {"wait_url": config.url(f"/voice/queue?of={of}")} if of else {}
    if config.handoff_workflow and task:
        waiting = response.enqueue(
            None, workflow_sid=config.handoff_workflow, action=result, **wait
        )
        waiting.task(task.to_json())
    else:
        response.enqueue(queue, action=result, **wait)


def waiting(
    config: VoiceConfig, of: str, language: str, position: int, minutes: int
) -> VoiceResponse:
    """The place in the queue, what is left of the wait, and the offer of a call back.

    position: from 1; 0 when it is not known. minutes: 0 when they are not known.
    """
    words = _WORDS.get(language, _WORDS["en"])
    response = VoiceResponse()
    place = "next" if position == 1 else "place" if position else ""
    wait = "unknown" if not minutes else "minute" if minutes == 1 else "minutes"
    said = [words[name] for name in (place, wait) if name]
    gather = response.gather(
        input="dtmf",
        num_digits=1,
        timeout=_KEY_S,
        finish_on_key="",
        action=config.url(f"/voice/queue-key?of={of}"),
    )
    _say(gather, " ".join(said).format(position=position, minutes=minutes), language)
    _say(gather, words["offer"], language)
    response.pause(length=_QUIET_S)
    response.redirect(config.url(f"/voice/queue?of={of}"))
    return response


def on(config: VoiceConfig, of: str) -> VoiceResponse:
    """Another key than the one that was offered: the waiting goes on."""
    response = VoiceResponse()
    response.pause(length=_QUIET_S)
    response.redirect(config.url(f"/voice/queue?of={of}"))
    return response


def leave() -> VoiceResponse:
    """Out of the queue: the call goes on at /voice/handoff-result."""
    response = VoiceResponse()
    response.leave()
    return response


def whisper(sentences: Sequence[str], language: str) -> VoiceResponse:
    """What the clerk alone hears; when it is over both are connected."""
    response = VoiceResponse()
    told = ""
    for sentence in sentences:
        if len(told) + len(sentence) > _WHISPER:
            break
        told = f"{told} {sentence}".strip()
    _say(response, told, language)
    return response


def _say(sayer: VoiceResponse | Gather, text: str, language: str) -> None:
    voice, locale = SPEAKERS.get(language, SPEAKERS["en"])
    sayer.say(text, voice=voice, language=locale)
