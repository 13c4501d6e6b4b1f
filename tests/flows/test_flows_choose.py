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


TIMES = """\
  first: {call: towns.find, with: {town: $town}, save: found, next: which}
  which:
    choose: pick
    among: $found.name
    label: {en: 'at {hour}', zh: '{hour}', es: 'a las {hour}'}
    instead: {ask: other, type: text, goto: told}
    text: {en: 'When? {choices}', zh: '几点？{choices}', es: '¿Cuándo? {choices}'}
    next: told
  told:
    say: {en: 'It is {pick}, or {other}.', zh: '{pick}{other}', es: '{pick} {other}'}
    next: out
  out: {end: conversation}
"""
HOURS = [
    {"name": "nine", "hour": "9 a.m.", "phrases": []},
    {"name": "more", "label": "other times", "phrases": []},
]


@pytest.fixture
def timed():
    flow = BASE.split("start: ask")[0] + f"start: first\nsteps:\n{TIMES}"
    files = {f"locales/{language}.yaml": locale() for language in ("en", "zh", "es")}
    made = Library({"library/base.yaml": flow, **files})
    called = advance(made, begin(made, "voice", "en", ""), Meaning("start"))
    return made, advance(made, called.state, Meaning("result", result={"name": HOURS}))


def test_a_label_is_made_of_what_is_offered(timed):
    _, outcome = timed
    assert outcome.says[0].text == "When? choice 1 at 9 a.m choice 2 other times"
    assert [choice.label for choice in outcome.expects.choices] == ["at 9 a.m", "other times"]


def test_a_value_may_be_said_instead_of_a_choice(timed):
    made, outcome = timed
    assert outcome.expects.slot.name == "other"
    told = advance(made, outcome.state, Meaning("answer", slots={"other": "Wednesday"}))
    assert told.says[0].text == "It is , or Wednesday."


def test_a_choice_counts_for_more_than_a_value_beside_it(timed):
    made, outcome = timed
    both = Meaning("answer", choice="nine", slots={"other": "one"})
    assert advance(made, outcome.state, both).says[0].text == "It is nine, or ."


def test_the_linter_knows_the_value_that_may_be_said_instead():
    start = BASE.replace("next: bye", "next: first").replace("  bye: {end: conversation}\n", TIMES)
    assert [f.message for f in lint(base=start).errors] == []
    wrong = start.replace("other, type: text", "other, type: txt")
    assert matching(lint(base=wrong), "error", "no slot type txt")


def test_slots_that_no_step_asks_for():
    also = BASE.replace("start: ask", "also: {day: {type: text}}\nstart: ask")
    read = also.replace("Your town", "'Your town, {day}'")
    read = read.replace("您的城镇", "'您的城镇{day}'").replace("Su ciudad", "'Su ciudad {day}'")
    assert [f.message for f in lint(base=read).errors] == []
    wrong = also.replace("{type: text}", "{type: txt}")
    assert matching(lint(base=wrong), "error", "no slot type txt")
    made = Library({"library/base.yaml": also})
    assert [slot.name for slot in made.flow("base").slots] == ["town", "day"]
