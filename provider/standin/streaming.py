"""`<Connect><Stream>`: the call's audio goes over a socket until one side closes it."""

from __future__ import annotations

from provider.standin.errors import StandinError
from provider.standin.line import HungUp, Line
from provider.standin.stream import MediaStream
from provider.standin.twiml import Verb


def stream(line: Line, connect: Verb, base: str) -> None:
    """Run the stream to its end. Raises HungUp after telling the server so."""
    verb = connect.find("Stream")
    if verb is None:
        raise StandinError(f"The <Connect> of {base} holds no <Stream>.")
    url, parameters = verb.get("url", ""), _parameters(verb)
    if "?" in url:
        raise StandinError(f"The stream's URL {url} has a query string, which is not sent on.")
    callback = verb.get("statusCallback")
    line.stream = media = MediaStream(line.server, url, line.sid)

    def report(event: str, **fields: str) -> None:
        if callback:
            target = line.server.absolute(callback, base)
            line.notify(target, StreamSid=media.sid, StreamEvent=event, **fields)

    media.begin(parameters)
    report("stream-started")
    try:
        while media.closed_by == "open":
            line.tick(prompt=not media.play_out.empty)
            media.tick(line.caller.take())
    except HungUp:
        media.stop()
        raise
    finally:
        if media.closed_by == "broken":
            report("stream-error", StreamError="31921")
        else:
            report("stream-stopped")


def _parameters(verb: Verb) -> dict[str, str]:
    parameters = {item.get("name", ""): item.get("value", "") for item in verb.iter("Parameter")}
    for name, value in parameters.items():
        if len(name) + len(value) > 500:
            raise StandinError(f"The <Parameter> {name} is longer than 500 characters.")
    return parameters
