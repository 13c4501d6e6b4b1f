"""Personal data is shown for a reason, to who gave it, for ten minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.audit import Audit
from storage.rights import RIGHTS, ROLES, Right

PHONE, CALLER = "+15005550042", "+15005550006"


@pytest.fixture
def promised(hotline):
    hotline.say("CA1", "call me back", "We will.")
    hotline.promise(PHONE, "pension", "2030-01-01")


def unmask(visitor, page="/console/callbacks/1", **fields):
    form = {
        "csrf_token": visitor.token(page),
        "subject": "callback 1",
        "what": "phone",
        "reason": "call",
        "next": page,
    }
    return visitor.client.post("/console/unmask", data={**form, **fields})


def reasons(hotline):
    found = [entry for entry in hotline.audit.entries() if entry.action == "unmask"]
    return [(entry.staff, entry.subject, entry.detail) for entry in found]


def test_a_number_is_masked_until_there_is_a_reason(clerk, hotline, promised):
    before = clerk.get("/console/callbacks/1").text
    assert PHONE not in before
    assert "•••• 42" in before
    sent = unmask(clerk, own="she rang off")
    assert sent.location == "/console/callbacks/1"
    after = clerk.get("/console/callbacks/1").text
    assert PHONE in after
    assert 'data-shown-for="600"' in after or 'data-shown-for="599"' in after
    detail = {"what": "phone", "reason": "call", "words": "she rang off"}
    assert reasons(hotline) == [("clerk", "callback 1", detail)]
    assert hotline.audit.verify()[1] is None


def test_it_is_masked_again_after_ten_minutes(clerk, hotline, promised):
    now = datetime.now(UTC) - timedelta(minutes=9, seconds=50)
    earlier = Audit(hotline.database, lambda: now)
    earlier.record(hotline.staff.named("clerk"), "unmask", "callback 1", what="phone")
    assert PHONE in clerk.get("/console/callbacks/1").text
    now -= timedelta(seconds=15)
    hotline.database.connection.execute("DROP TRIGGER audit_is_kept")
    hotline.database.connection.execute("DELETE FROM audit")
    earlier.record(hotline.staff.named("clerk"), "unmask", "callback 1", what="phone")
    assert PHONE not in clerk.get("/console/callbacks/1").text


def test_a_reason_counts_for_one_clerk_one_subject_and_one_value(clerk, hotline, promised):
    unmask(clerk)
    assert CALLER not in clerk.get("/console/conversations/CA1").text
    hotline.database.connection.execute("UPDATE staff SET name = 'somebody else'")
    assert PHONE not in clerk.get("/console/callbacks/1").text
    unmask(clerk, what="address")
    assert PHONE not in clerk.get("/console/callbacks/1").text


def test_the_number_of_a_conversation(clerk, hotline, promised):
    page = "/console/conversations/CA1"
    assert CALLER not in clerk.get(page).text
    assert "•••• 06" in clerk.get(page).text
    unmask(clerk, page, subject="conversation CA1", reason="identify")
    assert CALLER in clerk.get(page).text
    assert CALLER not in str(hotline.audit.entries())


def test_numbers_in_the_reason_are_masked(clerk, hotline, promised):
    unmask(clerk, reason="other", own="Tobin, 210000045, rang on +1 500 555 0042")
    assert reasons(hotline)[0][2]["words"] == "Tobin, •••, rang on •••"


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "curious"},
        {"reason": "other"},
        {"reason": "other", "own": "  x "},
        {"subject": ""},
        {"subject": "callback"},
        {"subject": "staff ann"},
        {"subject": "callback 1\n2"},
        {"subject": "callback " + "1" * 300},
        {"what": "<b>"},
    ],
)
def test_without_a_proper_reason_nothing_is_shown(clerk, hotline, promised, fields):
    assert unmask(clerk, **fields).status_code == 400
    assert reasons(hotline) == []
    assert PHONE not in clerk.get("/console/callbacks/1").text


@pytest.mark.parametrize("role", ROLES)
def test_who_may_give_a_reason(clerk, hotline, promised, role):
    token = clerk.token("/console/live")
    hotline.audit.record(hotline.staff.named("clerk"), "unmask", "conversation CA1", what="phone")
    hotline.database.connection.execute("UPDATE staff SET role = ?", (role,))
    allowed = Right.UNMASK in RIGHTS[role]
    assert allowed == (role not in ("administrator", "author"))
    sent = unmask(clerk, "/console/account", csrf_token=token)
    assert sent.status_code == (302 if allowed else 403)
    if Right.WATCH in RIGHTS[role]:
        # An entry from before a change of role shows nothing, either.
        assert (CALLER in clerk.get("/console/conversations/CA1").text) == allowed
