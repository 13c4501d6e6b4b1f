import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from console.highlight import pieces
from storage.watching import FARTHEST, PAGE, Filters


@pytest.fixture
def past(hotline, ago):
    hotline.say("CA1", "where is my pension claim", "Your reference?", status="ended")
    hotline.say(
        "SM1", "¿Cuándo llega mi pensión de jubilación?", "El lunes.", channel="sms", language="es"
    )
    hotline.say("SM2", "我的养老金什么时候发", "星期五。", channel="sms", language="zh")
    hotline.say("CA2", "an old question of mine", "Yes.", at=ago(days=40), status="ended")
    return hotline


def found(clerk, words, more=""):
    page = clerk.get(f"/console/search?words={quote(words)}{more}").text
    return re.findall(r"/console/conversations/(\w+)#turn-1", page), page


@pytest.mark.parametrize(
    ("words", "session", "marked"),
    [
        ("pension claim", "CA1", "pension"),
        ("PENSION CLAIM", "CA1", "pension"),
        ("jubilación", "SM1", "jubilación"),
        ("jubilacion", "SM1", "jubilación"),
        ("cuando llega", "SM1", "Cuándo"),
        ("养老金", "SM2", "养老金"),
        ("养老 什么", "SM2", "什么"),
        ("questio", "CA2", "questio"),
        ("old qu", None, None),  # two letters are not taken for the beginning of a word
        ("of", "CA2", "of"),
        ("Friday OR NOT \"*'();--", None, None),
    ],
)
def test_words_are_found_in_three_languages(clerk, past, words, session, marked):
    sessions, page = found(clerk, words)
    assert sessions == ([session] if session else [])
    assert marked is None or f"<mark>{marked}</mark>" in page
    assert session or "Nothing was found." in page


def test_newest_come_first_and_filters_narrow(clerk, past):
    assert found(clerk, "pension")[0] == ["SM1", "CA1"]
    assert found(clerk, "pension", "&channel=voice")[0] == ["CA1"]
    assert found(clerk, "pension", "&language=es")[0] == ["SM1"]
    assert found(clerk, "question", "&first=2999-01-01")[0] == []
    assert found(clerk, "question", "&last=2020-01-01")[0] == []
    today = datetime.now(UTC).date().isoformat()
    assert found(clerk, "pension", f"&first={today}&last={today}")[0] == ["SM1", "CA1"]
    assert found(clerk, "question", f"&first={today}")[0] == []
    assert found(clerk, "question", "&last=9999-12-31")[0] == ["CA2"]


def test_a_date_that_is_none_is_said_to_be_left_out(clerk, past):
    page = clerk.get("/console/search?words=claim&first=yesterday").text
    assert "A date was not understood and is left out: yesterday" in page
    assert "CA1" in page


def test_without_words_the_last_conversations_come(clerk, past):
    page = clerk.get("/console/search").text
    assert re.findall(r"/console/conversations/(\w+)\"", page) == ["SM2", "SM1", "CA1", "CA2"]
    page = clerk.get("/console/search?channel=sms").text
    assert re.findall(r"/console/conversations/(\w+)\"", page) == ["SM2", "SM1"]


@pytest.mark.parametrize("words", ["weather", ""])
def test_pages_go_back_without_gaps_or_repeats(clerk, hotline, words):
    for number in range(2 * PAGE + 1):
        hotline.say(f"CA{number}", "the weather is fine", "Good.", status="ended")
    seen = []
    path = f"/console/search?words={words}"
    while path:
        page = clerk.get(path).text
        seen += re.findall(r"<a href=\"/console/conversations/(\w+)", page)
        more = re.search(r'class="quiet" href="([^"]+)"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == [f"CA{number}" for number in reversed(range(2 * PAGE + 1))]


@pytest.mark.parametrize("words", ["hay", ""])
def test_a_rare_match_is_looked_for_in_bounded_steps(hotline, words):
    hotline.say("CA1", "hay", "Sí.", language="es", status="ended")
    stored = hotline.database.connection.execute("PRAGMA table_info(session)")
    columns = ", ".join(column["name"] for column in stored)  # without the computed ones
    last = hotline.database.connection.execute(f"SELECT {columns} FROM session").fetchone()
    with hotline.database.transaction() as connection:
        for number in range(2, FARTHEST + 12):
            connection.execute(
                f"INSERT INTO session VALUES ({', '.join('?' * len(last))})",
                (f"CA{number}", "voice", str(number), *last[3:6], "en", *last[7:]),
            )
            connection.execute(
                """INSERT INTO interaction (id, session_id, turn, provider_id, at, kind, heard,
                       confidence, meaning, place, said, reply, took_ms)
                   SELECT ?, ?, turn, ?, at, kind, heard, confidence, meaning, place, said, reply,
                       took_ms FROM interaction WHERE id = 1""",
                (number, f"CA{number}", str(number)),
            )
            connection.execute(
                "INSERT INTO interaction_words (rowid, words) VALUES (?, 'hay')", (number,)
            )
    spanish = Filters(language="es")
    first = hotline.watching.search(words, spanish)
    assert first.hits == []
    second = hotline.watching.search(words, spanish, first.older)
    assert [hit.conversation.id for hit in second.hits] == ["CA1"]
    assert second.older == ""


@pytest.mark.parametrize("older", ["x", "-1", "9" * 500, "~", "~~", "\x00"])
def test_a_made_up_continuation_does_no_harm(clerk, past, older):
    for words in ("pension", ""):
        path = f"/console/search?words={words}&older={quote(older)}"
        assert clerk.get(path).status_code == 200


def test_ten_thousand_characters_are_cut(clerk, past):
    assert clerk.get(f"/console/search?words={'x' * 10_000}").status_code == 200


def test_a_long_text_is_shown_around_what_was_found():
    text = "a " * 300 + "needle" + " b" * 300
    shown = pieces(text, "needle")
    assert ("needle", True) in shown
    assert sum(len(piece) for piece, _ in shown) < 300
    assert shown[0] == ("… ", False)
    assert shown[-1] == (" …", False)


def test_only_whole_words_are_marked_but_for_the_last():
    assert pieces("claims and claim", "claim and") == [
        ("claims ", False),
        ("and", True),
        (" ", False),
        ("claim", True),
    ]
    assert pieces("no such word", "") == [("no such word", False)]
    assert pieces("", "word") == []
