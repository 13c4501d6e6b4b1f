"""What was said on the fallback path: fetch the provider's recording and recognise it."""

from __future__ import annotations

import base64
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import replace
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import structlog

from voice import mulaw
from voice.endpoint import FRAME_BYTES, FRAME_S, VoiceActivity, level_db
from voice.listener import SURELY_SPEECH_S
from voice.question import Question
from voice.recogniser import Hypotheses, Models
from voice.switchboard import VoiceConfig
from voice.waves import read_wave

LARGEST_BYTES = 1024 * 1024
"""Fifteen seconds take 240 kB."""
PATIENCE_S = 8.0
"""The provider waits 15 s for our answer; a recording may be ready a moment after its event."""
_RETRY_S = 0.4
_log = structlog.get_logger()


class _KeepSecret(urllib.request.HTTPRedirectHandler):
    """Where the API sends us on to its storage, the password stays behind."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request and urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            request.remove_header("Authorization")
        return request


def fetch(url: str, config: VoiceConfig, patience_s: float = PATIENCE_S) -> bytes | None:
    """The recording as a WAV file, or None when it cannot be had within `patience_s` seconds."""
    asked, api = urlsplit(url), urlsplit(config.api_url)
    if (asked.scheme, asked.netloc) != (api.scheme, api.netloc) or asked.query or asked.fragment:
        _log.warning("recording is not at the provider's API")
        return None
    secret = base64.b64encode(f"{config.account_sid}:{config.auth_token}".encode()).decode()
    request = urllib.request.Request(f"{url}.wav", headers={"Authorization": f"Basic {secret}"})
    opener = urllib.request.build_opener(_KeepSecret)
    until = time.monotonic() + patience_s
    while (left := until - time.monotonic()) > 0:
        try:
            with opener.open(request, timeout=left) as answer:
                data: bytes = answer.read(LARGEST_BYTES + 1)
            return data if len(data) <= LARGEST_BYTES else None
        except urllib.error.HTTPError as error:
            error.close()
            if error.code not in (404, 429, 500, 502, 503, 504):
                _log.warning("recording refused", status=error.code)
                return None
        except (OSError, HTTPException, ValueError) as error:
            _log.warning("recording not fetched", error=type(error).__name__)
        time.sleep(min(_RETRY_S, max(0.0, left)))
    return None


def recognise(data: bytes | None, models: Models, question: Question) -> Hypotheses:
    """What a recording says; speech that was not understood when it cannot be read.

    Where nobody spoke, `speech` is False."""
    nothing = Hypotheses("", 0.0, speech=True)
    if not data or not question.phrases:
        return nothing
    try:
        samples = read_wave(data)
    except ValueError as error:
        _log.warning("recording cannot be read", error=str(error))
        return nothing
    recogniser = models.recogniser(
        question.language, question.phrases, question.strings, question.readings
    )
    if recogniser is None:
        return nothing
    step = mulaw.RATE // 5
    with closing(recogniser):
        for start in range(0, len(samples), step):
            recogniser.accept(samples[start : start + step].tobytes())
        said = recogniser.finish()
    return replace(said, speech=bool(said.text) or _speaks(samples))


def _speaks(samples: npt.NDArray[np.int16]) -> bool:
    """Is there voice in it, as long as it takes on a stream?"""
    frames = range(0, len(samples), FRAME_BYTES)
    levels = [level_db(samples[start : start + FRAME_BYTES]) for start in frames]
    activity = VoiceActivity()
    for level in levels:
        activity.frame(level)  # a stream knows its line before anybody speaks
    voiced = FRAME_S * sum(activity.frame(level) for level in levels)
    return voiced >= SURELY_SPEECH_S
