"""A function that needs somebody to be identified: asked first, tried again, or left."""

from flows import Library, Meaning, advance, begin

LOCALE = "not_identified: I do not know you.\n"
ASKS = """\
flow: identify
title: {en: who you are, zh: 身份, es: quién es}
handles: [step_up]
start: ask
steps:
  ask: {ask: pin, type: text, text: {en: "PIN for {level}", zh: 密码, es: PIN}, next: done}
  done: {end: flow}
"""
MAIN = """\
flow: main
title: {en: main, zh: 主, es: principal}
handles: [start]
start: first
steps:
  first: {call: x.y, save: a, next: out%s}
  no: {say: {en: Then not., zh: 不行。, es: No.}, next: out}
  out: {end: conversation, text: {en: "Bye {a.b}", zh: 再见, es: Adiós}}
"""
NEEDED = Meaning("step_up", level=2)


def library(refused: str = "", asks: str = ASKS) -> Library:
    files = {"library/main.yaml": MAIN % refused, "locales/en.yaml": LOCALE}
    return Library({**files, "library/identify.yaml": asks} if asks else files)


def needed(flows: Library):
    called = advance(flows, begin(flows, "voice", "en", ""), Meaning("start"))
    return advance(flows, called.state, NEEDED)


def said(outcome):
    return [prompt.text for prompt in outcome.says]


def test_it_is_asked_for_and_the_function_tried_again():
    flows = library()
    asked = needed(flows)
    assert said(asked) == ["PIN for 2"]
    again = advance(flows, asked.state, Meaning("answer", slots={"pin": "1"}))
    assert again.call.function == "x.y"
    out = advance(flows, again.state, Meaning("result", result={"b": "now"}))
    assert said(out) == ["Bye now"]
    assert out.ended


def test_whoever_stays_unknown_is_told_once_and_not_asked_for_ever():
    flows = library()
    again = advance(flows, needed(flows).state, Meaning("answer", slots={"pin": "1"}))
    out = advance(flows, again.state, NEEDED)
    assert said(out) == ["I do not know you."]
    assert out.ended


def test_a_flow_may_say_what_happens_then():
    flows = library(", refused: no")
    again = advance(flows, needed(flows).state, Meaning("answer", slots={"pin": "1"}))
    assert said(advance(flows, again.state, NEEDED))[0] == "Then not."


def test_without_a_flow_that_asks_nobody_is_identified():
    assert said(needed(library(asks=""))) == ["I do not know you."]
