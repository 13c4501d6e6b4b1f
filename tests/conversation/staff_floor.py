"""Staff at work, on the real turn and storage."""

from __future__ import annotations

from json import loads

import pytest

from benefits.hours import Desk
from conversation.cannot_help import CannotHelp
from conversation.handing_over import HandingOver
from conversation.helping import Helping
from conversation.hints import Hint
from conversation.live import Live
from conversation.turn import Turns
from conversation.whispering import Whispering
from storage.handoffs import Handoffs
from storage.hints import Hints
from storage.registry import SqlRegistry
from storage.staff import StaffMember
from storage.takeovers import Takeovers
from storage.texts import Texts
from storage.wrap_ups import WrapUps

OURS, THEIRS = "+15550100000", "+15550100001"
LAST_CLAIM = "47110011"
ANN, BEN = StaffMember(1, "Ann", "agent"), StaffMember(2, "Ben", "agent")


def trail(connection):
    """What is written with an act."""


class Floor:
    """Staff at work on a hotline."""

    def __init__(self, hotline):
        self.hotline = hotline
        db, vault = hotline.database, hotline.vault
        clock = lambda: hotline.now  # noqa: E731

        def registry(later, session_id, now):
            return SqlRegistry(db, vault, later, session_id, now)

        hints, takeovers, self.texts = Hints(db, vault), Takeovers(db), Texts(db, vault)
        self.live = Live()
        hotline.turns = Turns(
            hotline.conversations,
            registry,
            hotline.understander,
            hotline.library,
            "en",
            clock,
            hints=hints,
        )
        over = HandingOver(Handoffs(db, vault), Desk(), "en", clock)
        self.helping = Helping(
            hotline.turns,
            hotline.conversations,
            takeovers,
            WrapUps(db, vault),
            over,
            registry,
            self.texts,
            clock,
        )
        self.whispering = Whispering(
            hotline.turns, hotline.conversations, takeovers, hints, self.texts, self.live, clock
        )

    def session(self):
        return self.hotline.rows("SELECT id FROM session ORDER BY rowid DESC LIMIT 1")[0]["id"]

    def standing(self, session=None):
        return self.helping.standing(session or self.session())

    def sent(self):
        """The texts that wait to be sent."""
        rows = self.hotline.rows("SELECT payload FROM outbox ORDER BY id")
        return [self.hotline.vault.decrypt(loads(row["payload"])["sealed"]) for row in rows]

    def turns(self, session=None):
        return self.hotline.rows(
            "SELECT kind, heard, said, place, meaning FROM interaction WHERE session_id = ?"
            " ORDER BY turn",
            session or self.session(),
        )

    def hint(self, kind, value, by=ANN, id_="h1"):
        expects = self.standing().expects
        hint = Hint(by.name, kind, value, f"{expects.flow}.{expects.step}")
        self.whispering.whisper(self.session(), hint, id_, trail)


def refused(act, *values):
    """Why something cannot be done."""
    with pytest.raises(CannotHelp) as error:
        act(*values)
    return error.value
