"""`benefitline intents`: what it says of examples, of sentences and of one sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from cli.environment import Store, load
from storage.registry import SqlRegistry

EXAMPLES = {
    "card": [f"{verb} my card" for verb in ("lost", "find", "replace", "renew")]
    + ["a new card please", "my card was stolen", "where is my card"],
    "visit": [f"{verb} the office" for verb in ("visit", "see", "enter", "reach")]
    + ["where is the office", "is the office open", "lost my card office"],
}
OTHERS = {
    "outside": ["sing a song", "buy a boat"],
    "commands": {},
    "languages": {},
    "courtesy": ["please"],
    "polite": [],
}


def examples(parent: Path, intents: dict[str, list[str]]) -> Path:
    folder = parent / "data"
    folder.mkdir()
    content = {"intents": intents, **OTHERS}
    (folder / "en.yaml").write_text(yaml.safe_dump(content), "utf-8")
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.yaml"
    file.write_text("card: {about: a card}\nvisit: {about: a visit}\nmoon: {about: the moon}\n")
    return file


@pytest.fixture
def checked(benefitline, tmp_path, catalogue):
    """Checks examples: the exit code and the findings as (kind, intent, text, other)."""

    def check(intents):
        result = benefitline(
            "intents", "check", "--examples", examples(tmp_path, intents),
            "--catalogue", catalogue, "--json",
        )  # fmt: skip
        found = json.loads(result.output)
        return result.exit_code, {
            (one["kind"], one["intent"], one["text"], one["other"]) for one in found
        }

    return check


def test_every_kind_of_finding(checked):
    intents = {
        "card": [*EXAMPLES["card"], "Find my card!", "where is the office"],
        "visit": EXAMPLES["visit"],
        "sun": ["the sun shines"] * 40,
    }
    code, found = checked(intents)
    assert code == 1
    assert ("unknown", "sun", "", "") in found
    assert ("missing", "moon", "", "") in found
    assert ("few", "card", "", "") in found
    assert ("uneven", "sun", "", "") in found
    assert ("shared", "visit", "where is the office", "card") in found
    assert ("twice", "card", "Find my card!", "card") in found
    assert ("overlap", "visit", "lost my card office", "card") in found
    assert ("misread", "visit", "lost my card office", "card") in found


def test_good_examples_have_nothing_to_mend(checked, catalogue):
    catalogue.write_text("card: {about: a card}\nvisit: {about: a visit}\n")
    code, found = checked(EXAMPLES)
    assert code == 0
    assert {kind for kind, *_ in found} <= {"few", "overlap", "misread"}


def test_the_table_is_for_people(benefitline, tmp_path, catalogue):
    result = benefitline(
        "intents", "check", "--examples", examples(tmp_path, EXAMPLES), "--catalogue", catalogue
    )
    assert result.exit_code == 1
    assert "Intents without any example (1):\n  en  moon: 0 examples" in result.output
    assert 'en  visit: "lost my card office"  ->  card: "lost my card"' in result.output
    assert "1 to mend" in result.output


def trial_file(folder: Path, *rows: dict) -> Path:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return file


ROWS = (
    {"intent": "nearest_office", "text": "where is the nearest office", "lang": "en"},
    {"intent": "next_payment", "text": "¿cuándo me pagan?"},
    {"intent": None, "text": "purple elephants dance"},
    {"intent": "claim_status", "text": "where is the nearest office"},
)


def test_sentences_are_tried(benefitline, tmp_path):
    told = json.loads(benefitline("intents", "test", trial_file(tmp_path, *ROWS), "--json").output)
    assert (told["rows"], told["right"], told["wrong"]) == (4, 3, 1)
    assert told["accuracy"] == 0.75
    confused = {"intent": "claim_status", "found": "nearest_office", "count": 1}
    assert told["confused"] == [confused]
    (serious,) = told["confidently_wrong"]
    assert serious["row"]["text"] == "where is the nearest office"
    table = benefitline("intents", "test", trial_file(tmp_path, *ROWS)).output
    assert "     3   75.0%  right" in table
    assert "1  claim_status -> nearest_office" in table


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": "a"}',
        '{"text": 1, "intent": "a"}',
        '{"text": "a", "intent": "b", "lang": "xx"}',
    ],
)
def test_a_line_that_cannot_be_used_is_named(benefitline, tmp_path, line):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"intent": null, "text": "a"}\n\n' + line, "utf-8")
    result = benefitline("intents", "test", file)
    assert result.exit_code == 1
    assert "line 3" in result.output
    assert "Traceback" not in result.output


def test_a_sentence_is_explained(benefitline):
    told = json.loads(
        benefitline("intents", "explain", "hello where is the nearest office", "--json").output
    )
    assert told["tokens"] == ["hello", "where", "is", "the", "nearest", "office"]
    assert (told["language_found"], told["language"]) == ("en", "en")
    assert len(told["candidates"]) == 3
    assert told["candidates"][0]["intent"] == "nearest_office"
    assert told["candidates"][0]["example"]
    assert "office" in {each["word"] for each in told["counted"][:2]}
    assert told["done"] == "goes to nearest_office"


def test_a_command_and_nonsense_are_explained(benefitline):
    command = benefitline("intents", "explain", "más despacio por favor").output
    assert "command    slower" in command
    assert "language   es" in command
    assert "asks again" in benefitline("intents", "explain", "qwerty zxcvb").output
    forced = benefitline("intents", "explain", "ok", "--language", "zh").output
    assert "understood as zh" in forced
    assert "(none)" in benefitline("intents", "explain", "").output


def test_questions_without_an_answer_are_listed_without_who_asked(
    benefitline, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    env = tmp_path / "var" / "benefitline.env"
    benefitline("--env-file", env, "init", "--count", "0")
    assert "0 questions" in benefitline("--env-file", env, "intents", "unanswered").output
    store = Store.open(load(env))
    later: list = []
    registry = SqlRegistry(store.database, store.vault, later, "s", datetime.now(UTC))
    for question in ("is a wheelchair paid", "do whales sleep", "Is a wheelchair paid?"):
        registry.add_unanswered(
            {"question": question, "language": "en", "channel": "sms",
             "nearest": "home_visit", "confidence": 0.2}
        )  # fmt: skip
    store.database.commit(later)
    table = benefitline("--env-file", env, "intents", "unanswered").output
    assert "   2  en  Is a wheelchair paid?   nearest: home_visit (0.20)" in table
    assert "3 questions in 2 groups" in table
    groups = json.loads(benefitline("--env-file", env, "intents", "unanswered", "--json").output)
    assert [len(group["questions"]) for group in groups] == [2, 1]
    assert set(groups[0]["questions"][0]) == {
        "at", "language", "channel", "text", "nearest", "confidence",
    }  # fmt: skip
    only = benefitline("--env-file", env, "intents", "unanswered", "--language", "es").output
    assert "0 questions" in only
