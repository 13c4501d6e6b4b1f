"""Bad input on the pages of flows: refused in plain words, and nothing typed is lost."""

import re
from html import unescape

import pytest

from flows.library import Library
from tests.console.flows.forms import EDIT, PATH, act, fields, publish, write


def drafted(hotline, name="Ann"):
    """What an author has in their draft, by language."""
    return hotline.flows.drafted(name, hotline.flows.text("claim_status", PATH))


def test_ten_thousand_characters_are_refused_and_stay_in_the_form(author, hotline):
    refused = write(author, voice_en="x" * 10_000)
    assert refused.status_code == 400
    assert "Too long: at most 1000 characters." in refused.text
    assert fields(refused.text)["voice.en"] == "x" * 10_000
    assert drafted(hotline) == {}


def test_a_text_empty_in_one_language_is_refused_and_the_others_stay_in_the_form(author, hotline):
    refused = write(author, voice_en="New words.", voice_es="")
    assert refused.status_code == 400
    assert "would leave its callers in silence" in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert fields(refused.text)["voice.en"] == "New words."
    assert drafted(hotline) == {}


def test_invisible_signs_are_refused(author, hotline):
    assert write(author, voice_en="a\ue000b").status_code == 400
    assert write(author, voice_en="a\x00b").status_code == 400
    assert drafted(hotline) == {}


@pytest.mark.parametrize("typed", ["Say {moon}.", "Say {the number}.", "Say {reference:moon}."])
def test_an_unknown_value_is_told_while_typing_and_stops_the_change(author, second, typed):
    form = fields(author.get(EDIT).text) | {"voice.en": typed}
    measured = author.client.post(EDIT.replace("/text?", "/measure?"), data=form).text
    assert "finds nothing wrong" not in measured or "no value" in measured
    assert write(author, voice_en=typed).status_code == 302
    page = author.get("/console/flow-changes/1").text
    assert "claim status, step ask reference:" in page
    refused = act(author, 1, "hand_in", title="Better")
    assert refused.status_code == 409
    assert "must be mended first" in refused.text
    assert 'value="Better"' in refused.text
    assert act(second, 1, "publish", reason="Good").status_code == 409


def test_script_in_a_text_is_shown_as_text_everywhere(author, second):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    assert publish(author, second, voice_en=evil).status_code == 302
    pages = (EDIT, "/console/flows", "/console/flows/claim_status", "/console/flow-changes/1")
    for page in (*pages, "/console/flow-versions", "/console/flow-versions/1"):
        shown = author.get(page).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in author.get("/console/flows/claim_status").text


def test_script_in_a_title_a_reason_and_a_name_is_shown_as_text(author, second):
    write(author, voice_en="New words.")
    act(author, 1, "hand_in", title="<script>x</script>")
    act(second, 1, "give_back", reason="<script>y</script>")
    for page in ("/console/flow-changes", "/console/flow-changes/1"):
        assert "<script>" not in re.sub(r"<script src=", "", author.get(page).text)
    assert "&lt;script&gt;y" in author.get("/console/flow-changes/1").text


def test_words_from_right_to_left_are_kept_apart(author):
    arabic = "\u0627\u0644\u0645\u0639\u0627\u0634 \u202eabc"
    assert write(author, voice_en=arabic).status_code == 302
    page = author.get(EDIT).text
    assert fields(page)["voice.en"] == arabic
    for area in re.findall(r"<textarea[^>]*>", page):
        assert 'dir="auto"' in area
    for line in author.get("/console/flow-changes/1").text.splitlines():
        if "\u0627" in line:
            assert 'class="words"' in line
            assert 'dir="auto"' in line


