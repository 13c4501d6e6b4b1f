"""Every text of the console in every language, and values as its readers write them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest
import yaml

from console import texts
from conversation.summary import Summary
from storage.handoffs import Handoffs

FOLDER = Path(texts.__file__).parent / "locales"
FILES = sorted(file.name for file in (FOLDER / "en").glob("*.yaml"))
OTHERS = [language for language in texts.LANGUAGES if language != texts.FALLBACK]
SAME = {"product", "one.assistant", "phone.ours"}
"""Texts that every language has alike: names."""


def read(language, file):
    path = FOLDER / language / file
    return yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}


def placeholders(said):
    return sorted(field for _, field, _, _ in Formatter().parse(said) if field is not None)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("file", FILES)
def test_every_text_is_in_every_language_with_the_same_values(language, file):
    english, other = read("en", file), read(language, file)
    wrong = [f"{language}/{file} lacks {key}" for key in english if key not in other]
    wrong += [f"{language}/{file} has {key}, en has not" for key in other if key not in english]
    wrong += [
        f"{language}/{file}: {key} fills in {placeholders(other[key])}, not {placeholders(said)}"
        for key, said in english.items()
        if key in other and placeholders(other[key]) != placeholders(said)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_file_is_there_that_english_has_not(language):
    assert {file.name for file in (FOLDER / language).glob("*.yaml")} <= set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_chinese_texts_are_chinese(file):
    english, chinese = read("en", file), read("zh", file)
    left = [
        key
        for key, said in chinese.items()
        if key not in SAME
        and re.search("[A-Za-z]{3}", re.sub(r"\{.*?\}", "", english.get(key, "")))
        and not re.search("[\u4e00-\u9fff]", said)
    ]
    assert left == []


@pytest.mark.parametrize(
    ("language", "day", "percent", "lasted", "offset"),
    [
        ("en", "24 Nov 2026, 09:30", "93%", "3 min", "1:05.3"),
        ("es", "24 nov 2026, 09:30", "93\xa0%", "3 min", "1:05,3"),
        ("zh", "2026年11月24日 09:30", "93%", "3分钟", "1:05.3"),
    ],
)
def test_values_are_written_as_their_reader_does(hotline, language, day, percent, lasted, offset):
    from console import shown

    headers = {"Cookie": f"{texts.COOKIE}={language}"}
    with hotline.app().test_request_context(headers=headers):
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        assert shown.day_and_time(at, UTC) == day
        assert shown.percent(0.934) == percent
        assert shown.duration(200) == lasted
        assert shown.offset(65.3) == offset


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The citizen asked for a person."),
        ("es", "Pidió hablar con una persona."),
        ("zh", "对方要求人工服务。"),
    ],
)
def test_what_a_person_takes_over_is_told_in_the_readers_language(clerk, hotline, language, said):
    hotline.say("CA1", "a person please", "One moment.", status="handoff", place="handoff")
    summary = Summary(channel="voice", language="zh", topic="claim", reason="asked")
    with hotline.database.transaction() as connection:
        handoffs = Handoffs(hotline.database, hotline.vault)
        handoffs.add("CA1", "claim", summary.to_json(), datetime.now(UTC))(connection)
    clerk.client.set_cookie(texts.COOKIE, language)
    assert said in clerk.get("/console/conversations/CA1").text
