"""Each kind of finding, on the smallest flow that has it: file, line, step and message."""

from dataclasses import replace

import pytest
from small import BASE, MARK, WORLD, library, lint, marked, matching

from flows.check import check

HEADER = """\
flow: extra
title: {en: more, zh: 更多, es: más}
intents: [claim_status]
start: first
steps:
"""
OUT = "  out: {end: flow}\n"

# What is wrong → the steps of a flow, with the mark on the line; the step; part of the message.
BROKEN = {
    "unknown step": (
        "  first: {goto: nowhere}  # <-\n  second: {goto: out}\n",
        "first",
        "leads to nowhere, which is not a step of this flow",
    ),
    "unreachable step": (
        "  first: {goto: out}\n  lost: {goto: out}  # <-\n",
        "lost",
        "nothing leads to this step",
    ),
    "dead end": (
        "  first: {ask: a, type: text, text: {en: A, zh: 甲, es: A}, next: again}  # <-\n"
        "  again: {set: {a: null}, next: first}\n",
        "first",
        "is a dead end",
    ),
    "limits the wrong way round": (
        "  first: {ask: a, type: text, text: {en: A, zh: 甲, es: A}, next: out,\n"
        "    confidence: {take: 0.4, confirm: 0.8}}  # <-\n",
        "first",
        "confirm must not be above take",
    ),
    "a limit that is no share": (
        "  first:\n    ask: a\n    type: text\n    text: {en: A, zh: 甲, es: A}\n    next: out\n"
        "    confidence: {take: 80, confirm: 0.4}  # <-\n",
        "first",
        "confidence.take: Input should be less than or equal to 1",
    ),
    "a limit that is missing": (
        "  first:\n    ask: a\n    type: text\n    text: {en: A, zh: 甲, es: A}\n    next: out\n"
        "    confidence: {take: 0.8}  # <-\n",
        "first",
        "confidence.confirm: is missing",
    ),
    "a PIN that may be spoken": (
        "  first:\n    ask: a\n    type: pin  # <-\n    private: true\n"
        "    text: {en: A, zh: 甲, es: A}\n    next: out\n",
        "first",
        "a PIN is never spoken or texted: keys_only: true",
    ),
    "a code that is written down": (
        "  first:\n    ask: a\n    type: one_time_code  # <-\n"
        "    text: {en: A, zh: 甲, es: A}\n    next: out\n",
        "first",
        "the type one_time_code needs private: true",
    ),
    "keys only for what anybody may hear": (
        "  first:\n    ask: a\n    type: text\n    keys_only: true  # <-\n"
        "    text: {en: A, zh: 甲, es: A}\n    next: out\n",
        "first",
        "keys_only is for one_time_code and pin",
    ),
    "a reference of what has none": (
        "  first:\n    ask: a\n    type: text\n    of: case  # <-\n"
        "    text: {en: A, zh: 甲, es: A}\n    next: out\n",
        "first",
        "of is for claim_reference",
    ),
    "nothing to be heard out": (
        "  first: {goto: out, hear_out: true}  # <-\n",
        "first",
        "hear_out is for a step that says something",
    ),
    "loop without a question": (
        "  first: {set: {a: 1}, next: second}  # <-\n"
        "  second: {decide: [{when: {a: 1}, goto: first}], otherwise: out}\n",
        "first",
        "goes round without asking anything: first, second",
    ),
    "loop through another flow": (
        "  first: {run: extra, next: out}  # <-\n",
        "first",
        "goes round without asking anything",
    ),
    "loop past a filled slot": (
        "  first: {ask: a, type: text, text: {en: A, zh: 甲, es: A}, next: second}  # <-\n"
        "  second: {decide: [{when: {a: x}, goto: first}], otherwise: out}\n",
        "first",
        "goes round for ever once its slots are filled: first, second",
    ),
    "unknown flow": (
        "  first: {run: nobody, next: out}  # <-\n",
        "first",
        "runs the flow nobody, which does not exist",
    ),
    "unknown function": (
        "  first:\n    call: towns.lose  # <-\n    save: a\n    next: out\n",
        "first",
        "there is no function towns.lose",
    ),
    "unknown argument": (
        "  first:\n    call: towns.find\n    with:\n      town: x\n      river: y  # <-\n"
        "    save: a\n    next: out\n",
        "first",
        "towns.find takes no river",
    ),
    "missing argument": (
        "  first:\n    call: towns.find\n    with: {county: x}  # <-\n    save: a\n    next: out\n",
        "first",
        "towns.find needs town",
    ),
    "unknown field": (
        "  first: {call: towns.find, with: {town: x}, save: a, next: second}\n"
        "  second:\n    decide:  # <-\n      - {when: {a.colour: red}, goto: out}\n"
        "    otherwise: out\n",
        "second",
        "a has no field colour",
    ),
    "slot read before it is set": (
        "  first:\n    set: {b: $a}  # <-\n    next: second\n  second: {set: {a: 1}, next: out}\n",
        "first",
        "nothing sets a before it is used here",
    ),
    "unknown shared slot": (
        "  first:\n    set: {b: $session.hat}  # <-\n    next: out\n",
        "first",
        "no flow ever sets session.hat",
    ),
    "unknown placeholder": (
        '  first:\n    say: {en: "{a}", zh: "{a}", es: "{a}"}  # <-\n    next: out\n',
        "first",
        "nothing sets a before it is used here",
    ),
    "unknown format": (
        '  first:\n    say: {en: "{caller:song}", zh: "{caller}", es: "{caller}"}  # <-\n'
        "    next: out\n",
        "first",
        "{caller:song} has an unknown format",
    ),
    "unknown slot type": (
        "  first:\n    ask: a\n    type: poem  # <-\n    text: {en: A, zh: 甲, es: A}\n"
        "    next: out\n",
        "first",
        "there is no slot type poem",
    ),
    "unknown list": (
        "  first:\n    ask: a\n    type: option\n    among: towns.none  # <-\n"
        "    text: {en: A, zh: 甲, es: A}\n    next: out\n",
        "first",
        "there is no list towns.none",
    ),
    "type without its list": (
        "  first:\n    ask: a\n    type: option  # <-\n    text: {en: A, zh: 甲, es: A}\n"
        "    next: out\n",
        "first",
        "the type option needs a list",
    ),
    "missing language": (
        "  first:\n    say: {en: A, es: A}  # <-\n    next: out\n",
        "first",
        "is missing in zh",
    ),
    "unknown language": (
        "  first:\n    say:\n      en: A\n      zh: 甲\n      es: A\n      fr: A  # <-\n"
        "    next: out\n",
        "first",
        "there is no language fr",
    ),
    "said in an unknown language": (
        "  first:\n    say: {en: A, zh: 甲, es: A}\n    language: fr  # <-\n    next: out\n",
        "first",
        "there is no language fr",
    ),
    "offered in an unknown language": (
        "  first:\n    menu:\n      one:\n        key: 1\n"
        "        label: {en: one, zh: 一, es: uno}\n        goto: out\n"
        "        spoken_in: fr  # <-\n    text: {en: A, zh: 甲, es: A}\n",
        "first",
        "there is no language fr",
    ),
    "different placeholders": (
        '  first:\n    say:\n      en: "{caller}"\n      zh: "{caller}"\n      es: A  # <-\n'
        "    next: out\n",
        "first",
        "the es voice wording lacks {caller}",
    ),
    "a value missing on the keys": (
        "  first:\n    ask: a\n    type: yes_no\n    text:\n"
        '      en: {voice: "{caller}", keys: A, sms: "{caller}"}  # <-\n'
        '      zh: "{caller}"\n      es: "{caller}"\n    next: out\n',
        "first",
        "the en keys wording lacks {caller}",
    ),
    "phrases missing in a language": (
        "  first:\n    text: {en: A, zh: 甲, es: A}\n    menu:\n      a:\n        key: 1\n"
        "        label: {en: A, zh: 甲, es: A}\n        phrases: {en: [x], zh: [x]}  # <-\n"
        "        goto: out\n",
        "first",
        "has no phrases in es",
    ),
    "one phrase for two options": (
        "  first:\n    text: {en: A, zh: 甲, es: A}\n    menu:\n"
        "      a: {key: 1, label: {en: A, zh: 甲, es: A}, "
        "phrases: {en: [x], zh: [x], es: [x]}, goto: out}\n"
        "      b:\n        key: 2\n        label: {en: B, zh: 乙, es: B}\n        phrases:\n"
        "          en: [X]  # <-\n          zh: [y]\n          es: [y]\n        goto: out\n",
        "first",
        '"X" also means a',
    ),
    "two options with one key": (
        "  first:  # <-\n    text: {en: A, zh: 甲, es: A}\n    menu:\n"
        "      a: {key: 1, label: {en: A, zh: 甲, es: A}, goto: out}\n"
        "      b: {key: 1, label: {en: B, zh: 乙, es: B}, goto: out}\n",
        "first",
        "two options have the same key",
    ),
    "unknown key of a step": (
        "  first:\n    goto: out\n    colour: red  # <-\n",
        "first",
        "colour: is not known here",
    ),
}

