"""Playing cases outside of the tests: what is told of them, and that nothing is left changed."""

from pathlib import Path

import pytest

from benefits import FUNCTIONS
from cli.cases.playing import Player
from cli.cases.reading import Case, read_cases
from flows import Library
from intents import Understander
from storage.proofs import Proofs

CASES = {case.case: case for case in read_cases() if not case.spoken}


def case(**changes: object) -> Case:
    turns = [{"start": "true"}, {"say": "where is my claim", "at": "claim_status.ask_reference"}]
    return Case.of({"case": "x", "channel": "voice", "language": "en", "turns": turns, **changes})


@pytest.fixture
def player(tmp_path: Path, library: Library) -> Player:
    return Player(tmp_path, library)


def test_a_case_that_goes_well_has_nothing_to_tell(player: Player, understander: Understander):
    assert player.outcome(case(), understander) == ""


def test_a_case_that_goes_wrong_tells_the_turn_and_what_it_should_be(
    player: Player, understander: Understander
):
    turns = [{"start": "true"}, {"say": "where is my claim", "at": "next_payment.ask_number"}]
    told = player.outcome(case(turns=turns), understander)
    assert "turn 2 (say: where is my claim)" in told
    assert "at should be: next_payment.ask_number" in told
    wanted = {"case_file": [{"category": "complaint"}]}
    assert player.outcome(case(stored=wanted), understander).startswith("case_file: ")


def test_a_case_that_breaks_is_one_that_goes_wrong(player: Player, understander: Understander):
    found = {"person": "210000000", "check": "none", "facts": "{}"}
    assert "210000000" in player.outcome(case(found=[found]), understander)


def test_what_a_case_has_otherwise_is_as_before_behind_it(
    player: Player, understander: Understander
):
    before, usual = dict(FUNCTIONS), Proofs.drawn
    names = [name for name, one in CASES.items() if one.fails or one.needs][:4]
    told = dict(player.outcomes([CASES[name] for name in names], understander))
    assert told == dict.fromkeys(names, "")
    assert before == FUNCTIONS
    assert Proofs.drawn is usual


def test_cases_of_the_institution_are_read_beside_those_of_the_product(tmp_path: Path):
    (tmp_path / "own.yaml").write_text("case: Ours\nchannel: sms\nturns: [{text: hello}]\n")
    assert [one.case for one in read_cases(tmp_path)] == ["Ours"]
    (tmp_path / "more.yaml").write_text("case: Ours\nchannel: sms\nturns: [{txt: hello}]\n")
    with pytest.raises(ValueError, match=r"more\.yaml: Ours"):
        read_cases(tmp_path)
    (tmp_path / "more.yaml").write_text("case: Ours\nchannel: sms\nturns: [{text: hello}]\n")
    with pytest.raises(ValueError, match="there twice: Ours"):
        read_cases(tmp_path)