def test_two_authors_at_one_text_are_told_and_nothing_is_lost(author, at_desk, hotline):
    ben = at_desk("Ben", "author")
    assert write(author, voice_en="Ann's words.").status_code == 302
    page = ben.get(EDIT).text
    assert "Ann is changing this text, too" in page
    assert "Ann&#39;s words." in page
    assert write(ben, voice_en="Ben's words.").status_code == 302
    assert drafted(hotline)["en"].now["voice"] == "Ann's words."
    assert drafted(hotline, "Ben")["en"].now["voice"] == "Ben's words."
    assert "Ben is changing this text, too" in author.get(EDIT).text


def test_a_second_window_is_told_what_the_first_has_saved(author, hotline):
    old = fields(author.get(EDIT).text)
    assert write(author, voice_en="First window.").status_code == 302
    refused = author.client.post(EDIT, data=old | {"voice.en": "Second window."})
    assert refused.status_code == 409
    assert "you in another window" in refused.text
    assert "First window." in refused.text
    form = fields(refused.text)
    assert form["voice.en"] == "Second window."
    assert drafted(hotline)["en"].now["voice"] == "First window."
    assert author.client.post(EDIT, data=form).status_code == 302  # told, and wanted
    assert drafted(hotline)["en"].now["voice"] == "Second window."


def test_a_stale_draft_is_compared_again_before_it_can_be_published(
    author, second, at_desk, hotline
):
    ben = at_desk("Ben", "author")
    write(ben, voice_en="Ben's words.")
    act(ben, 1, "hand_in", title="Ben's")
    assert publish(author, second, 2, voice_en="Ann's words.").status_code == 302
    refused = act(second, 1, "publish", reason="Good")
    assert refused.status_code == 409
    assert "Another version is in use" in refused.text
    page = ben.get("/console/flow-changes/1").text
    assert "text is in use here by now" in page
    assert "Ann&#39;s words." in page
    assert act(ben, 1, "rebase").status_code == 302
    assert act(ben, 1, "hand_in", title="Ben's").status_code == 302
    assert act(second, 1, "publish", reason="Good").status_code == 302
    text = hotline.flows.text("claim_status", PATH)
    assert text.languages["en"]["voice"] == "Ben's words."


def test_a_login_that_ended_in_mid_edit_keeps_the_form_s_key(author):
    page = author.get(EDIT).text
    assert f'data-keep="flow-text-claim_status-{PATH}"' in page
    form = fields(page) | {"voice.en": "Half a sent"}
    author.client.delete_cookie("benefitline_console", path="/")
    ended = author.client.post(EDIT, data=form)
    assert ended.status_code in (302, 400)  # to the login, or the word that it was open too long


def test_the_product_s_update_below_a_text_of_ours_is_told(author, second, hotline):
    publish(author, second, voice_en="Ours.")
    use = hotline.flows.authoring.in_use
    files, name = dict(use.product.files), "library/claim_status.yaml"
    old = "Please say or key in the eight digits of your claim reference."
    files[name] = files[name].replace(old, "The product's new words.")
    use.product = Library(files)
    page = author.get("/console/flows").text
    assert "has changed below 1 of your texts" in page
    address = unescape(re.search(r'<a href="([^"]+text\?path=[^"]+)">library/claim', page)[1])
    assert "The product&#39;s new words." in author.get(address).text


@pytest.mark.parametrize(
    "path",
    [
        "/console/flows/claim_status/text?path=steps.nothing.text",
        "/console/flows/nothing/text?path=title",
        "/console/flow-changes/99",
        "/console/flow-changes/99999999999999999999",
        "/console/flow-versions/99",
        "/console/flow-versions/99999999999999999999",
        "/console/flows/claim_status/sample.wav?path=title&language=en&change=99",
    ],
)
def test_what_there_is_not_is_said_so(author, path):
    assert author.get(path).status_code == 404


def test_a_form_without_its_token_changes_nothing(author, hotline):
    form = fields(author.get(EDIT).text) | {"voice.en": "New."}
    del form["csrf_token"]
    assert author.client.post(EDIT, data=form).status_code == 400
    assert drafted(hotline) == {}
