"""Who wants our texts: acts on STOP, START and HELP, and keeps silent where silence is wanted."""

from __future__ import annotations

from datetime import datetime

from sms import keywords
from sms.incoming import Incoming
from storage.texts import Texts


def answer(texts: Texts, message: Incoming, now: datetime) -> str | None:
    """The answer to a keyword, empty for silence; None when a turn is to be taken.

    A message that comes a second time gets the same answer and changes nothing.
    """
    pair = (message.ours, message.theirs)
    out = texts.opted_out(*pair)
    provider = keywords.answered_by_provider(message.opt_out_type)
    keyword = keywords.find(message.body)
    if provider and not (keyword and keyword.action == provider.action):
        keyword = provider
    if keyword and keyword.after_stop and not (out or texts.settled(message.id)):
        keyword = None  # "yes" or "alta" from somebody who never opted out is no command
    if keyword is None:
        return "" if out else None
    if keyword.action == "stop":
        due = texts.opt_out(*pair, keyword.word, now, message.id)
    elif keyword.action == "start":
        due = texts.opt_in(*pair, now, message.id)
    else:
        due = texts.may_answer(*pair, now, message.id)
    return keyword.answer if due and not provider else ""
