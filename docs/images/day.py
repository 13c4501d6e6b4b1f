"""A day of the hotline for the pictures: conversations held over its front doors."""

from __future__ import annotations

from types import TracebackType

from cli.running import Running
from cli.speech import spoken
from conversation.reply import Reply
from provider.standin.calling import PhoneCall
from provider.standin.texting import TextPhone

TEXTED = (
    ("04", "What is the status of my claim?", "4711 0030"),
    ("03", "¿Cuál es el estado de mi solicitud?", "47110024"),
    ("05", "查申请进度", "47110048"),
    ("06", "when is my pension paid", "210000045"),
    ("07", "¿A qué hora abre la oficina?", "Ashford"),
    ("08", "where is the nearest office", "Milton"),
    ("11", "my neighbour works and draws unemployment", "yes"),
    ("12", "the money for the little one never came"),
    ("13", "养老金什么时候发"),
    ("14", "which papers do I need for child benefit"),
    ("15", "blorp"),
    ("16", "me quedé sin trabajo, qué hago"),
    ("16", "quiero hacer una queja", "3", "1", "Nadie contesta mis cartas"),
    ("11", "I want to make a complaint", "3", "1", "nobody answers my letters"),
    ("17", "call me back", "yes", "morning"),
    ("18", "llámenme por favor", "sí", "tarde"),
)
"""The end of a number, and what it texts."""


class Day:
    """Conversations that are over, and some that go on while the block lasts."""

    call: str
    """Id of a spoken call in which a claim was asked for."""
    person: str
    """Id of a call that is handed to a person."""

    def __init__(self, server: Running) -> None:
        self._server = server
        self._calls: list[PhoneCall] = []

    def __enter__(self) -> Day:
        self.person = self._session(self._speak("+15550100009", "I want to talk to a person"))
        reference = "four seven one one zero zero one one"
        self.call = self._session(self._speak("+15550100001", "status of my claim", reference))
        self._press("+15550100002", "1")
        # Somebody who goes on speaking, so that the words are seen as they are spoken.
        speaking = self._dial("+15550100010")
        for end, *bodies in TEXTED:
            phone = TextPhone(self._server.server, f"+155501000{end}", self._ours)
            for body in bodies:
                phone.send(body)
        speaking.say(b"".join([spoken("when is my next payment")] * 40))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for phone in self._calls:
            phone.hang_up()

    @property
    def _ours(self) -> str:
        return self._server.settings.phone_number

    def _dial(self, number: str) -> PhoneCall:
        phone = PhoneCall(self._server.server, number, self._ours)
        self._calls.append(phone.dial())
        phone.wait_for_prompt()
        return phone

    def _speak(self, number: str, *sentences: str) -> PhoneCall:
        phone = self._dial(number)
        for sentence in sentences:
            phone.say(spoken(sentence))
            phone.wait_for_prompt()
        return phone

    def _press(self, number: str, *keys: str) -> None:
        phone = self._dial(number)
        for pressed in keys:
            phone.press(pressed)
            phone.wait_for_prompt()

    def _session(self, phone: PhoneCall) -> str:
        stored = self._server.store.conversations.last_reply("voice", phone.sid)
        assert stored, "the call has no conversation"
        return Reply.from_json(stored).session_id
