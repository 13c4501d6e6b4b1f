"""Teaching in the console: from what was misunderstood to an example that is tried and accepted."""

import os
import signal
import sqlite3
import time

import pytest

from console.texts import texts
from conversation.teaching.teaching import basis_of
from storage.audit import Audit
from storage.misunderstood import Queue
from storage.taught import Taught
from storage.unanswered import writing

ODD = "wo isch mis gäld"
SCRIPT = "<script>alert(1)</script> glorp"


@pytest.fixture
def teacher(clerk, hotline):
    """The clerk of the other tests, who may teach."""
    hotline.database.connection.execute("UPDATE staff SET role = 'supervisor'")
    return clerk


@pytest.fixture
def second(hotline):
    """Somebody else who may teach."""
    return hotline.staff.add("second", "another password 8", "author")


def post(visitor, path, **form):
    return visitor.client.post(path, data={"csrf_token": visitor.token("/console/teach"), **form})


def me(hotline):
    return hotline.staff.named("clerk")


def done(hotline, number):
    """A trial of what is proposed now, carried out elsewhere."""
    changes = hotline.teaching.changes
    proposed = [one.taught for one in changes.proposals(number)]
    runs = hotline.teaching.running.runs
    run = runs.begin("trial", number, basis_of(changes.lessons(), proposed), "clerk")
    figures = {"before": {"rows": 3, "right": 2}, "after": {"rows": 3, "right": 3}}
    people = {"rows": 9, "right": 7, "asked": 1, "refused": 1, "wrong": 0}
    change = {"intent": "next_payment", "text": SCRIPT, "better": True, "before": "", "after": "x"}
    part = {"left_out": {**figures, "changed": [change]}}
    part["people"] = {"before": people, "after": people, "changed": []}
    broke = [{"case": "A case", "why": "turn 2"}]
    cases = {**figures, "broke": broke, "mended": []}
    runs.end(run, "done", {"languages": {"en": part}, "sentences": [], "cases": cases})


def test_only_who_may_teach_sees_it(clerk):
    assert clerk.get("/console/teach").status_code == 403
    assert ">Teach<" not in clerk.get("/console/live").text


def test_the_queue_is_empty_at_first(teacher):
    page = teacher.get("/console/teach").text
    assert "Nothing was misunderstood" in page


def test_the_queue_shows_words_once_and_narrows(teacher, hotline):
    hotline.misunderstood("CA1", ODD)
    hotline.misunderstood("CA2", f"{ODD}!")
    hotline.misunderstood("CA3", "钱呢呀", language="zh")
    page = teacher.get("/console/teach").text
    assert page.count(ODD) == 1
    assert "2 sentences wait" in page
    assert ODD not in teacher.get("/console/teach?language=zh").text
    assert ODD in teacher.get("/console/teach?step=welcome.choose").text
    assert "No more" not in page
    nowhere = "/console/teach?step=%27%22nowhere&older=x~99999999999999999999"
    assert ODD not in teacher.get(nowhere).text


def test_two_clicks_make_an_example_of_it(teacher, hotline):
    candidates = [("next_payment", 0.3, "when is my payment")]
    one = hotline.misunderstood("CA1", f"{ODD} •••", candidates=candidates)
    page = teacher.get(f"/console/teach/{one.id}").text
    assert f">{ODD}</textarea>" in page
    assert 'value="next_payment" checked' in page
    assert "when the next payment comes" in page
    assert "/console/conversations/CA1#turn-1" in page
    answer = post(teacher, f"/console/teach/{one.id}", said=ODD, intent="next_payment")
    assert answer.status_code == 302
    page = teacher.get(answer.headers["Location"]).text
    assert "has 1 examples" in page
    assert "Nothing was misunderstood" in page
    (proposal,) = hotline.teaching.changes.proposals(1)
    assert (proposal.taught, proposal.by) == (Taught("en", "next_payment", ODD), "clerk")
    assert hotline.teaching.changes.lessons() == []
    entry = Audit(hotline.database, None).entries()[1]
    assert (entry.action, entry.subject) == ("teach_propose", f"misunderstood {one.id}")
    assert ODD not in str(entry.detail)


def test_meanings_are_told_in_the_language_of_the_reader(teacher, hotline):
    one = hotline.misunderstood("CA1", ODD)
    teacher.client.set_cookie("benefitline_console_language", "es", path="/console")
    page = teacher.get(f"/console/teach/{one.id}").text
    assert "cuándo llega el próximo pago" in page
    assert "nada nuestro" in page