WARNED = {
    "too long to say": (
        f"  first:\n    say:\n      en: {{voice: {'bla ' * 120}, sms: A}}  # <-\n"
        "      zh: 甲\n      es: A\n    next: out\n",
        "takes 22 s to say in en, more than 20 s",
    ),
    "too dear to send": (
        f"  first:\n    say:\n      en: A\n      zh: 甲\n"
        f"      es: {{voice: A, sms: {'bla ' * 60}}}  # <-\n    next: out\n",
        "takes 3 segments to send in es, more than 2",
    ),
    "a dear character": (
        "  first:\n    say:\n      en: abc中  # <-\n      zh: 甲\n      es: A\n    next: out\n",
        '"中" at 4 of the en text makes it dearer to send',
    ),
}


def test_the_base_has_no_finding():
    assert lint().findings == ()
    assert lint(extra=f"{HEADER}  first: {{goto: out}}\n{OUT}").findings == ()


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_names_file_line_and_step(name):
    steps, step, message = BROKEN[name]
    text = f"{HEADER}{steps}{OUT}"
    places = [(f.file, f.line, f.step) for f in matching(lint(extra=text), "error", message)]
    assert ("library/extra.yaml", marked(text), step) in places


@pytest.mark.parametrize("name", WARNED)
def test_a_warning_names_file_line_and_step_and_is_no_error(name):
    steps, message = WARNED[name]
    text = f"{HEADER}{steps}{OUT}"
    report = lint(extra=text)
    (found,) = matching(report, "warning", message)
    assert (found.file, found.line, found.step) == ("library/extra.yaml", marked(text), "first")
    assert report.errors == ()


