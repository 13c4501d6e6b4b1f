import re

PENSION = ("claim_status", 0.91, "where is my claim")


def news(clerk):
    """The address that the live page asks for news."""
    found = re.search(r'hx-get="([^"]+)"', clerk.get("/console/live").text)
    return found[1].replace("&amp;", "&")


def test_nobody_is_calling(clerk):
    page = clerk.get("/console/live").text
    assert "Nobody is calling or texting right now." in page
    assert "0 by phone, 0 by text" in page


def test_a_call_in_progress_is_listed(clerk, hotline):
    hotline.say("CA1", "", "Hello, how can I help?")
    hotline.say("CA1", "where is my claim", "Please say your reference.", intent="claim_status")
    hotline.say("SM1", "OFICINA", "¿En qué ciudad?", channel="sms", language="es")
    page = clerk.get("/console/live").text
    assert "1 by phone, 1 by text" in page
    assert "where is my claim" in page
    assert "claim status" in page
    assert re.search(r'class="sure high">sure <span class="number">90%', page)
    assert "the status of your claim › ask reference" in page
    assert '<q class="words" lang="es" dir="auto">OFICINA</q>' in page
    assert "data-waited=" in page


def test_ended_and_silent_conversations_are_not_listed(clerk, hotline, ago):
    hotline.say("CA1", "goodbye", "Goodbye.", status="ended")
    hotline.say("SM1", "hello", "Hello.", channel="sms", at=ago(minutes=31))
    assert "Nobody is calling" in clerk.get("/console/live").text
    assert "left open" in clerk.get("/console/conversations/SM1").text


def test_who_wants_a_person_comes_first(clerk, hotline, ago):
    hotline.say("CA1", "hello there", "Hello.", at=ago(minutes=5))
    hotline.say("CA2", "a person please", "One moment.", status="handoff", place="handoff")
    page = clerk.get("/console/live").text
    assert page.index("a person please") < page.index("hello there")
    assert "wants a person" in page


def test_words_appear_while_they_are_spoken(clerk, hotline):
    hotline.say("CA1", "", "How can I help?")
    address = news(clerk)
    assert clerk.get(address).status_code == 204
    hotline.live.hearing("CA1", "where is")
    changed = clerk.get(address)
    assert changed.status_code == 200
    assert "Speaking now" in changed.text
    assert "where is" in changed.text
    hotline.live.hearing("CA1", "")
    assert "Speaking now" not in clerk.get(news(clerk)).text


def test_a_change_is_news_once(clerk, hotline):
    hotline.say("CA1", "", "How can I help?")
    address = news(clerk)
    hotline.say("CA1", "where is my claim", "Your reference?")
    assert "where is my claim" in clerk.get(address).text
    assert clerk.get(news(clerk)).status_code == 204


def test_one_conversation_shows_why_it_went_as_it_did(clerk, hotline):
    hotline.say("CA1", "", "How can I help?")
    unsure = [("payment_date", 0.41, "when do I get paid"), ("offices", 0.2, "where are you")]
    hotline.say("CA1", "when is it", "Sorry?", confidence=0.41, candidates=unsure)
    hotline.say("CA1", "repeat", "Sorry?", meaning={"command": "repeat"})
    hotline.say("CA1", "2", "The payments.", kind="keys", meaning={"choice": "payments"})
    page = clerk.get("/console/conversations/CA1").text
    assert "Call in English" in page
    assert "Not understood; closest: payment date" in page
    assert re.search(r'class="sure low">unsure <span class="number">41%', page)
    assert "when do I get paid" in page
    assert "Command: repeat" in page
    assert "Keys pressed: 2" in page
    assert "Choice: payments" in page
    assert "heard with 93% confidence: sure" in page
    assert "12 ms" in page
    assert "The conversation begins" in page


def test_news_of_one_conversation_bring_only_what_is_new(clerk, hotline):
    hotline.say("CA1", "", "How can I help?")
    page = clerk.get("/console/conversations/CA1").text
    address = re.search(r'id="tail" hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert clerk.get(address).status_code == 204
    hotline.live.hearing("CA1", "my pen")
    partial = clerk.get(address).text
    assert "my pen" in partial
    assert "How can I help?" not in partial
    hotline.live.hearing("CA1", "")
    hotline.say("CA1", "my pension", "Which one?", status="ended", place="end")
    last = clerk.get(address).text
    assert "my pension" in last
    assert "How can I help?" not in last
    assert 'hx-swap-oob="true"' in last
    assert "hx-get" not in last


def test_a_script_in_a_text_message_stays_a_text(clerk, hotline):
    attack = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    hotline.say("SM1", attack, attack, channel="sms", intent=attack)
    hotline.live.hearing("SM1", attack)
    for path in ("/console/live", "/console/conversations/SM1", "/console/search?words=alert"):
        page = clerk.get(path).text
        assert "&lt;" in page
        assert "<script>" not in page
        assert "<img" not in page


def test_words_from_right_to_left_keep_their_place(clerk, hotline):
    hotline.say("SM1", "متى يصل معاشي؟", "Sorry, English only.", channel="sms")
    page = clerk.get("/console/live").text
    assert '<q class="words" lang="en" dir="auto">متى يصل معاشي؟</q>' in page


def test_damaged_meanings_do_not_break_the_page(clerk, hotline):
    hotline.say("CA1", "hello", "Hello.")
    for damaged in ("{", "[]", '{"candidates": [1, {"intent": null}], "slots": 3}'):
        with hotline.database.transaction() as connection:
            connection.execute("UPDATE interaction SET meaning = ?", (damaged,))
        assert clerk.get("/console/conversations/CA1").status_code == 200


def test_callbacks_hide_the_number_until_opened(clerk, hotline):
    assert "Nobody waits to be called back." in clerk.get("/console/callbacks").text
    hotline.promise("+15005550042", "old_age_pension", "2020-01-02", language="zh")
    listed = clerk.get("/console/callbacks").text
    assert "5550042" not in listed
    assert "overdue" in listed
    assert "old age pension" in listed
    opened = clerk.get("/console/callbacks/1").text
    assert "+15005550042" not in opened
    assert "•••• 42" in opened
    assert "Chinese" in opened


def test_words_show_how_sure_they_are_and_when_they_were_said(clerk, hotline):
    words = [("my", 0.97, 61.2, 61.4), ("pension", 0.41, 61.5, 62.08), ("•••", 0.7, 63, 65.5)]
    hotline.say("CA1", "my pension •••", "Sorry?", words=words)
    hotline.say("CA1", "a claim <b>", "Sorry?", words=[("else", 0.9, 0, 1)])
    page = clerk.get("/console/conversations/CA1").text
    assert '<span class="word high" title="1:01.2–1:01.4, sure 97%">my</span> ' in page
    assert '<span class="word low" title="1:01.5–1:02.1, unsure 41%">pension</span> ' in page
    assert '<span class="word middle"' in page
    assert "Words and times" in page  # the same in a table, for whoever has no mouse
    assert "a claim &lt;b&gt;" in page
    assert "style=" not in page


def test_chinese_words_stand_without_spaces(clerk, hotline):
    words = [("我的", 0.97, 1.0, 1.4), ("申请", 0.9, 1.4, 2)]
    hotline.say("CA1", "我的申请", "请说编号。", language="zh", words=words)
    page = clerk.get("/console/conversations/CA1").text
    assert re.search(r">我的</span><span class=\"word high\"[^>]*>申请</span></q>", page)
