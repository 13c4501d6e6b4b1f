"""Teaching in the console: from what was misunderstood to an example that is tried and accepted."""

import pytest

from console.texts import texts
from storage.audit import Audit
from storage.taught import Taught

ODD = "wo isch mis gäld"


def post(visitor, path, **form):
    return visitor.client.post(path, data={"csrf_token": visitor.token("/console/teach"), **form})


def me(hotline):
    return hotline.staff.named("clerk")


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


def test_any_turn_of_a_conversation_can_be_taught(teacher, hotline):
    hotline.say("CA1", "where is my money", "Your claim?", intent="claim_status")
    assert "/console/teach/turns/CA1/1" in teacher.get("/console/conversations/CA1").text
    for _ in range(2):
        answer = post(teacher, "/console/teach/turns/CA1/1")
        assert answer.headers["Location"] == "/console/teach/1"
    assert "somebody of the staff found it" in teacher.get("/console/teach/1").text
    hotline.say("CA1", "4", "Four.", kind="keys")
    assert post(teacher, "/console/teach/turns/CA1/2").status_code == 404
    assert post(teacher, f"/console/teach/turns/nobody/{2**64}").status_code == 404


def test_a_script_stays_a_text(teacher, hotline, script):
    one = hotline.misunderstood("CA1", script)
    post(teacher, f"/console/teach/{one.id}", said=script, intent="-")
    hotline.tried(1)
    hotline.misunderstood("CA2", f"{script} again")
    for path in ("", "/1", "/2", "/changes", "/changes/1", "/quality"):
        page = teacher.get(f"/console/teach{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_every_language_has_every_text():
    for language in ("es", "zh"):
        keys = [key for key in texts("en") if key.startswith(("teach", "action.teach"))]
        assert set(keys) <= set(texts(language))
