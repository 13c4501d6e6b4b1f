"""`choose`: choices that a function has found."""

import pytest
from small import BASE, library, lint, locale, matching

from flows import Library, Meaning, advance, begin
from flows.expects import Choice

STEPS = """\
  first: {call: towns.find, with: {town: $town}, save: found, next: which}
  which:
    choose: town
    among: $found.name
    text: {en: 'Which? {choices}', zh: '哪个？{choices}', es: '¿Cuál? {choices}'}
    next: told
  told: {say: {en: 'It is {town}.', zh: '{town}', es: '{town}'}, next: out}
  out: {end: conversation}
"""
OFFERED = [
    {"name": "a", "label": "Ashford", "phrases": ["the first town"]},
    {"name": "b", "label": "Brookdale", "phrases": []},
]


@pytest.fixture
def asked():
    flow = BASE.split("start: ask")[0] + f"start: first\nsteps:\n{STEPS}"
    files = {f"locales/{language}.yaml": locale() for language in ("en", "zh", "es")}
    made = Library({"library/base.yaml": flow, **files})
    called = advance(made, begin(made, "voice", "en", ""), Meaning("start"))
    return made, advance(made, called.state, Meaning("result", result={"name": OFFERED}))


def test_what_was_found_is_offered_with_keys(asked):
    _, outcome = asked
    assert outcome.says[0].text == "Which? choice 1 Ashford choice 2 Brookdale"
    assert outcome.expects.choices == (
        Choice("a", "1", "Ashford", ("the first town",)),
        Choice("b", "2", "Brookdale"),
    )


def test_the_slot_gets_the_name(asked):
    made, outcome = asked
    told = advance(made, outcome.state, Meaning("answer", choice="b"))
    assert told.says[0].text == "It is b."
    assert told.ended


def test_what_was_not_offered_is_not_taken(asked):
    made, outcome = asked
    again = advance(made, outcome.state, Meaning("answer", choice="c"))
    assert again.expects.step == "which"
    assert not again.ended


def test_it_is_asked_whether_a_doubtful_one_was_meant(asked):
    made, outcome = asked
    maybe = (Meaning("answer", choice="b"),)
    doubt = advance(made, outcome.state, Meaning("answer", maybe=maybe))
    assert any("Brookdale" in prompt.text for prompt in doubt.says)


def test_the_linter_knows_its_choices_and_its_slots():
    start = BASE.replace("next: bye", "next: first").replace("  bye: {end: conversation}\n", STEPS)
    files = library()
    assert "library/base.yaml" in files
    report = lint(base=start)
    assert not matching(report, "error", "choices")
    assert [f.message for f in report.errors] == []
    unset = start.replace("among: $found.name", "among: $lost.name")
    assert matching(lint(base=unset), "error", "nothing sets lost")
