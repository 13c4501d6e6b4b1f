"""What an intent is called, and a flow that serves several of them."""

import pytest
from small import locale

from flows import Library, Meaning, advance, begin

ALL = "{en: Hello, zh: 你好, es: Hola}"
BASE = f"""\
flow: base
title: {{en: the menu, zh: 菜单, es: el menú}}
handles: [start, person, language, stop, no_match, no_input, failure]
start: hello
steps:
  hello:
    text: {ALL}
    menu: {{other: {{key: 1, label: {{en: o, zh: 他, es: o}}, run: other}}}}
    open: true
    next: more
  more: {{ask: a, type: text, text: {ALL}, next: bye}}
  bye: {{end: conversation}}
"""
OTHER = """\
flow: other
title: {en: your request, zh: 您的事, es: su asunto}
intents: [boat, dog]
start: look_up
steps:
  look_up: {call: x.y, with: {subject: $intent, question: $said}, save: found, next: choose}
  choose:
    ask: b
    type: yes_no
    text: {en: "About {subject}", zh: "{subject}", es: "{subject}"}
    next: out
  out: {end: flow}
"""
SINGLE = """\
flow: single
title: {en: your claim, zh: 申请, es: su solicitud}
intents: [claim]
start: first
steps:
  first: {ask: c, type: text, text: {en: "In {subject}", zh: 甲, es: A}, next: out}
  out: {end: flow}
"""
ALIKE = """\
flow: alike
title: {en: our office, zh: 办事处, es: la oficina}
intents: [where, hours]
start: first
steps:
  first: {ask: d, type: text, text: {en: Town, zh: 城, es: Ciudad}, next: out}
  out: {end: flow}
"""
CATALOGUE = """\
boat: {about: boats, en: a boat, zh: 船, es: un barco}
dog: {about: dogs, en: a dog, zh: 狗, es: un perro}
claim: {about: claims, en: any claim, zh: 任何申请, es: toda solicitud}
where: {about: where, en: where it is, zh: 在哪里, es: dónde está}
hours: {about: when, en: when it is open, zh: 几点开, es: cuándo abre}
"""


@pytest.fixture(scope="module")
def library():
    files = {f"locales/{language}.yaml": locale() for language in ("en", "zh", "es")}
    flows = {"base": BASE, "other": OTHER, "single": SINGLE, "alike": ALIKE}
    own = {f"library/{name}.yaml": text for name, text in flows.items()}
    return Library({**files, **own, "catalogue.yaml": CATALOGUE})


@pytest.fixture
def opened(library):
    return advance(library, begin(library, "voice", "en", ""), Meaning("start"))


def said(outcome):
    return [prompt.text for prompt in outcome.says]


def asked(library, outcome, intent, text=""):
    """After somebody said something with this intent, and the function gave nothing."""
    calling = advance(library, outcome.state, Meaning("answer", intent=intent, text=text))
    return advance(library, calling.state, Meaning("result")) if calling.call else calling


def test_a_function_is_told_which_intent_it_was_and_in_which_words(library, opened):
    calling = advance(library, opened.state, Meaning("answer", intent="dog", text="my dog"))
    assert calling.call.arguments == {"subject": "dog", "question": "my dog"}


def test_a_subject_is_called_as_in_the_catalogue(library, opened):
    assert said(asked(library, opened, "dog")) == ["About a dog"]


def test_it_is_called_so_in_the_language_of_the_moment(library, opened):
    outcome = asked(library, opened, "dog")
    spanish = advance(library, outcome.state, Meaning("answer", command="language", language="es"))
    assert said(spanish)[-1] == "un perro"


def test_a_flow_with_one_intent_is_called_by_its_title(library, opened):
    assert said(asked(library, opened, "claim")) == ["In your claim"]


def test_a_flow_that_no_intent_led_to_is_called_by_its_title(library, opened):
    calling = advance(library, opened.state, Meaning("answer", choice="other"))
    assert calling.call.arguments == {"subject": "", "question": ""}
    assert said(advance(library, calling.state, Meaning("result"))) == ["About your request"]


def test_another_subject_of_the_same_flow_takes_the_place_of_the_first(library, opened):
    first = asked(library, opened, "dog")
    assert set(first.expects.intents) == {"boat", "claim", "where", "hours"}
    second = asked(library, first, "boat")
    assert said(second) == ["About a boat"]
    assert [frame.flow for frame in second.state.frames] == ["base", "other"]
    back = advance(library, second.state, Meaning("answer", command="back"))
    assert said(back) == ["About a dog"]


def test_a_flow_that_does_the_same_for_both_its_intents_does_not_begin_anew(library, opened):
    first = asked(library, opened, "where")
    assert set(first.expects.intents) == {"boat", "dog", "claim"}
    assert asked(library, first, "hours").state.failures == 1


def test_the_same_subject_again_leads_nowhere(library, opened):
    first = asked(library, opened, "dog")
    again = asked(library, first, "dog")
    assert again.state.failures == 1


def test_a_subject_that_was_interrupted_is_named_when_it_is_gone_back_to(library, opened):
    other = asked(library, asked(library, opened, "dog"), "claim")
    back = advance(library, other.state, Meaning("answer", slots={"c": "x"}))
    assert said(back) == ["resumed a dog", "About a dog"]


def test_a_doubtful_subject_is_asked_about_by_its_name(library, opened):
    doubtful = Meaning("answer", maybe=(Meaning("answer", intent="dog"),))
    assert said(advance(library, opened.state, doubtful)) == ["confirm_choice A dog"]


def test_files_from_before_there_was_a_catalogue_are_read(library):
    files = {name: text for name, text in library.files.items() if name != "catalogue.yaml"}
    old = Library(files)
    opened = advance(old, begin(old, "voice", "en", ""), Meaning("start"))
    assert said(asked(old, opened, "dog")) == ["About your request"]
