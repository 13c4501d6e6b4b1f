"""Flows: what is said and asked, as data, and the pure engine that walks through it."""

from flows.engine import advance, begin, expecting
from flows.errors import EndlessTurn, FlowError
from flows.expects import Choice, Expects, Slot
from flows.library import Library
from flows.meaning import COMMANDS, Meaning
from flows.outcome import Call, Handoff, Outcome, Prompt
from flows.resuming import unfinished
from flows.state import Assurance, Frame, State, Unfinished

__all__ = [
    "COMMANDS",
    "Assurance",
    "Call",
    "Choice",
    "EndlessTurn",
    "Expects",
    "FlowError",
    "Frame",
    "Handoff",
    "Library",
    "Meaning",
    "Outcome",
    "Prompt",
    "Slot",
    "State",
    "Unfinished",
    "advance",
    "begin",
    "expecting",
    "unfinished",
]
