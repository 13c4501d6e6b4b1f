"""Wishes, choices between subjects, corrections and anger, as the engine takes them."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter
from small import locale

from flows import Library, Meaning, State, advance, begin

TEXT = "{en: What, zh: 什么, es: Qué}"
BASE = f"""\
flow: base
title: {{en: the menu, zh: 菜单, es: el menú}}
handles: [start, language, stop, no_match, no_input, failure]
start: menu
menu: menu
steps:
  menu:
    menu:
      none: {{key: 1, label: {{en: none, zh: 无, es: nada}}, goto: rest}}
    text: {TEXT}
    open: true
    next: rest
  rest: {{ask: more, type: text, text: {{en: More, zh: 还有, es: Más}}, next: bye}}
  bye: {{end: conversation}}
"""


def subject(name: str, title: str, intents: str) -> str:
    """A subject with two questions."""
    return f"""\
flow: {name}
title: {{en: {title}, zh: {title}, es: {title}}}
intents: [{intents}]
start: first
steps:
  first: {{ask: a, type: number, text: {{en: {name} a, zh: 一, es: uno}}, next: second}}
  second: {{ask: b, type: date, text: {{en: {name} b, zh: 二, es: dos}}, next: out}}
  out: {{end: flow}}
"""


@pytest.fixture(scope="module")
def library():
    kinds = "".join(f"keys_{kind}: k\nhint_{kind}: h\n" for kind in ("number", "date"))
    files = {f"locales/{lang}.yaml": locale() + kinds for lang in ("en", "zh", "es")}
    person = "flow: person\ntitle: {en: P, zh: P, es: P}\nhandles: [person]\nstart: out\nsteps:\n"
    return Library(
        {
            "library/base.yaml": BASE,
            "library/rain.yaml": subject("rain", "the rain", "rain, hail"),
            "library/sun.yaml": subject("sun", "the sun", "sun"),
            "library/person.yaml": person
            + "  out: {handoff: general, text: {en: P, zh: P, es: P}}\n",
            **files,
        }
    )


@pytest.fixture
def opened(library):
    return advance(library, begin(library, "voice", "en", ""), Meaning("start"))


def answer(library, outcome, **meaning):
    # Through storage and back, as between any two turns.
    adapter = TypeAdapter(State)
    state = adapter.validate_json(adapter.dump_json(outcome.state))
    return advance(library, state, Meaning("answer", **meaning))


def at(outcome):
    return f"{outcome.expects.flow}.{outcome.expects.step}"


def said(outcome):
    return [prompt.text for prompt in outcome.says]


def either(*intents):
    return tuple(Meaning("answer", intent=intent) for intent in intents)


def done(library, outcome):
    """Both questions of a subject answered."""
    return answer(library, answer(library, outcome, slots={"a": 1}), slots={"b": "2026-12-03"})


SUN_LATER = Meaning("answer", intent="sun", slots={"a": 7})


def test_a_second_wish_begins_when_the_first_is_done(library, opened):
    first = answer(library, opened, intent="rain", then=SUN_LATER)
    assert at(first) == "rain.first"
    second = done(library, first)
    assert said(second) == ["next_wish the sun", "sun b"]
    assert second.state.top.slots == {"a": 7}
    assert at(answer(library, second, slots={"b": "2026-12-03"})) == "base.rest"


def test_a_second_wish_of_the_same_flow_is_none(library, opened):
    same = replace(SUN_LATER, intent="hail")
    assert answer(library, opened, intent="rain", then=same).state.wishes == ()


def test_a_wish_inside_a_subject_comes_before_the_subject_goes_on(library, opened):
    rain = answer(library, opened, intent="rain")
    outer = answer(library, rain, intent="sun", then=Meaning("answer", intent="rain"))
    assert at(outer) == "sun.first"
    assert outer.state.wishes[0].below == 2
    again = done(library, outer)
    assert "next_wish the rain" in said(again)
    assert len(again.state.frames) == 3
    assert at(done(library, again)) == "rain.first"


def test_a_second_wish_is_dropped(library, opened):
    first = answer(library, opened, intent="rain", then=SUN_LATER)
    dropped = answer(library, first, command="drop")
    assert said(dropped) == ["wish_dropped", "rain a"]
    assert at(done(library, dropped)) == "base.rest"


def test_what_is_being_done_is_dropped(library, opened):
    inside = answer(library, answer(library, opened, intent="rain"), intent="sun")
    out = answer(library, inside, command="drop")
    assert said(out) == ["wish_dropped", "resumed the rain", "rain a"]
    assert at(answer(library, out, command="drop")) == "base.rest"
    assert at(answer(library, opened, command="drop")) == "base.menu"


@pytest.mark.parametrize("command", ["menu", "back"])
def test_going_to_before_a_wish_forgets_it(library, opened, command):
    first = answer(library, opened, intent="rain", then=SUN_LATER)
    assert answer(library, first, command=command).state.wishes == ()


def test_which_of_two_subjects_is_asked_once_in_a_conversation(library, opened):
    asked = answer(library, opened, maybe=either("sun", "rain"))
    assert said(asked) == ["which_subject the sun the rain"]
    assert [choice.key for choice in asked.expects.choices] == ["1", "2", "3"]
    rain = answer(library, asked, choice="second")
    assert at(rain) == "rain.first"
    later = answer(library, done(library, rain), command="menu")
    again = answer(library, later, maybe=either("rain", "sun"))
    assert at(again) == "rain.first"


def test_the_chosen_subject_keeps_what_was_said_with_it(library, opened):
    rain, sun = either("rain", "sun")
    asked = answer(library, opened, maybe=(rain, replace(sun, slots={"a": 3})))
    assert answer(library, asked, intent="sun").state.top.slots == {"a": 3}


def test_neither_is_no_misunderstanding(library, opened):
    asked = answer(library, opened, maybe=either("rain", "sun"))
    for no in ({"choice": "neither"}, {"slots": {"right": False}}):
        assert said(answer(library, asked, **no)) == ["neither_1", "What"]
        assert answer(library, asked, **no).state.chosen == {}


def test_two_subjects_of_one_flow_are_not_asked_about(library, opened):
    assert at(answer(library, opened, maybe=either("hail", "rain"))) == "rain.first"


def test_an_answer_is_put_right(library, opened):
    first = answer(library, opened, intent="rain")
    second = answer(library, first, slots={"a": 6})
    assert second.expects.last.name == "a"
    right = answer(library, second, slots={"a": 7}, corrects=True)
    assert (said(right), right.state.top.slots) == (["corrected", "rain b"], {"a": 7})
    assert len(right.state.history) == len(second.state.history)
    assert first.expects.last is None


def test_a_subject_is_put_right(library, opened):
    rain = answer(library, opened, intent="rain")
    sun = answer(library, rain, intent="sun", corrects=True)
    assert [frame.flow for frame in sun.state.frames] == ["base", "sun"]
    assert at(done(library, sun)) == "base.rest"


def test_who_is_upset_is_calmed_once_and_offered_a_person(library, opened):
    upset = answer(library, opened, intent="rain", upset=True)
    assert said(upset) == ["sympathy", "person_any_time", "rain a"]
    again = answer(library, upset, upset=True)
    assert said(again) == ["offer_person"]
    assert answer(library, again, slots={"right": True}).handoff
    stays = answer(library, again, slots={"right": False})
    assert said(stays) == ["rain a"]
    assert said(answer(library, stays)) == ["no_match_2", "h"]


def test_a_language_is_offered_in_its_own_words(library, opened):
    offer = Meaning("answer", command="language", language="es", then=either("sun")[0])
    asked = answer(library, opened, maybe=(offer,))
    assert [text.strip() for text in said(asked)] == ["offer_language"]
    assert asked.says[0].parts[0].language == "es"
    taken = answer(library, asked, choice="first")
    assert (taken.state.language, at(taken)) == ("es", "sun.first")
    refused = answer(library, asked, slots={"right": False})
    assert (refused.state.language, said(refused)) == ("en", ["What"])


def test_who_speaks_none_of_our_languages_hears_which_we_speak(library, opened):
    told = answer(library, opened, command="language", language="other")
    assert [text.strip() for text in said(told)] == ["we_speak"] * 3
    assert [prompt.language for prompt in told.says] == list(library.languages)
    assert told.expects == opened.expects
    again = answer(library, told, command="language", language="other")
    assert said(again)[0] == "no_match_2"