@pytest.mark.parametrize(
    ("said", "intent", "told"),
    [
        ("", "next_payment", "Please write the sentence"),
        ("x" * 10_000, "next_payment", "at most 200 characters"),
        ("4711 2345 6789", "next_payment", "numbers and names"),
        ("STATUS", "claim_status", "has this example already"),
        (ODD, "", "choose what is meant"),
    ],
)
def test_what_is_no_example_is_refused_in_plain_words(teacher, hotline, said, intent, told):
    one = hotline.misunderstood("CA1", ODD)
    answer = post(teacher, f"/console/teach/{one.id}", said=said, intent=intent)
    assert answer.status_code == 400
    assert told in answer.text
    assert len(answer.text) < 60_000
    assert hotline.teaching.queue.get(one.id).status == "waiting"


def test_forged_forms_are_refused(teacher, hotline):
    one = hotline.misunderstood("CA1", ODD)
    assert post(teacher, f"/console/teach/{one.id}", said=ODD, intent="x").status_code == 400
    assert post(teacher, "/console/teach/99", said=ODD, intent="-").status_code == 404
    assert post(teacher, f"/console/teach/{2**63}", said=ODD, intent="-").status_code == 404
    assert teacher.get("/console/teach/changes/99").status_code == 404
    path = f"/console/teach/{one.id}"
    assert teacher.client.post(path, data={"said": ODD, "intent": "-"}).status_code == 400


def test_an_example_of_something_else_is_warned_about_and_may_be_added(teacher, hotline):
    one = hotline.misunderstood("CA1", ODD)
    form = {"said": "status of my claim", "intent": "next_payment"}
    answer = post(teacher, f"/console/teach/{one.id}", **form)
    assert answer.status_code == 409
    assert "example of something else already (the status of a claim)" in answer.text
    assert hotline.teaching.changes.open() is None
    assert post(teacher, f"/console/teach/{one.id}", **form, sure="1").status_code == 302
    assert len(hotline.teaching.changes.proposals(1)) == 1


def test_two_who_teach_the_same_words(teacher, hotline, second):
    one = hotline.misunderstood("CA1", ODD)
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD), one.id)
    answer = post(teacher, f"/console/teach/{one.id}", said=ODD, intent="-")
    assert answer.status_code == 409
    assert "second was faster: proposed as an example" in answer.text
    assert post(teacher, f"/console/teach/{one.id}/ignore").status_code == 409
    two = hotline.misunderstood("CA2", f"{ODD} oder")
    answer = post(teacher, f"/console/teach/{two.id}", said=ODD, intent="-")
    assert "second was faster: your next payment" in answer.text
    assert hotline.teaching.queue.get(two.id).status == "waiting"
    assert len(hotline.teaching.changes.proposals(1)) == 1


def test_what_is_ignored_does_not_come_back(teacher, hotline):
    one = hotline.misunderstood("CA1", ODD)
    assert post(teacher, f"/console/teach/{one.id}/ignore").status_code == 302
    hotline.say("CA2", ODD, "Sorry?")
    assert hotline.teaching.queue.waiting()[0] == []


def test_a_script_stays_a_text(teacher, hotline):
    one = hotline.misunderstood("CA1", SCRIPT)
    post(teacher, f"/console/teach/{one.id}", said=SCRIPT, intent="-")
    done(hotline, 1)
    hotline.misunderstood("CA2", f"{SCRIPT} again")
    for path in ("", "/1", "/2", "/changes", "/changes/1", "/quality"):
        page = teacher.get(f"/console/teach{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_a_second_person_accepts_what_was_tried(teacher, hotline, second):
    one = hotline.misunderstood("CA1", ODD)
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD), one.id)
    path = "/console/teach/changes/1"
    answer = post(teacher, f"{path}/accept")
    assert answer.status_code == 409
    assert "has to be tried first" in answer.text
    done(hotline, 1)
    page = teacher.get(path).text
    assert "1 sentences changed sides" in page
    assert "1 conversations broke" in page
    assert "Every conversation goes as before" not in page
    assert post(teacher, f"{path}/accept").status_code == 302
    assert hotline.teaching.changes.lessons() == [Taught("en", "next_payment", ODD)]
    assert "in force" in teacher.get(path).text
    assert post(teacher, f"{path}/accept").status_code == 409
    assert post(teacher, f"{path}/roll-back").status_code == 302
    assert hotline.teaching.changes.lessons() == []
    assert hotline.teaching.queue.get(one.id).status == "waiting"
    assert post(teacher, f"{path}/roll-back").status_code == 409
    actions = [entry.action for entry in Audit(hotline.database, None).entries()]
    assert {"teach_accept", "teach_roll_back"} <= set(actions)


