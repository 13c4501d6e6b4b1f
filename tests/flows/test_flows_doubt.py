"""What may have been heard wrongly is asked about before it is acted on."""

import pytest
from small import locale

from flows import Library, Meaning, advance, begin, expecting
from flows.doubt import parts

TEXT = "{en: Which, zh: 哪个, es: Cuál}"
BASE = f"""\
flow: base
title: {{en: the town, zh: 城镇, es: la ciudad}}
handles: [start, person, language, stop, no_match, no_input, failure]
start: number
steps:
  number: {{ask: a, type: claim_reference, text: {TEXT}, next: sure}}
  sure: {{ask: b, type: yes_no, text: {TEXT}, next: which}}
  which:
    menu:
      town: {{key: 1, label: {{en: a town, zh: 城镇, es: una ciudad}}, goto: day}}
      other: {{key: 2, label: {{en: other, zh: 其他, es: otro}}, run: other}}
    text: {TEXT}
    next: bye
  day: {{ask: c, type: date, text: {TEXT}, next: bye}}
  bye: {{end: conversation}}
"""
OTHER = """\
flow: other
title: {en: the weather, zh: 天气, es: el tiempo}
intents: [weather]
start: out
steps:
  out: {end: flow}
"""
FIRST, SECOND = "47112234", "47712234"


@pytest.fixture(scope="module")
def library():
    phrases = locale() + "keys_claim_reference: keys\nkeys_date: keys\n"
    files = {f"locales/{language}.yaml": phrases for language in ("en", "zh", "es")}
    return Library({"library/base.yaml": BASE, "library/other.yaml": OTHER, **files})


@pytest.fixture
def opened(library):
    return advance(library, begin(library, "voice", "en", ""), Meaning("start"))


def said(outcome):
    return [prompt.text for prompt in outcome.says]


def number(value):
    return Meaning("answer", slots={"a": value})


@pytest.fixture
def asked(library, opened):
    doubtful = Meaning("answer", maybe=(number(FIRST), number(SECOND)))
    return advance(library, opened.state, doubtful)


def take(library, outcome, **meaning):
    return advance(library, outcome.state, Meaning("answer", **meaning))


def to_menu(library, opened):
    sure = take(library, opened, slots={"a": FIRST})
    return take(library, sure, slots={"b": True})


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("47112234", "47712234", ["471", "477"]),
        ("47112234", "57112234", ["471", "571"]),
        ("47112234", "47112243", ["2234", "2243"]),
        ("47112234", "4711223", ["47112234", "4711223"]),
        ("471", "471", ["471", "471"]),
    ],
)
def test_only_what_differs_is_read_with_its_neighbours(first, second, differ):
    assert parts(first, second) == differ


def test_between_two_numbers_one_chooses(library, opened, asked):
    assert said(asked) == ["which 4 7 1 4 7 7"]
    choices = {choice.key: choice.label for choice in asked.expects.choices}
    assert choices == {"1": "471", "2": "477"}
    assert asked.expects.doubt
    assert asked.expects == expecting(library, asked.state)
    assert (asked.state.failures, asked.state.top.slots) == (0, {})
    for choice, value in (("first", FIRST), ("second", SECOND)):
        assert take(library, asked, choice=choice).state.top.slots == {"a": value}


def test_a_doubt_survives_being_stored(library, asked):
    from pydantic import TypeAdapter

    from flows import State

    adapter = TypeAdapter(State)
    state = adapter.validate_json(adapter.dump_json(asked.state))
    assert state == asked.state
    chosen = advance(library, state, Meaning("answer", choice="second"))
    assert chosen.state.top.slots == {"a": SECOND}


def test_neither_of_two_asks_again(library, asked):
    again = take(library, asked, slots={"right": False})
    assert said(again) == ["no_match_1", "Which"]
    assert again.expects.slot.type == "claim_reference"


def test_what_is_said_twice_is_meant(library, opened, asked):
    assert take(library, asked, slots={"a": SECOND}).state.top.slots == {"a": SECOND}
    unclear = take(library, asked, maybe=(number(SECOND),))
    assert unclear.state.top.slots == {"a": SECOND}


