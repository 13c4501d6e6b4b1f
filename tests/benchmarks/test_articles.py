"""The benchmark of the articles counts every question once."""

import json

import pytest

from benchmarks import articles


def test_outcomes_add_up_and_the_limits_hold(capsys):
    articles.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for language in ("en", "zh", "es"):
        for half in ("choosing", "checking"):
            found = {
                line["name"]: line["value"]
                for line in lines
                if (line["language"], line.get("half")) == (language, half)
            }
            total = sum(found[name] for name in articles.OUTCOMES)
            assert total == pytest.approx(1, abs=0.005)
            assert found["right"] + found["wrong"] <= 1
            assert found["first"] >= found["right"]
            assert 0 <= found["none_offered"] + found["none_answered"] < 1


def test_a_question_without_an_article_is_never_right():
    assert articles.outcome("I lost my insurance card", "lost_card", "en") == "right"
    assert articles.outcome("I lost my insurance card", None, "en") == "wrong"
    assert articles.outcome("", None, "en") == "refused"
