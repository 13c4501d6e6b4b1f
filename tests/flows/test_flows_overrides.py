"""Texts of an installation in place of the product's own, and flows walked through with them."""

import pytest

from flows.check.flowset import FlowSet
from flows.library import Library
from flows.overrides import NAME, Override, Place, over, read, written
from flows.rehearsal import WAYS, rehearse

LIBRARY = Library.load()
FILE = "library/claim_status.yaml"
ASK = Place(FILE, "steps.ask_reference.text", "en")
WAS = {"voice": "before", "sms": "before"}


def said(library, step="ask_reference", language="en"):
    found = rehearse(library, "claim_status", language, step)
    return {one.way: one for one in found if not one.again}


def with_own(*own):
    return Library(over(LIBRARY.files, own), LIBRARY)


def test_an_override_is_said_and_all_else_stays_with_its_lines():
    own = with_own(Override(ASK, {"voice": "Your number?", "sms": "Number?"}, WAS))
    assert said(own)["voice"].text == "Your number?"
    assert said(own)["sms"].text == "Number?"
    assert said(own, language="es") == said(LIBRARY, language="es")
    assert own.flow("claim_status").lines == LIBRARY.flow("claim_status").lines
    assert own.flow("welcome") is LIBRARY.flow("welcome")  # not read again
    assert own.version != LIBRARY.version
    assert Library(own.files).version == own.version
    assert said(Library(own.files))["sms"].text == "Number?"


def test_without_overrides_the_library_is_the_product_s():
    own = with_own(Override(ASK, {"voice": "x", "sms": "x"}, WAS))
    assert over(own.files, []) == LIBRARY.files
    assert Library(over(own.files, []), own).version == LIBRARY.version


def test_labels_and_titles_can_be_other_ones():
    label = Place(FILE, "steps.not_found.menu.again.label", "es")
    title = Place(FILE, "title", "zh")
    own = with_own(
        Override(label, {"voice": "otra vez", "sms": "otra vez"}, WAS),
        Override(title, {"voice": "新", "sms": "新"}, WAS),
    )
    assert "otra vez" in said(own, "not_found", "es")["voice"].text
    assert own.flow("claim_status").title.template("zh", "sms") == "新"


@pytest.mark.parametrize(
    "place",
    [
        Place(FILE, "steps.gone.text", "en"),
        Place(FILE, "steps.ask_reference", "en"),
        Place(FILE, "steps.ask_reference.text", "fr"),
        Place("library/gone.yaml", "title", "en"),
        Place(FILE, "", "en"),
    ],
)
def test_a_text_that_the_product_has_no_more_is_left_alone(place):
    own = with_own(Override(place, {"voice": "x", "sms": "x"}, WAS))
    assert said(own)["voice"].text == said(LIBRARY)["voice"].text


def test_they_are_written_alike_and_read_again():
    two = [Override(ASK, {"voice": "b", "sms": "a"}, WAS), Override(ASK, {"sms": "a"}, WAS)]
    other = Override(Place(FILE, "title", "en"), {"sms": "a", "voice": "b"}, WAS)
    assert written([two[0], other]) == written([other, two[0]])
    assert read(written([two[0], other])) == {ASK: two[0], other.place: other}
    assert written([]) == ""
    assert read("") == {}
    with pytest.raises((ValueError, KeyError, TypeError)):
        read('[{"file": 1}]')


def test_the_linter_reads_them_and_names_the_product_s_lines():
    bad = Override(ASK, {"voice": "Say {it}.", "sms": "x"}, WAS)
    files = over(LIBRARY.files, [bad])
    assert NAME in files
    text = FlowSet.read(files).flows["claim_status"].steps["ask_reference"].text
    assert text.languages["en"].voice == "Say {it}."
    assert FlowSet.read(files).findings == []


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_every_step_of_every_flow_can_be_said_in_every_way(language):
    heard = 0
    for name in LIBRARY.flows:
        for one in rehearse(LIBRARY, name, language):
            assert one.problem == ""
            heard += bool(one.text)
    assert heard > 1000


def test_what_cannot_be_said_is_found():
    bad = Override(
        Place(FILE, "steps.waiting_until.say", "en"),
        {"voice": "On {the day}.", "sms": "On {claim.received_on:date}."},
        WAS,
    )
    own = with_own(bad)
    found = said(own, "waiting_until")
    assert set(found) == set(WAYS)
    assert found["sms"].problem == ""
    assert found["voice"].problem == "{the day} is no value: it is said as it is"
