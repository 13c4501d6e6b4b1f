"""A person who has helped gives the conversation back to the flow."""

from dataclasses import replace

import pytest
from small import locale

from flows import Frame, Library, Meaning, advance, begin

BASE = """\
flow: base
title: {en: the menu, zh: 菜单, es: el menú}
handles: [start, language, stop, no_match, no_input, failure]
start: hello
menu: menu
steps:
  hello: {say: {en: Hello, zh: 您好, es: Hola}, next: menu}
  menu:
    menu:
      none: {key: 1, label: {en: none, zh: 无, es: nada}, goto: bye}
    text: {en: What, zh: 什么, es: Qué}
    open: true
    next: menu
  bye: {end: conversation}
"""
CLAIM = """\
flow: claim
title: {en: a claim, zh: 申请, es: una solicitud}
intents: [claim_status]
start: first
steps:
  first: {ask: a, type: text, text: {en: First, zh: 一, es: uno}, next: out}
  out: {end: flow}
"""
PERSON = """\
flow: person
title: {en: a person, zh: 人工, es: una persona}
handles: [person]
start: wait
steps:
  wait: {handoff: general, text: {en: Wait, zh: 等, es: Espere}}
"""


@pytest.fixture
def library():
    files = {"library/base.yaml": BASE, "library/claim.yaml": CLAIM, "library/person.yaml": PERSON}
    return Library(files | {"locales/en.yaml": locale()})


def at(library, *meanings):
    """A conversation by text after these."""
    state = begin(library, "sms", "en", "+15550100001")
    for meaning in (Meaning("start"), *meanings):
        state = advance(library, state, meaning).state
    return state


def said(outcome):
    return [prompt.text for prompt in outcome.says]


CLAIM_WANTED = Meaning("answer", intent="claim_status")
PERSON_WANTED = Meaning("answer", command="person")


def test_the_question_where_it_was_is_put_again(library):
    state = replace(at(library, CLAIM_WANTED), failures=2)
    outcome = advance(library, state, Meaning("returned"))
    assert said(outcome) == ["resumed a claim", "First"]
    assert (outcome.expects.flow, outcome.state.failures) == ("claim", 0)


def test_at_the_menu_nothing_is_announced(library):
    assert said(advance(library, at(library), Meaning("returned"))) == ["What"]


def test_what_was_interrupted_to_ask_for_a_person_is_gone_on_with(library):
    state = at(library, CLAIM_WANTED, PERSON_WANTED)
    assert state.status == "handoff"
    outcome = advance(library, state, Meaning("returned"))
    assert said(outcome)[-1] == "First"
    assert outcome.state.status == "open"
    outcome = advance(library, at(library, PERSON_WANTED), Meaning("returned"))
    assert said(outcome)[-1] == "What"


def test_a_conversation_that_is_nothing_but_a_wait_goes_to_the_menu(library):
    alone = replace(at(library, PERSON_WANTED), frames=(Frame("person", "wait"),))
    assert said(advance(library, alone, Meaning("returned"))) == ["What"]


def test_another_flow_begins_from_its_start_and_the_menu_comes_after(library):
    state = at(library, PERSON_WANTED)
    outcome = advance(library, state, Meaning("returned", flow="claim"))
    assert said(outcome) == ["First"]
    outcome = advance(library, outcome.state, Meaning("answer", slots={"a": "x"}))
    assert outcome.expects.flow == "base"


def test_a_flow_that_is_none_counts_as_none(library):
    state = at(library, CLAIM_WANTED)
    assert advance(library, state, Meaning("returned", flow="no_such")).expects.flow == "claim"