def test_a_menu_may_be_gone_round_and_a_slot_forgotten():
    steps = (
        "  first: {ask: a, type: text, text: {en: A, zh: 甲, es: A}, next: second}\n"
        "  second: {decide: [{when: {a: x}, goto: forget}], otherwise: out}\n"
        "  forget: {set: {a: null}, next: first}\n"
    )
    assert lint(extra=f"{HEADER}{steps}{OUT}").findings == ()


def test_a_flow_that_nothing_leads_to():
    text = HEADER.replace("intents: [claim_status]\n", "").replace("extra", "extra  # <-", 1)
    report = lint(extra=f"{text}  first: {{goto: out}}\n{OUT}")
    (found,) = matching(report, "error", "nothing leads")
    assert (found.file, found.line, found.message) == (
        "library/extra.yaml",
        marked(text),
        "nothing leads to this flow",
    )


def test_an_intent_without_examples():
    files = library()
    files["library/extra.yaml"] = files["library/extra.yaml"].replace("intents:", "# <-\nintents:")
    world = replace(WORLD, intents={"claim_status": frozenset({"en", "zh"})})
    (found,) = check(files, world).findings
    assert (found.file, found.line) == ("library/extra.yaml", 4)
    assert found.message == "the intent claim_status has no examples in es"


def test_an_intent_that_is_in_no_catalogue():
    text = HEADER.replace("[claim_status]", "[claim_status, buy_a_boat]")
    report = lint(extra=f"{text}  first: {{goto: out}}\n{OUT}")
    assert [found.file for found in matching(report, "error", "buy_a_boat has no name")] == [
        "catalogue.yaml"
    ]
    assert len(matching(report, "error", "buy_a_boat has no examples in")) == 3


