"""Cases on the page: found, taken, noted, given, put off and closed, by one person at a time."""

import re
from datetime import UTC, datetime, timedelta

import pytest

TODAY = datetime.now(UTC).date()


@pytest.fixture
def lee(hotline, at_work):
    hotline.settle_in()
    return at_work("Lee", "agent")


def opened(hotline, category="complaint", about=None, **more):
    """A case as a conversation opens it; its code."""
    row = {
        "category": category,
        "about": about or {"words": "nobody answers my letters of 47110011"},
        "priority": "normal",
        "flags": ["failed_pins"],
        "phone": "+15550100001",
        "person_id": 7,
        "channel": "voice",
        "language": "es",
        "due_date": (TODAY + timedelta(days=5)).isoformat(),
    }
    return hotline.act(lambda registry: registry.cases.open({**row, **more}))


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page.text)[1]


def actions(hotline):
    return [(one.staff, one.action, one.subject) for one in reversed(hotline.audit.entries())]


def test_cases_are_listed_narrowed_and_found_by_code(lee, hotline):
    late = opened(hotline, "fraud", due_date=(TODAY - timedelta(days=1)).isoformat())
    other = opened(hotline, priority="urgent")
    page = lee.get("/console/cases").text
    assert page.index(late) < page.index(other)  # due first
    assert page.count("overdue") >= 2
    assert "wrong PINs" in page
    assert "Nobody" in page
    for query, shown in (
        ("category=fraud", {late}),
        ("overdue=1", {late}),
        ("owner=mine", set()),
        ("owner=nobody", {late, other}),
        ("category=nonsense&owner=nonsense", {late, other}),
        ("closed=1", set()),
    ):
        listed = lee.get(f"/console/cases?{query}").text
        assert {code for code in (late, other) if code in listed} == shown, query
    assert lee.get(f"/console/cases?code=+{other[:4]} {other[4:]}").location.endswith(other)
    unknown = lee.get("/console/cases?code=<b>12345678")
    assert "There is no case &lt;b&gt;12345678." in unknown.text


