"""Figures as staff see them: right, each with its list, every chart with its table."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from console.texts import LANGUAGES
from storage.outbox import Outbox
from storage.registry import SqlRegistry

NOW = datetime.now(UTC)
ASK = "claim_status.ask_reference"
COLUMNS = ["day", "channel", "language", "figure", "flow", "key", "value"]


@pytest.fixture
def supervisor(hotline, visitor, password):
    hotline.staff.add("supervisor", password, "supervisor")
    assert visitor.log_in("supervisor").status_code == 302
    return visitor


@pytest.fixture
def talked(hotline, ago):
    """Five conversations of today, one of a week ago, and one of practice."""
    steps = {"steps": ["claim_status.found", ASK]}
    for number in range(3):
        hotline.say(f"CA{number}", "my claim", "Which?", at=NOW, did={
            **steps, "asked": "welcome.choose", "topic": "claim_status"})  # fmt: skip
    hotline.say("CA0", "blah", "Again?", at=NOW, did={**steps, "asked": ASK, "missed": True})
    hotline.say("CA1", "", "", kind="hangup", place="end", status="ended", at=NOW)
    hotline.say("CA2", "47", "Paid. Bye.", place="end", status="ended", at=NOW)
    hotline.say("SM1", "hola", "¿Qué?", channel="sms", language="es", at=NOW,
                did={"segments": [1, 2], "asked": "welcome.choose", "missed": True})  # fmt: skip
    hotline.say("SM2", "persona", "Voy.", channel="sms", language="es", place="handoff",
                status="handoff", at=NOW)  # fmt: skip
    hotline.say("OLD", "x", "y", place="end", status="ended", at=NOW - timedelta(days=7))
    return hotline


class Page(HTMLParser):
    """Charts of a page: the texts of their drawings and of their tables, and all links."""

    def __init__(self, html):
        super().__init__()
        self.charts, self.links, self._in = {}, [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "figure":
            self.chart = self.charts.setdefault(attrs.get("id"), {"svg": [], "td": [], "desc": []})
        if tag == "a":
            self.links.append(attrs["href"])
        self._in.append(tag)

    def handle_endtag(self, tag):
        while self._in and self._in.pop() != tag:
            pass

    def handle_data(self, data):
        if "figure" in self._in and data.strip():
            for part in ("desc", "td", "svg"):
                if part in self._in:
                    self.chart[part].append(data.strip())
                    break


def page(supervisor, path="/console/figures"):
    response = supervisor.get(path)
    assert response.status_code == 200, path
    return Page(response.text), response.text


def row(html, label):
    """The cells of the row with this label, as text."""
    found = re.search(rf'<th scope="row">{re.escape(label)}</th>(.*?)</tr>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<td.*?</td>", found[1], re.DOTALL)]  # fmt: skip


def test_the_page_shows_what_was_talked(talked, supervisor):
    _, html = page(supervisor)
    assert row(html, "Conversations")[:3] == ["5", "1", "+400 %"]
    assert row(html, "Without a person")[0] == "66.7 %"  # CA1 and CA2 of three that are over
    assert row(html, "Handed to a person")[0] == "33.3 %"
    assert row(html, "Answers not understood")[0] == "40.0 %"  # two of five
    assert row(html, "Text segments out")[0] == "2"
    assert row(html, "Cost")[0] == "$0.02"  # three segments


def test_every_figure_and_bar_opens_its_conversations(talked, supervisor):
    found, _ = page(supervisor)
    lists = {link for link in found.links if "/figures/behind" in link}
    assert len(lists) > 20
    for link in lists:
        _, html = page(supervisor, link)
        count = int(re.search(r"(\d+) conversations, newest first", html)[1])
        # Behind every number that is shown and is not nought, there is a conversation.
        assert count > 0, link
        assert html.count('<th scope="row">') == count


def test_a_list_leads_to_the_conversation_and_has_the_filters(talked, supervisor):
    _, html = page(supervisor, "/console/figures/behind?figure=begun&span=today&language=es")
    assert "2 conversations" in html
    assert "/console/conversations/SM1" in html
    assert "/console/conversations/CA0" not in html


def test_every_chart_has_a_description_and_a_table_of_the_same_values(talked, supervisor):
    found, _ = page(supervisor)
    assert set(found.charts) >= {"chart-days", "chart-outcome", "chart-hours", "chart-took"}
    for name, chart in found.charts.items():
        assert chart["desc"], name
        numbers = [shown for shown in chart["td"] if shown != "0"]
        if name != "chart-days":  # its line is drawn, not written
            assert set(numbers) <= set(chart["svg"]), name
    assert sorted(found.charts["chart-outcome"]["td"]) == ["0", "0", "1", "1", "1", "2"]
    assert [n for n in found.charts["chart-hours"]["td"] if n != "0"] == ["5"]


def test_no_chart_tells_by_colour(talked, supervisor):
    _, html = page(supervisor)
    drawings = re.findall(r'<svg class="chart".*?</svg>', html, re.DOTALL)
    assert drawings
    for drawing in drawings:
        # Colours are in the style sheet, for all alike; values differ in length, place and number.
        assert not re.search(r'(fill|stroke)="#|style=', drawing)


def test_the_funnel_of_a_flow_counts_its_steps(talked, supervisor):
    _, html = page(supervisor, "/console/figures/flows/claim_status")
    assert "4 conversations came here" in html
    cells = row(html, "ask reference")
    assert cells[0] == "4"
    assert cells[2] == "1 (25.0 %)"  # CA1 hung up there
    assert cells[4:] == ["1", "1", "100.0 %"]
    assert 'class="flow-graph' in html
    assert "1 left (25 %)" in html


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_download_holds_sums_and_nothing_personal(talked, supervisor, kind):
    response = supervisor.get(f"/console/figures/export.{kind}?span=28")
    assert "attachment" in response.headers["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(response.text)))
    else:
        rows = json.loads(response.text)
    assert rows
    assert all(list(one) == COLUMNS for one in rows)
    begun = [int(one["value"]) for one in rows if one["figure"] == "begun"]
    assert sum(begun) == 6
    for personal in ("CA0", "SM1", "+1500", "my claim", "hola"):
        assert personal not in response.text
    trail = talked.database.connection.execute(
        "SELECT detail FROM audit WHERE action = 'export_figures'"
    ).fetchall()
    assert [f".{kind}" in one["detail"] for one in trail] == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_the_readers_language(talked, supervisor, language):
    supervisor.client.set_cookie("benefitline_console_language", language, path="/")
    for path in ("", "/flows/claim_status", "/behind?figure=outcome&key=finished"):
        _, html = page(supervisor, f"/console/figures{path}")
        assert f'<html lang="{language}"' in html
        if language != "en":
            assert "Not understood" not in html
            assert "Last question" not in html


@pytest.mark.parametrize("asked", [
    "span=own&first=tomorrow", "span=own&first=2026-13-01&last=9999-99-99", "span=own",
    "span=%00", "channel=fax&language=xx", "span=own&first=0001-01-01&last=9999-12-31",
    "span=own&first=2199-01-01", "first=2026-11-01&last=2026-10-01",
])  # fmt: skip
def test_what_is_no_choice_is_told_or_left_out(talked, supervisor, asked):
    _, html = page(supervisor, f"/console/figures?{asked}")
    if "2026-13" in asked:
        assert "2026-13-01" in re.search(r'role="alert">(.*?)</p>', html)[1]


@pytest.mark.parametrize("path", [
    "behind", "behind?figure=", "behind?figure=password", "behind?figure=1;DROP TABLE talk",
    "flows/nowhere", "flows/..%2f..", "export.exe", "export.csv/..",
])  # fmt: skip
def test_what_is_no_figure_is_not_found(talked, supervisor, path):
    assert supervisor.get(f"/console/figures/{path}").status_code == 404


def test_odd_keys_find_nothing_and_break_nothing(talked, supervisor):
    for key in ("'", "%", '"', "hour", "x" * 5000, "%00"):
        for figure in ("wait", "took", "hour", "topic", "missed", "way", "dropped", "passed"):
            _, html = page(
                supervisor, f"/console/figures/behind?figure={figure}&key={key}&older=~~"
            )
            assert "conversations, newest first" in html


def test_an_agent_sees_no_figures(talked, clerk):
    for path in ("figures", "figures/behind?figure=begun", "figures/export.csv"):
        assert clerk.get(f"/console/{path}").status_code == 403


def test_nothing_yet_is_said_in_words(supervisor):
    _, html = page(supervisor)
    assert "No conversation of this kind" in html


def test_texts_beside_answers_cost_too_and_have_their_conversations(talked, supervisor):
    later = []
    registry = SqlRegistry(talked.database, talked.vault, later, "SM1", NOW)
    registry.add_text("+15550100001", "See you tomorrow.", "es")
    talked.database.commit(later)
    outbox = Outbox(talked.database, talked.vault)
    outbox.sent(outbox.next(NOW, timedelta(minutes=1)), "MS1", NOW, NOW.date(), 2)
    found, html = page(supervisor)
    assert row(html, "Text segments out beside answers")[0] == "2"
    assert row(html, "Cost")[0] == "$0.04"  # five segments, three of them as before
    (listed,) = {link for link in found.links if "key=own" in link}
    _, html = page(supervisor, listed)
    assert "1 conversations" in html
    assert "beside answers" in html
    assert "/console/conversations/SM1" in html
    assert "own" in supervisor.get("/console/figures/export.csv?span=today").text


def test_a_cell_of_several_weeks_opens_that_hour_of_that_day(talked, supervisor):
    found, _ = page(supervisor, "/console/figures?span=28")
    assert [n for n in found.charts["chart-hours"]["td"] if n != "0"] == ["6"]
    (cell,) = {link for link in found.links if "figure=hour" in link}
    _, listed = page(supervisor, cell)
    assert "6 conversations" in listed
    assert NOW.strftime("%A, %H") in listed
