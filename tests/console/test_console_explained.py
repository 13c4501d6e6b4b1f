"""Why a turn was understood as it was and what it did, on the page of its conversation."""

from console import explained
from storage.watched import Turn


def test_a_turn_says_why_it_was_understood_so_and_what_it_did(clerk, hotline):
    hotline.say(
        "CA1",
        "where is my <b>claim",
        "One moment.",
        intent="claim_status",
        candidates=[
            ("claim_status", 0.87, "where is my claim"),
            ("next_payment", 0.4, "where is my <i>money"),
        ],
        meaning={"asked": "welcome.choose", "slots": {"claim_reference": "•••"}, "upset": "angry"},
        did={
            "steps": ["claim_status.start", "claim_status.start", "claim_status.tell"],
            "calls": [
                {
                    "function": "claims.status",
                    "came_to": "result",
                    "took_ms": 1.5,
                    "rules": ["old_age_pension 0a1b"],
                },
                {"function": "gone.away", "came_to": "step_up", "took_ms": 0.1, "rules": []},
            ],
        },
    )
    page = clerk.get("/console/conversations/CA1").text
    assert "It answered the step welcome › choose." in page
    assert "most like “where is my claim”: claim status, 87 %." in page
    assert "Next came next payment with 40 %, 47 points behind." in page
    assert "where is my &lt;b&gt;claim" in page
    assert "It held what can be taken as: claim reference." in page
    assert "angry or desperate" in page
    assert page.count("<bdi>claim status › start</bdi>") == 1
    assert "<code>claims.status</code> answered" in page
    assert "rules: old_age_pension 0a1b" in page
    assert "asked who this is first" in page


def test_what_was_stored_is_shown_by_name_alone(clerk, hotline):
    def write(connection):
        connection.execute(
            "INSERT INTO opt_out (ours, theirs_print, at, keyword)"
            " VALUES ('a', 'secret number', 'b', 'STOP')"
        )

    hotline.say("CA1", "stop", "You get no more texts.", later=[write])
    page = clerk.get("/console/conversations/CA1").text
    assert "added to <bdi>opt out</bdi>" in page
    assert '<bdi>theirs_print</bdi> <span aria-hidden="true">•••</span>' in page
    assert "secret number" not in page


def test_a_turn_from_before_this_was_kept_or_a_damaged_one_is_shown_without(clerk, hotline):
    hotline.say("CA1", "hello", "Good day.")
    for damaged in ("{}", "not json", '{"steps": 3, "calls": [1], "wrote": [{}]}'):
        hotline.database.connection.execute("UPDATE interaction SET trace = ?", (damaged,))
        page = clerk.get("/console/conversations/CA1")
        assert page.status_code == 200
        assert "Good day." in page.text


def test_why_is_told_of_commands_choices_and_doubts(hotline):
    hotline.say(
        "CA1",
        "no, back",
        "Again.",
        meaning={"command": "back", "choice": "option_two", "maybe": [{}, {}], "corrects": "name"},
    )
    (turn,) = hotline.watching.turns("CA1")
    assert isinstance(turn, Turn)
    assert explained.why(turn) == [
        '"back" is a command that is understood everywhere.',
        "option two was one of the choices that were open.",
        "It put an earlier answer right: name.",
        "It was not sure enough, so it was asked about first (2).",
    ]
