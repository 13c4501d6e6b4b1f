"""Change sets in the console: tried, accepted by a second person, taken back; and the report."""

import os
import signal
import sqlite3
import time

import pytest

from storage.audit import Audit
from storage.misunderstood import Queue
from storage.taught import Taught
from storage.unanswered import writing

ODD = "wo isch mis gäld"


def post(visitor, path, **form):
    return visitor.client.post(path, data={"csrf_token": visitor.token("/console/teach"), **form})


def me(hotline):
    return hotline.staff.named("clerk")


def test_a_second_person_accepts_what_was_tried(teacher, hotline, second):
    one = hotline.misunderstood("CA1", ODD)
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD), one.id)
    path = "/console/teach/changes/1"
    answer = post(teacher, f"{path}/accept")
    assert answer.status_code == 409
    assert "has to be tried first" in answer.text
    hotline.tried(1)
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
    hotline.tried(1)
    assert "a second person decides" in teacher.get("/console/teach/changes/1").text
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 409
    assert hotline.teaching.changes.lessons() == []


def test_a_trial_of_something_else_does_not_count(teacher, hotline, second):
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD))
    hotline.tried(1)
    hotline.teaching.propose(second, Taught("en", "", "another glorp"))
    assert "has to be tried again" in teacher.get("/console/teach/changes/1").text
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 409
    post(teacher, "/console/teach/examples/2/withdraw")
    assert post(teacher, "/console/teach/changes/1/accept").status_code == 302


def test_words_that_were_learnt_and_are_misunderstood_again_come_back(hotline, second):
    one = hotline.misunderstood("CA1", ODD)
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD), one.id)
    hotline.tried(1)
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


def test_the_database_lets_only_one_change_set_be_open(hotline, second):
    hotline.teaching.propose(second, Taught("en", "next_payment", ODD))
    with pytest.raises(sqlite3.IntegrityError):
        hotline.database.connection.execute("INSERT INTO change_set (opened_at) VALUES ('')")
