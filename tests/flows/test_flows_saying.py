"""Everything that a library may say on a call."""

import pytest

from flows import Library
from flows.marked import Part
from flows.saying import sayings

FLOW = """\
flow: a
title: {en: the start}
handles: [start, person, language, stop, no_match, no_input, failure]
start: which
steps:
  which:
    decide:
      - {when: {channel: sms}, goto: by_text}
    otherwise: ask
  by_text: {say: {en: Only by text.}, next: bye}
  ask:
    menu:
      one: {key: 1, label: {en: one}, goto: tell}
      zh: {key: 2, label: {en: 中文}, goto: tell, spoken_in: zh}
      hidden: {key: 3, label: {en: three}, goto: bye, offered: false}
    text: {en: {voice: "Which, {caller:phone}? {choices}", keys: "{choices}", sms: Which}}
  tell: {say: {en: Bueno.}, language: es, next: last}
  last: {say: {en: "Only in {channel}."}, next: choose}
  choose:
    decide:
      - {when: {channel: [voice]}, goto: bye}
    otherwise: by_text
  bye: {end: conversation, text: {en: Goodbye.}}
"""
PHRASES = "choice: 'For {label}, press {key}.'\nresumed: 'Back to {title}.'\nslower: Of course.\n"


@pytest.fixture(scope="module")
def library():
    return Library({"library/a.yaml": FLOW, "locales/en.yaml": PHRASES})


def test_a_call_can_hear_this_and_no_more(library):
    assert [(prompt.step, prompt.text) for prompt in sayings(library, "en")] == [
        ("a.ask", "Which, caller? For one, press 1. For 中文, press 2."),
        ("a.ask", "For one, press 1. For 中文, press 2."),
        ("a.ask", "For one, press 1."),
        ("a.ask", "For 中文, press 2."),
        ("a.last", "Only in channel."),
        ("a.bye", "Goodbye."),
        ("locale.resumed", "Back to the start."),
        ("locale.slower", "Of course."),
    ]


def test_values_and_languages_are_parts_of_it(library):
    first = next(iter(sayings(library, "en")))
    assert first.parts[1] == Part("caller", "phone")
    assert Part("中文", language="zh") in first.parts


def test_what_is_only_for_texts_is_not_in_the_hotlines_script():
    library = Library.load()
    places = {prompt.step for prompt in sayings(library, "en")}
    assert "person.put_through" in places
    assert "person.choose" not in places
    assert "person.wait" not in places
