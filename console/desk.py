"""What the pages work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Response, abort

from console.access import who
from console.flow_bench import Bench
from console.flow_measures import PRICES, Prices
from console.help.desk import Help
from console.line import Line
from console.telling import Source, Telling
from console.throttle import Throttle
from conversation.jobs.office import Office
from conversation.live import Live
from conversation.teaching.teaching import Teaching
from flows import Library
from storage.audit import Audit
from storage.callbacks import Callbacks
from storage.figures import Figures
from storage.logins import Logins
from storage.recordings import Recordings
from storage.staff import Staff
from storage.staffing import Staffing
from storage.watched import Conversation
from storage.watching import Watching

LOOKS = timedelta(minutes=30)
"""Looking at the same again within this time is one entry of the trail."""
if TYPE_CHECKING:
    from console.overhearing import Overhearing


@dataclass(frozen=True)
class Desk:
    """Everything a page asks; `app.py` hands it over."""

    watching: Watching
    logins: Logins
    staffing: Staffing
    live: Live
    clock: Callable[[], datetime]
    """The time, with its zone: the same clock that the turns are stamped with."""
    recordings: Recordings
    audit: Audit
    office: Office
    """Cases, decisions and payments, and what is done about them."""
    teaching: Teaching
    figures: Figures
    callbacks: Callbacks
    """Promised calls, as staff keep them."""
    library: Library
    """The flows, for what they are called."""
    flows: Bench | None = None
    """Drafts and versions of what flows say; None where there are no pages about them."""
    help: Help | None = None
    """How staff help in conversations; None where they only watch."""
    line: Line | None = None
    """The practice telephone; None where there is none."""
    overhearing: Overhearing | None = None
    """How calls are listened to; None where they cannot be."""
    prices: Prices = field(default_factory=lambda: Prices.read(PRICES))
    """What the telephone provider takes; those of the product where nobody has said."""
    throttle: Throttle = field(default_factory=Throttle)
    telling: Telling = field(default_factory=Telling)
    """Open pages that are told news; by default none is, and all ask."""

    @property
    def staff(self) -> Staff:
        """Who may log in."""
        return self.logins.staff

    def looked(self, action: str, subject: str) -> None:
        """Write down that whoever is logged in looks at this, once in a while."""
        self.audit.view(who(), action, subject, LOOKS)

    def tell(self, parts: Mapping[str, Source]) -> Response:
        """News of the parts of a page, as they come, to whoever is logged in and for as long."""
        one = who()

        def still() -> bool:
            found = self.staff.get(one.id)
            return found is not None and found.epoch == one.epoch

        return self.telling.stream(parts, still)

    def conversation(self, session_id: str) -> Conversation:
        """The conversation with this id; the page for missing pages when there is none."""
        conversation = self.watching.conversation(session_id)
        if conversation is None:
            abort(404)
        return conversation
