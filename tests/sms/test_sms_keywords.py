from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import sms
from sms import keywords
from sms.economy import economical
from sms.segments import segments
from sms.sentences import sentence

DATA = yaml.safe_load((Path(sms.__file__).parent / "keywords.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("body", "action", "language"),
    [
        ("STOP", "stop", "en"),
        (" stop. ", "stop", "en"),
        ("ＳＴＯＰ！", "stop", "en"),
        ("stop STOP stop!!!", "stop", "en"),
        ("Opt-out", "stop", "en"),
        ("Stop all", "stop", "en"),
        ("stop 🛑", "stop", "en"),
        ("¡Alto!", "stop", "es"),
        ("PARAR", "stop", "es"),
        ("bájà", "stop", "es"),
        ("退订", "stop", "zh"),
        ("停止。", "stop", "zh"),
        ("取消订阅", "stop", "zh"),
        ("START", "start", "en"),
        ("unstop", "start", "en"),
        ("alta", "start", "es"),
        ("恢复", "start", "zh"),
        ("Help?", "help", "en"),
        ("İnfo", "help", "en"),
        ("Información", "help", "es"),
        ("ayuda", "help", "es"),
        ("帮助", "help", "zh"),
    ],
)
def test_single_words(body, action, language):
    keyword = keywords.find(body)
    assert (keyword.action, keyword.language) == (action, language)


@pytest.mark.parametrize(
    "body",
    [
        "stop sending me to the wrong office",
        "please stop",
        "s t o p",
        "stopped",
        "cancel",
        "end",
        "quit",
        "sí",
        "dar de alta a mi hijo",
        "停止发放养老金",
        "help me with my claim",
        "",
        "!!!",
        "🛑",
        "1",
    ],
)
def test_anything_else_is_no_keyword(body):
    assert keywords.find(body) is None


@given(st.text(max_size=40), st.sampled_from(["stop", "alta", "帮助"]))
def test_dressing_up_changes_nothing(text, word):
    keywords.find(text)
    assert keywords.find(f" ¡“{word.upper()}”!… ").word == word


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
def test_what_the_provider_says(kind):
    assert keywords.answered_by_provider(kind).action == kind.lower()
    assert keywords.answered_by_provider(kind + "X") is None
    assert keywords.answered_by_provider("") is None


def test_every_language_has_every_command_in_one_segment():
    for languages in DATA.values():
        assert set(languages) == {"en", "es", "zh"}
        for entry in languages.values():
            assert segments(economical(entry["answer"])).count == 1
            assert segments(languages["en"]["answer"]).encoding == "GSM-7"


def test_sentences_in_one_language_or_in_all():
    for name in ("picture", "failed"):
        for language in ("en", "es", "zh"):
            assert segments(economical(sentence(name, language))).count == 1
        assert sentence(name, None) == sentence(name, "xx")
        assert sentence(name, None).count("\n") == 2


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ("STOP 21234567", "21234567"),
        ("stop: 2123-4567!", "21234567"),
        ("Stop ref 2123 4567", "21234567"),
        ("STOP 2I23456O", "21234560"),
        ("STOP21234567", "21234567"),
        ("cancel 21234567", "21234567"),
        ("STOP 2123", "2123"),
        ("Alto, 21234567", "21234567"),
        ("cancelar 21234567", "21234567"),
        ("停止21234567", "21234567"),
        ("取消 ２１２３４５６７", "21234567"),
        ("STOP", None),
        ("STOP 12", None),
        ("stop sending me 21234567 texts", None),
        ("21234567", None),
        ("", None),
    ],
)
def test_a_reference_behind_a_stop_word_stops_a_change(body, reference):
    assert keywords.change_to_stop(body) == reference
    assert reference is None or keywords.find(body) is None, "it is no opt-out"


def test_every_stop_word_stops_a_change_where_a_reference_follows():
    for entry in DATA["stop"].values():
        for word in (*entry["words"], *entry["words_before_reference"]):
            assert keywords.change_to_stop(f"{word} 21234567") == "21234567"
