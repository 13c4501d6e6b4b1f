"""A text as it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversation.heard import Heard
from sms.economy import LIMIT
from sms.keywords import change_to_stop


@dataclass(frozen=True)
class Incoming:
    """The fields of the provider's request that we use; unknown ones are left alone."""

    id: str
    ours: str
    theirs: str
    """Usually E.164; may be a short code or a name of letters."""
    body: str
    """At most LIMIT characters; the rest of a longer one is not read."""
    media: bool
    opt_out_type: str
    """STOP, START or HELP when the provider has answered the text itself, else empty."""

    @staticmethod
    def parse(form: Mapping[str, str]) -> Incoming | None:
        """None when the message or one of its ends is not named."""
        id_ = (form.get("MessageSid") or form.get("SmsSid") or "").strip()
        ours, theirs = form.get("To", "").strip(), form.get("From", "").strip()
        if not (id_ and ours and theirs):
            return None
        return Incoming(
            id=id_,
            ours=ours,
            theirs=theirs,
            body=form.get("Body", "")[:LIMIT].strip(),
            media=form.get("NumMedia", "0").strip() not in ("", "0"),
            opt_out_type=form.get("OptOutType", "").strip().upper(),
        )

    @property
    def session(self) -> str:
        """What ties the texts of one person to one conversation."""
        return f"{self.ours}|{self.theirs}"

    def heard(self) -> Heard:
        """The text as a turn takes it.

        The id is the message's own. A retried request has it too, and unlike the header
        I-Twilio-Idempotency-Token it is covered by the signature.
        """
        return Heard(
            provider_id=self.id,
            channel="sms",
            session=self.session,
            caller=self.theirs,
            called=self.ours,
            kind="text" if self.body else "silence",
            text=self.body,
            stops=change_to_stop(self.body) or "",
        )