def test_many_cases_come_page_by_page(lee, hotline):
    codes = [opened(hotline) for _ in range(53)]
    first = lee.get("/console/cases").text
    onward = re.search(r'<p class="more"><a href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = lee.get(onward).text
    assert sum(code in first for code in codes) == 50
    assert sum(code in second for code in codes) == 3
    assert 'class="more"' not in second


def test_a_case_shows_what_it_is_about_masked_and_its_history(lee, hotline):
    hotline.say("CA1", "nobody answers", "I have written it down")
    about = {
        "change": "bank",
        "reference": "23456789",
        "insurance_number": "4711001122",
        "facts": {"died_on": "2026-10-01", "declared": 90_000},
    }
    code = opened(hotline, "hold", about)
    with hotline.database.transaction() as connection:
        connection.execute("UPDATE case_file SET session_id = 'CA1'")
    page = lee.get(f"/console/cases/{code}").text
    assert "Never tell the citizen why" in page
    assert "wrong PINs" in page
    assert "2026-10-01" in page
    assert "900.00" in page
    for secret in ("23456789", "4711001122", "+1555"):
        assert secret not in page
    assert '<a href="/console/conversations/CA1">' in page
    assert "hotline</bdi>: opened it" in page
    assert actions(hotline) == [("Lee", "view_case", f"case {code}")]


def test_what_is_personal_is_shown_for_a_reason_that_is_kept(lee, hotline):
    code = opened(hotline, "hold", {"reference": "23456789"})
    path = f"/console/cases/{code}"
    page = lee.get(path).text
    assert "•••• 89" in page
    assert "•••• 01" in page  # the telephone of whoever left it
    form = {"csrf_token": lee.token(path), "subject": f"case {code}", "what": "reference"}
    shown = lee.client.post("/console/unmask", data={**form, "reason": "case", "next": path})
    page = lee.get(shown.location).text
    assert "23456789" in page
    assert "+15550100001" not in page
    entry = next(one for one in hotline.audit.entries() if one.action == "unmask")
    assert (entry.subject, entry.detail["reason"]) == (f"case {code}", "case")


def test_a_case_is_worked_on_from_beginning_to_end(lee, hotline, at_work):
    at_work("Kim", "agent")
    code = opened(hotline)
    path = f"/console/cases/{code}"

    def do(does, **form):
        answer = lee.post(path, do=does, seen=seen(lee.get(path)), **form)
        assert answer.location == f"{path}?done={does}", answer.text
        return lee.get(answer.location).text

    assert "It is yours now" in do("take")
    assert "<dd><bdi>Lee</bdi></dd>" in lee.get(path).text
    assert "she called &lt;b&gt;again" in do("note", why="she called <b>again")
    day = (TODAY + timedelta(days=9)).isoformat()
    assert day in do("due", day=day, why="she is away")
    assert "<dd><bdi>Kim</bdi></dd>" in do("give", to="Kim", why="knows it")
    done = do("close", status="RESOLVED", why="the letter was sent")
    assert "This case is closed." in done
    assert "<form method" not in done[done.index('<div class="actions">') : done.index("</main>")]
    assert code in lee.get("/console/cases?closed=1").text
    assert [action for _, action, _ in actions(hotline) if action != "view_case"] == [
        "take_case",
        "note_case",
        "put_case_off",
        "give_case",
        "close_case",
    ]


def test_of_two_clerks_the_second_is_told_who_was_first_and_keeps_what_was_typed(
    lee, hotline, at_work
):
    kim = at_work("Kim", "agent")
    code = opened(hotline)
    path = f"/console/cases/{code}"
    before = seen(lee.get(path))
    assert kim.post(path, do="take", seen=before).status_code == 302
    late = lee.post(path, do="close", seen=before, status="CLOSED", why="twice <the same>")
    assert late.status_code == 409
    assert "Kim was faster" in late.text
    assert "twice &lt;the same&gt;</textarea>" in late.text
    assert 'value="CLOSED" required checked' in late.text
    # The page that says so shows how it stands now: sent again, it counts.
    again = lee.post(path, do="close", seen=seen(late), status="CLOSED", why="twice the same")
    assert again.status_code == 302
    closed = kim.post(path, do="note", why="one more thing")
    assert closed.status_code == 409
    assert "Lee has closed this already" in closed.text


def test_bad_input_is_refused_in_words(lee, hotline):
    code = opened(hotline)
    path = f"/console/cases/{code}"
    for form, said in (
        ({"do": "note", "why": "  "}, "A reason is needed"),
        ({"do": "close", "status": "RESOLVED", "why": ""}, "A reason is needed"),
        ({"do": "close", "why": "done"}, "Say how it ended"),
        ({"do": "due", "day": "2026-02-30", "why": "x"}, "This is no day"),
        ({"do": "due", "day": "1999-01-01", "why": "x"}, "within a year"),
        ({"do": "give", "to": "Nobody", "why": ""}, "Nobody of the staff"),
    ):
        refused = lee.post(path, **form)
        assert (refused.status_code, said in refused.text) == (409, True), form
    for path in ("/console/cases/00000000", "/console/cases/x'; DROP TABLE case_file"):
        assert lee.get(path).status_code == 404
    assert lee.post(f"/console/cases/{code}", do="nonsense").status_code == 404
    assert lee.get("/console/cases?after=%00~x~9999999999999999999999").status_code == 200
    long = lee.post(f"/console/cases/{code}", do="note", why="x" * 5000)
    assert long.status_code == 302
    assert len(hotline.office.cases.file(code)["events"][-1]["note"]) == 2000


def test_a_held_change_is_let_through_by_two(lee, hotline, at_work):
    sue = at_work("Sue", "supervisor")
    change = {
        "person_id": 7,
        "kind": "phone",
        "new": {"phone": "+15550199999", "replaces": ""},
        "old": {"phones": []},
        "signs": ["failed_pins"],
        "due_at": "2026-12-30T00:00:00.000+00:00",
        "status": "review",
    }
    reference = hotline.act(lambda registry: registry.held.hold(change))
    code = opened(hotline, "hold", {"change": "phone", "reference": reference})
    path = f"/console/cases/{code}"
    page = lee.get(path)
    assert "The change of telephone waits" in page.text
    assert reference not in page.text
    assert "0199999" not in page.text
    assert "Close it" not in page.text
    assert lee.post(path, do="through", seen=seen(page)).status_code == 409
    assert lee.post(path, do="vouch", seen=seen(page), why="called her").status_code == 302
    assert "Let it take effect" not in lee.get(path).text
    page = sue.get(path)
    assert "Lee says that the person wants it." in page.text
    assert (
        "counts now" in sue.get(sue.post(path, do="through", seen=seen(page), why="").location).text
    )
    phones = hotline.database.connection.execute("SELECT number FROM phone WHERE person_id = 7")
    assert "+15550199999" in [hotline.vault.decrypt(row[0]) for row in phones]


def test_a_login_that_ended_in_the_middle_changes_nothing(lee, hotline):
    code = opened(hotline)
    path = f"/console/cases/{code}"
    form = {"csrf_token": lee.token(path), "do": "note", "why": "half a sentence"}
    assert f'data-keep="{path} note"' in lee.get(path).text
    lee.client.delete_cookie("benefitline_console", path="/")
    late = lee.client.post(path, data=form, headers={"Referer": f"http://localhost{path}"})
    assert late.location == f"/console/login?next={path}&expired=1"
    assert lee.get(path).location == f"/console/login?next={path}"
    assert len(hotline.office.cases.file(code)["events"]) == 1


def test_a_case_that_keeps_money_back_is_closed_by_a_supervisor(lee, hotline, at_work):
    code = opened(hotline, "fraud")
    path = f"/console/cases/{code}"
    assert "a supervisor closes it" in lee.get(path).text
    assert lee.post(path, do="close", status="CLOSED", why="nothing").status_code == 409
    sue = at_work("Sue", "supervisor")
    assert sue.post(path, do="close", status="CLOSED", why="nothing").status_code == 302


def test_without_a_token_or_right_nothing_happens(hotline, lee, at_work):
    code = opened(hotline)
    path = f"/console/cases/{code}"
    refused = lee.client.post(path, data={"do": "take"})
    assert refused.status_code == 400
    auditor = at_work("Ada", "auditor")
    assert auditor.get(path).status_code == 403
    form = {"csrf_token": auditor.token("/console/live"), "do": "take"}
    assert auditor.client.post(path, data=form).status_code == 403
    assert len(hotline.office.cases.file(code)["events"]) == 1


@pytest.mark.parametrize("language", ["es", "zh"])
def test_the_pages_are_in_the_readers_language(lee, hotline, language):
    from console.texts import texts

    code = opened(hotline)
    lee.client.set_cookie("benefitline_console_language", language, path="/")
    page = lee.get(f"/console/cases/{code}").text
    for key in ("case.history", "case.take", "category.complaint", "flag.failed_pins"):
        assert texts(language)[key] in page, key
    for name in ("cases", "decisions", "explain"):
        assert set(areas(name, language)) == set(areas(name, "en"))


def areas(name, language):
    from pathlib import Path

    import yaml

    import console

    file = Path(console.__file__).parent / "locales" / language / f"{name}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))
