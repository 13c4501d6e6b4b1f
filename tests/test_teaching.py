"""What was misunderstood is taught, and running servers understand it at a later turn."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app import create_app
from cli.intent_trial import situation
from conversation.teaching.switching import Switching
from conversation.teaching.teaching import Teaching, basis_of
from intents import Said
from storage.audit import Audit
from storage.change_sets import ChangeSets
from storage.misunderstood import Queue
from storage.staff import StaffMember
from storage.taught import NotAccepted, Taught
from storage.teaching_runs import Runs
from tests.conftest import OURS, THEIRS

ODD = "zorgle my flimmer quank"
ONE, OTHER = StaffMember(1, "one", "supervisor"), StaffMember(2, "other", "author")
LATEST_S = 90
"""Learning takes some seconds, and much longer where all cores are busy."""


@pytest.fixture(scope="module")
def own_door(make_door):
    return make_door()


@pytest.fixture
def teaching(own_door):
    database = own_door.app.extensions["benefitline"]["database"]
    changes = ChangeSets(database, Audit(database, now), now)
    return Teaching(Queue(database), changes, None, None)


def now():
    return datetime.now(UTC)


def said(door, number, body, sender=THEIRS):
    fields = {"MessageSid": f"SM{number:032d}", "From": sender, "To": OURS, "Body": body}
    return door.post("/sms/incoming", fields).text


def tried(teaching, number):
    """A trial that went well."""
    runs = Runs(teaching.changes._database, now)
    proposed = [one.taught for one in teaching.changes.proposals(number)]
    run = runs.begin("trial", number, basis_of(teaching.changes.lessons(), proposed), "one")
    runs.end(run, "done", {})


def until(understood):
    """Wait for a server to switch over, in the background and by itself."""
    deadline = time.monotonic() + LATEST_S
    while time.monotonic() < deadline:
        if understood():
            return True
        time.sleep(0.2)
    return False


def meaning(app, text):
    """What a running server makes of a sentence."""
    understander = app.extensions["benefitline"]["switching"].understander
    return understander.understand(Said(text), situation("en")).intent


def test_servers_understand_what_was_taught_without_a_restart(own_door, teaching):
    beside = create_app(own_door.settings)  # as another process has it
    said(own_door, 1, ODD)
    (one,) = teaching.queue.waiting()[0]
    assert one.heard == ODD
    assert meaning(own_door.app, ODD) is None
    teaching.propose(ONE, Taught("en", "office_hours", ODD), one.id)
    with pytest.raises(NotAccepted, match="untried"):
        teaching.accept(OTHER, 1)
    tried(teaching, 1)
    with pytest.raises(NotAccepted, match="own"):
        teaching.accept(ONE, 1)
    with pytest.raises(NotAccepted, match="untried"):  # with what sentences mean, that is
        replace(teaching, semantic=True).accept(OTHER, 1)
    teaching.accept(OTHER, 1)
    for app in (own_door.app, beside):
        assert until(lambda app=app: meaning(app, ODD) == "office_hours")
    row = own_door.app.extensions["benefitline"]["database"].connection
    said(own_door, 2, ODD, "+15550100066")
    (intent,) = row.execute("SELECT intent FROM interaction ORDER BY id DESC LIMIT 1").fetchone()
    assert intent == "office_hours"

    started_anew = create_app(own_door.settings)
    assert meaning(started_anew, ODD) == "office_hours"
    teaching.roll_back(OTHER, 1)
    for app in (own_door.app, beside, started_anew):
        assert until(lambda app=app: meaning(app, ODD) is None)
        if app is not own_door.app:
            for part in ("outbound", "calling", "retention", "switching"):
                app.extensions["benefitline"][part].stop()


def test_a_server_begins_with_what_is_ready_sooner(own_door):
    changes = ChangeSets(own_door.app.extensions["benefitline"]["database"], None, now)
    switching = Switching(changes, lambda _: "whole", at_first=lambda _: "first")
    assert switching.understander.now == "first"
    assert switching.look()
    assert switching.understander.now == "whole"
    assert not switching.look()