def test_whoever_proposed_does_not_accept(teacher, hotline):
    hotline.teaching.propose(me(hotline), Taught("en", "next_payment", ODD))
    done(hotline, 1)
    assert "a second person decides" in teacher.get("/console/teach/changes/1").text
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 409
    assert hotline.teaching.changes.lessons() == []


def test_a_trial_of_something_else_does_not_count(teacher, hotline, second):
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD))
    done(hotline, 1)
    hotline.teaching.propose(second, Taught("en", "", "another glorp"))
    assert "has to be tried again" in teacher.get("/console/teach/changes/1").text
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 409
    post(teacher, "/console/teach/examples/2/withdraw")
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 302


def test_words_that_were_learnt_and_are_misunderstood_again_come_back(hotline, second):
    one = hotline.misunderstood("CA1", ODD)
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD), one.id)
    done(hotline, 1)
    hotline.teaching.accept(me(hotline), 1)
    assert Queue(hotline.database).waiting()[0] == []
    again = hotline.misunderstood("CA2", ODD)
    assert (again.id, again.count) == (one.id, 2)


def test_a_trial_that_is_killed_is_shown_and_can_be_repeated(teacher, hotline):
    hotline.teaching.propose(me(hotline), Taught("en", "next_payment", ODD))
    assert post(teacher, "/console/teach/changes/1/try").status_code == 302
    page = teacher.get("/console/teach/changes/1").text
    assert 'hx-get="/console/teach/changes/1/trial"' in page
    answer = post(teacher, "/console/teach/changes/1/try")
    assert answer.status_code == 409
    assert "Another trial or report is running" in answer.text
    assert post(teacher, "/console/teach/quality").status_code == 409
    os.kill(_worker(), signal.SIGKILL)
    for _ in range(100):
        page = teacher.get("/console/teach/changes/1/trial").text
        if "ended before it was done" in page:
            break
        time.sleep(0.05)
    assert "ended before it was done" in page
    assert "Try it again" in page
    assert post(teacher, "/console/teach/changes/1/try").status_code == 302
    os.kill(_worker(), signal.SIGKILL)
    runs = hotline.database.connection.execute("SELECT status FROM teaching_run ORDER BY id")
    assert [row["status"] for row in runs] == ["failed", "running"]


def _worker():
    """The process that this process has started for a trial."""
    mine = []
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/stat") as stat:
                fields = stat.read().rpartition(")")[2].split()
            with open(f"/proc/{entry}/cmdline") as command:
                line = command.read()
        except (OSError, NotADirectoryError):
            continue
        if int(fields[1]) == os.getpid() and "cli.teaching_worker" in line and fields[0] != "Z":
            mine.append(int(entry))
    (one,) = mine
    return one


def test_the_report_is_a_page_and_json(teacher, hotline):
    question = {"question": "is a wheelchair paid", "language": "en", "channel": "sms"}
    row = {**question, "nearest": "home_visit", "confidence": 0.21}
    at = hotline.audit._clock().isoformat()
    hotline.say("CA1", "is a wheelchair paid", "I do not know.")
    hotline.database.commit([writing(hotline.vault, row, at, "CA1")])
    runs = hotline.teaching.running.runs
    run = runs.begin("report", None, "", "clerk")
    finding = {"kind": "shared", "language": "en", "intent": "thanks", "text": "bye"}
    more = {"other": "greeting", "other_text": "bye", "count": 0}
    runs.end(run, "done", {"findings": [{**finding, **more}]})
    page = teacher.get("/console/teach/quality").text
    assert "The same phrase with two meanings (1)" in page
    assert "is a wheelchair paid" in page
    assert "no article" in page
    told = teacher.get("/console/teach/quality.json").json
    assert told["findings"][0]["kind"] == "shared"
    (group,) = told["questions"]
    assert (group["count"], group["nearest"], group["gap"]) == (1, "home_visit", True)
    assert group["questions"][0]["text"] == "is a wheelchair paid"


def test_every_language_has_every_text():
    for language in ("es", "zh"):
        keys = [key for key in texts("en") if key.startswith(("teach", "action.teach"))]
        assert set(keys) <= set(texts(language))


def test_the_database_lets_only_one_change_set_be_open(hotline, second):
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD))
    with pytest.raises(sqlite3.IntegrityError):
        hotline.database.connection.execute("INSERT INTO change_set (opened_at) VALUES ('')")
