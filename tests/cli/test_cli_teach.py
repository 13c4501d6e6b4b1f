"""`benefitline teach`, beside a server that understands what is accepted without a restart."""

import json
import time

import pytest
import yaml

from cli.environment import OUR_NUMBER
from cli.proving import PASSWORD
from cli.teach import exported, opened
from provider.standin.texting import TextPhone
from storage.staff import Staff, StaffMember
from storage.taught import Taught

ODD = "zorgle my flimmer quank"
CASES = [
    {
        "case": "Hours are told",
        "channel": "sms",
        "turns": [{"text": "when do you open", "intent": "office_hours"}],
    },
    {
        "case": "A word that nobody knows",
        "channel": "sms",
        "turns": [{"text": ODD, "intent": "office_hours"}],
    },
    {
        "case": "Who knows it not",
        "channel": "sms",
        "turns": [{"text": f"{ODD}!", "at": "welcome.choose"}],
    },
]
LATEST_S = 120


@pytest.fixture
def cli(hotline, benefitline):
    env_file = hotline.settings.data_dir / "benefitline.env"

    def run(*words, fails=False):
        result = benefitline("--env-file", env_file, "teach", *words)
        assert (result.exit_code != 0) == fails, result.output
        return result.output

    return run


@pytest.fixture
def staff(hotline, benefitline, monkeypatch):
    """Two who may teach, and one who may not."""
    monkeypatch.setenv(PASSWORD, "a password of theirs")
    logins = Staff(hotline.store.database)
    roles = {"one": "supervisor", "other": "author", "agent": "agent"}
    if not hotline.store.database.connection.execute(
        "SELECT 1 FROM staff WHERE name = 'one'"
    ).fetchone():
        for name, role in roles.items():
            logins.add(name, "a password of theirs", role)
    return {name: logins.named(name) for name in roles}


@pytest.fixture
def few_cases(tmp_path, monkeypatch):
    text = "---\n".join(yaml.safe_dump(case) for case in CASES)
    (tmp_path / "few.yaml").write_text(text)
    monkeypatch.setattr("cli.trial.CASES", tmp_path)


def understood(hotline, number):
    """What a text with the odd words is answered, by the server."""
    return TextPhone(hotline.server, f"+155501004{number:02d}", OUR_NUMBER).send(ODD)


def test_from_a_text_to_an_example_and_back(cli, hotline, staff, few_cases):
    first = understood(hotline, 1)
    assert ODD in cli("list")
    listed = json.loads(cli("list", "--json", "--language", "en"))
    (number,) = [one["id"] for one in listed["misunderstood"] if one["heard"] == ODD]
    teaching, _ = opened(hotline.settings)
    teaching.propose(staff["one"], Taught("en", "office_hours", ODD), number)

    assert "does not accept it" in cli("accept", "--as", "one", "1", fails=True)
    assert "has to be tried first" in cli("accept", "--as", "other", "1", fails=True)
    assert "does not allow it" in cli("try", "--as", "agent", "1", fails=True)
    assert "decided about already" in cli("try", "--as", "one", "7", fails=True)
    told = cli("try", "--as", "one", "1")
    assert "en  examples left out: rows" in told
    assert "en  people's sentences: rows 962 -> 962" in told
    assert "conversations: rows 3 -> 3, right 2 -> 2" in told
    assert "mended: A word that nobody knows" in told
    assert "broke: Who knows it not" in told

    assert "in force from the next turn" in cli("accept", "--as", "other", "1")
    numbers = iter(range(2, 90))
    deadline = time.monotonic() + LATEST_S
    while (answer := understood(hotline, next(numbers))) == first:
        assert time.monotonic() < deadline
        time.sleep(1)
    assert "Which town" in answer
    assert cli("export") == exported([Taught("en", "office_hours", ODD)])
    assert "accepted" in cli("list")

    assert "out of force" in cli("rollback", "--as", "one", "1")
    assert cli("export") == ""
    while understood(hotline, next(numbers)) != first:
        assert time.monotonic() < deadline
        time.sleep(1)
    assert "decided about already" in cli("rollback", "--as", "one", "1", fails=True)


def test_cases_of_the_institution_that_cannot_be_read_are_named(cli, hotline, staff, few_cases):
    own = hotline.settings.data_dir / "cases"
    own.mkdir()
    (own / "wrong.yaml").write_text("case: Wrong\nchannel: sms\nturns: [{txt: x}]\n")
    teaching, _ = opened(hotline.settings)
    who = StaffMember(1, "one", "supervisor")
    teaching.propose(who, Taught("zh", "", "葡萄藤架子钢琴"))
    (open_,) = [one for one in teaching.changes.all() if one.status == "open"]
    told = cli("try", "--as", "one", str(open_.id), fails=True)
    assert "wrong.yaml: Wrong" in told
    assert teaching.running.latest("trial", open_.id).status == "failed"


def test_what_is_in_force_is_written_like_the_examples_of_the_product():
    lessons = [Taught("zh", "", "钢琴"), Taught("en", "thanks", "b"), Taught("en", "thanks", "a")]
    assert exported(lessons) == exported(lessons[::-1])
    assert yaml.safe_load(exported(lessons)) == {
        "en": {"intents": {"thanks": ["a", "b"]}, "outside": []},
        "zh": {"intents": {}, "outside": ["钢琴"]},
    }