def test_a_doubt_is_put_once_more_and_then_the_question_itself(library, asked):
    again = take(library, asked)
    assert said(again) == ["no_match_1", "which 4 7 1 4 7 7"]
    silent = advance(library, again.state, Meaning("silence"))
    assert said(silent)[0] == "no_input_2"
    assert silent.expects.slot.type == "claim_reference"
    assert silent.state.top.doubt == ()


def test_another_doubt_about_a_doubt_is_a_failure(library, asked):
    other = take(library, asked, maybe=(number("12345678"),))
    assert said(other) == ["no_match_1", "Which"]


def test_a_doubtful_yes_is_asked_for_again_by_name(library, opened):
    sure = take(library, opened, slots={"a": FIRST})
    yes, no = (Meaning("answer", slots={"b": value}) for value in (True, False))
    unclear = take(library, sure, maybe=(yes, no))
    assert said(unclear) == ["which value_yes value_no"]
    assert [choice.label for choice in unclear.expects.choices] == ["value_yes", "value_no"]
    assert take(library, unclear, choice="second").state.top.slots == {"a": FIRST, "b": False}


def test_a_doubtful_choice_is_confirmed_by_its_name(library, opened):
    menu = to_menu(library, opened)
    town = take(library, menu, maybe=(Meaning("answer", choice="town"),))
    assert said(town) == ["confirm_choice A town"]
    assert take(library, town, slots={"right": True}).state.top.step == "day"
    other = take(library, menu, maybe=(Meaning("answer", choice="other"),))
    assert said(other) == ["confirm_choice The weather"]
    assert take(library, other, slots={"right": True}).ended


def test_a_doubtful_subject_is_confirmed_by_its_title(library, opened):
    unclear = take(library, opened, maybe=(Meaning("answer", intent="weather"),))
    assert said(unclear) == ["confirm_choice The weather"]
    back = take(library, unclear, slots={"right": True})
    assert back.state.top.step == "number"
    assert back.state.top.doubt == ()


def test_a_doubtful_date_is_read_back_as_a_date(library, opened):
    menu = to_menu(library, opened)
    day = take(library, menu, choice="town")
    unclear = take(library, day, maybe=(Meaning("answer", slots={"c": "2026-12-03"}),))
    assert said(unclear) == ["confirm Thursday, the third of December"]


def test_a_place_is_called_by_its_name(library, opened):
    place = Meaning("answer", slots={"a": "o-17"}, shown={"a": "Ashford"})
    assert said(take(library, opened, maybe=(place,))) == ["confirm Ashford"]


def test_what_was_heard_is_a_value_to_the_voice(library, opened, asked):
    """It is read with time to write, and not kept with the author's words."""
    values = [part for prompt in asked.says for part in prompt.parts if part.value]
    expected = [("4 7 1", "digits"), ("4 7 7", "digits")]
    assert [(part.text, part.value) for part in values] == expected
    one = advance(library, opened.state, Meaning("answer", maybe=(number(FIRST),)))
    values = [part for prompt in one.says for part in prompt.parts if part.value]
    assert [(part.text, part.value) for part in values] == [("4 7 1 1, 2 2 3 4", "digits")]


PERIOD = f"""\
flow: base
title: {{en: the time, zh: 时间, es: el tiempo}}
handles: [start, person, language, stop, no_match, no_input, failure]
start: when
steps:
  when: {{ask: span, type: period, text: {TEXT}, next: told}}
  told:
    say: {{en: "{{span:period}} since {{span.from:date}}", zh: 好, es: bien}}
    next: bye
  bye: {{end: conversation}}
"""


def test_a_doubtful_period_is_read_back_and_has_fields():
    phrases = locale() + "keys_period: keys\n"
    files = {f"locales/{language}.yaml": phrases for language in ("en", "zh", "es")}
    library = Library({"library/base.yaml": PERIOD, **files})
    opened = advance(library, begin(library, "voice", "en", ""), Meaning("start"))
    span = {"from": "2026-05-01", "to": "2026-05-31"}
    heard = Meaning("answer", maybe=(Meaning("answer", slots={"span": span}),))
    asked = advance(library, opened.state, heard)
    assert said(asked) == ["confirm May twenty twenty-six"]
    told = take(library, asked, slots={"right": True})
    assert said(told)[0] == "May twenty twenty-six since Friday, the first of May"
