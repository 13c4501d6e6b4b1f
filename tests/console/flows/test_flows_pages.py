"""Pages of flows: real requests, storage, check and voice."""

import io
import re
import wave
from html import unescape

import pytest

from tests.console.flows.forms import EDIT, PATH, act, fields, publish, write


def test_every_flow_is_listed_and_can_be_opened(author, hotline):
    page = author.get("/console/flows").text
    names = re.findall(r'<a href="/console/flows/(\w+)">', page)
    assert set(names) >= set(hotline.flows.library.flows)
    assert "the status of your claim" in page
    for name in ("welcome", "identify", "language"):
        assert author.get(f"/console/flows/{name}").status_code == 200
    assert author.get("/console/flows/nothing").status_code == 404


def test_a_flow_shows_its_graph_and_its_texts_with_what_they_take(author):
    page = author.get("/console/flows/claim_status").text
    assert page.count("<svg") == 1
    assert "Please say or key in the eight digits" in page
    assert "Escriba las 8 cifras de su solicitud." in page
    units = len("Please text the 8 digits of your claim reference.")
    assert f"1 segments (GSM-7, {units} units) · $0.0083" in page
    assert "(UCS-2," in page
    assert re.search(r"3\.\d s · \$0\.000\d", page)


@pytest.mark.parametrize("language", ["es", "zh"])
def test_pages_are_in_the_reader_s_language(author, language):
    author.client.set_cookie("benefitline_console_language", language, path="/")
    page = author.get("/console/flows").text
    assert {"es": "Flujos", "zh": "流程"}[language] in page
    assert {"es": "el estado de su solicitud", "zh": "您的申请进度"}[language] in page
    assert author.get("/console/flows/claim_status").status_code == 200
    assert author.get(EDIT).status_code == 200


def test_callers_are_shown_where_they_are_and_pages_ask_again(author, hotline):
    for number in range(3):
        hotline.say(f"CA{number}", "", "Hello")
    hotline.say("CA9", "", "Bye", status="ended")
    page = author.get("/console/flows/claim_status").text
    assert re.search(r'class="count"[^>]*>3</text>', page)
    assert "3 people are in this flow now" in page
    seen = unescape(re.search(r'hx-get="([^"]+news[^"]*)"', page)[1])
    assert author.get(seen).status_code == 204
    hotline.say("CA4", "", "Hello")
    assert ">4</text>" in author.get(seen).text
    assert "claim status</a>: <b" in author.get("/console/flows").text
    assert author.get("/console/flows/news?seen=claim_status:4").status_code == 204


def test_who_may_not_write_sees_no_way_to(at_desk):
    agent = at_desk("Al", "agent")
    page = agent.get("/console/flows/claim_status").text
    assert "/text?path=" not in page
    assert agent.get(EDIT).status_code == 403
    data = {"csrf_token": agent.token("/console/flows")}
    assert agent.client.post(EDIT, data=data).status_code == 403
    assert agent.client.post("/console/flow-versions/0/roll-back", data=data).status_code == 403
    administrator = at_desk("Ad", "administrator")
    assert administrator.get("/console/flows").status_code == 403


def test_a_text_is_written_handed_in_published_and_said(author, second, hotline):
    assert publish(author, second, voice_en="Your number, please.").status_code == 302
    text = hotline.flows.text("claim_status", PATH)
    assert text.languages["en"]["voice"] == "Your number, please."
    assert "Your number, please." in author.get("/console/flows/claim_status").text
    assert "own text" in author.get("/console/flows/claim_status").text
    change = author.get("/console/flow-changes/1").text
    assert "<del>" in change
    assert "It is shorter" in change
    versions = author.get("/console/flow-versions").text
    assert "Ann" in versions
    assert "Sue" in versions
    actions = [one.action for one in hotline.audit.entries()]
    assert actions[:3] == ["publish_flow_change", "hand_in_flow_change", "edit_flow_text"]


def test_new_sentences_are_spoken_before_anybody_hears_them(author, second, tmp_path):
    publish(author, second, voice_en="Kindly tell me that number.")
    spoken = list((tmp_path / "prompts").rglob("*.ulaw"))
    assert len(spoken) == 2  # at both paces; nothing else of the flows was made


def test_an_author_cannot_publish_and_sees_no_button(author, second):
    write(author, voice_en="Your number, please.")
    act(author, 1, "hand_in", title="Shorter")
    assert act(author, 1, "burn").status_code == 404
    assert "/publish" not in author.get("/console/flow-changes/1").text
    refused = act(author, 1, "publish", reason="I like it")
    assert refused.status_code == 403
    assert "a second person must" in refused.text
    assert "/publish" in second.get("/console/flow-changes/1").text


def test_rolling_back_is_one_click_with_a_reason(author, second, hotline):
    publish(author, second, voice_en="Your number, please.")
    page = second.get("/console/flow-versions/0").text
    assert "<del>" in page
    form = {"csrf_token": second.token("/console/flow-versions/0"), "reason": ""}
    address = "/console/flow-versions/0/roll-back"
    assert second.client.post(address, data=form).status_code == 409
    form["reason"] = "It confused people"
    assert second.client.post(address, data=form).status_code == 302
    assert hotline.flows.library.version == hotline.flows.authoring.in_use.product.version
    assert hotline.audit.entries()[0].action == "roll_back_flows"
    assert "back to version 0" in second.get("/console/flow-versions").text


def test_a_sample_is_spoken_by_the_real_voice(author, hotline):
    said = "We have made a decision on your claim. You will get it by letter."
    write(author, voice_en=said)
    page = author.get(EDIT).text
    address = unescape(re.search(r'<audio[^>]*src="([^"]+)"', page)[1])
    answer = author.get(address)
    assert answer.mimetype == "audio/wav"
    with wave.open(io.BytesIO(answer.data)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    assert abs(hotline.flows.measures.seconds(said, "en") - seconds) < 0.6
    assert author.get(address.replace("language=en", "language=fr")).status_code == 404
    assert author.get(address.replace("way=voice", "way=sms")).status_code == 404


def test_figures_follow_what_is_typed(author):
    form = fields(author.get(EDIT).text)
    form["sms.en"] = "x" * 161
    form["sms.es"] = "€" * 3 + "ń" * 70
    form["voice.zh"] = "请说" * 20
    page = author.client.post(EDIT.replace("/text?", "/measure?"), data=form).text
    assert "2 segments (GSM-7, 161 units) · $0.0166" in page
    assert "(UCS-2, 73 units)" in page
    assert "请说请说" in page
    assert "dearer to send" in page


def test_whoever_types_stays_logged_in(author):
    form = fields(author.get(EDIT).text)
    answer = author.client.post(EDIT.replace("/text?", "/measure?"), data=form)
    assert "benefitline_console=" in answer.headers["Set-Cookie"]
    author.client.delete_cookie("benefitline_console", path="/")
    ended = author.client.post(EDIT.replace("/text?", "/measure?"), data=form)
    assert ended.status_code in (400, 401)  # never a page in place of the figures