def test_an_intent_that_no_flow_handles():
    boat = "buy_a_boat: {about: boats, en: a boat, zh: 船, es: un barco}\n"
    files = library()
    files["catalogue.yaml"] += boat
    (found,) = check(files, WORLD).findings
    assert (found.file, found.line) == ("catalogue.yaml", 2)
    assert found.message == "no flow handles the intent buy_a_boat"


def test_examples_of_an_intent_that_no_flow_handles():
    world = replace(WORLD, intents={**WORLD.intents, "buy_a_boat": frozenset({"en"})})
    messages = {found.message for found in check(library(), world).findings}
    assert messages == {
        "no flow handles the intent buy_a_boat",
        "the intent buy_a_boat has no name",
    }


def test_a_name_that_is_missing_in_a_language():
    files = library()
    files["catalogue.yaml"] = files["catalogue.yaml"].replace(", es: una solicitud", "")
    (found,) = check(files, WORLD).findings
    assert found.message == "the intent claim_status has no name in es"


@pytest.mark.parametrize("broken", ["claim_status: [\n", "claim_status: a claim\n", "- x\n"])
def test_a_catalogue_that_cannot_be_read(broken):
    (found,) = check({**library(), "catalogue.yaml": broken}, WORLD).findings
    assert found.file == "catalogue.yaml"


def test_two_flows_for_one_intent():
    first = f"{HEADER}  first: {{goto: out}}\n{OUT}"
    second = first.replace("flow: extra", "flow: other")
    (found,) = lint(extra=first, other=second).findings
    assert (found.file, found.line) == ("library/other.yaml", 3)
    assert found.message == "claim_status already leads to library/extra.yaml"


def test_nothing_handles_a_command():
    files = library(base=BASE.replace("person, ", ""))
    (found,) = check(files, WORLD).findings
    assert found.message == "no flow handles person"


def test_every_broken_file_and_step_is_told():
    broken = BASE.replace("next: bye", "netx: bye").replace("end: conv", "edn: conv")
    files = library(base=broken, extra="flow: [\n", third="- a list\n")
    places = {(f.file, f.line, f.step) for f in check(files, WORLD).errors}
    assert places >= {
        ("library/base.yaml", 10, "ask"),
        ("library/base.yaml", 11, "bye"),
        ("library/extra.yaml", 2, ""),
        ("library/third.yaml", 1, ""),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "message"),
    [
        ("choice: ", "chioce: ", 1, "choice", "is missing"),
        ("choice: ", "chioce: ", 1, "chioce", "is no phrase of the engine"),
        ('choice: "choice {key} {label}"', 'choice: "{label}"', 1, "choice", "lacks {key}"),
        ("{heard}", "{seen}", None, "invalid_1", "the engine has nothing for {seen}"),
        ('choice: "', "choice: 12 #", 1, "choice", "valid"),
    ],
)
def test_phrases_of_the_engine(old, new, line, key, message):
    files = library()
    file = "locales/es.yaml"
    files[file] = files[file].replace(old, new)
    found = [f for f in check(files, WORLD).errors if f.step == key and message in f.message]
    assert found
    assert {f.file for f in found} == {file}
    assert line is None or found[0].line == line


def test_a_language_without_phrases():
    files = library()
    del files["locales/zh.yaml"]
    (found,) = check(files, WORLD).findings
    assert (found.file, found.message) == ("locales/zh.yaml", "the file is missing")


def test_totals_by_language():
    totals = lint().totals
    phrases = len(library()["locales/en.yaml"].splitlines())
    assert {language: total.texts for language, total in totals.items()} == dict.fromkeys(
        ("en", "zh", "es"), phrases + 1
    )
    assert all(total.segments >= phrases for total in totals.values())
    assert all(total.seconds > 10 for total in totals.values())


def test_the_mark_is_in_every_broken_flow():
    assert all(MARK in steps for steps, *_ in [*BROKEN.values(), *WARNED.values()])
