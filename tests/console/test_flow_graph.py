"""Flows as drawings: everything is in them, nothing lies on anything else, nothing is markup."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from console.flow_graph import WIDTH, Mark, draw
from console.flow_ways import ways
from console.layers import Size, lay_out
from flows.flow import load_flow
from flows.library import Library

LIBRARY = Library.load()
BOX = Size(200, 50)
LABEL = Size(100, 15)
SVG = "{http://www.w3.org/2000/svg}"


def svg(drawn):
    """The picture, read by a strict reader."""
    picture = re.search(r"<svg.*</svg>", str(drawn), re.DOTALL)[0]
    return ElementTree.fromstring(picture.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


@pytest.mark.parametrize("name", LIBRARY.flows)
def test_every_flow_is_drawn_with_all_its_steps_and_ways_and_no_box_on_another(name):
    flow = LIBRARY.flow(name)
    drawn = svg(draw(flow, label=name))
    links = [one.get("href") for one in drawn.iter(f"{SVG}a")]
    assert links == [f"#step-{step}" for step in flow.steps]
    expected = {(step.name, to) for step in flow.steps.values() for to in step.exits()}
    assert set(ways(flow, "en")) == expected
    ids = [one.get("id") for one in drawn.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    arrows = [one for one in drawn.iter(f"{SVG}g") if one.get("class").startswith("way")]
    assert len(arrows) == len(expected)
    frames = [one for one in drawn.iter(f"{SVG}rect") if one.get("class") == "frame"]
    boxes = [tuple(float(f.get(k)) for k in ("x", "y", "width", "height")) for f in frames]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
    assert all(x >= 0 and x + w <= float(drawn.get("width")) for x, _, w, _ in boxes)


def test_a_step_stands_below_all_that_lead_to_it_and_an_edge_back_is_apart():
    edges = {("a", "b"): None, ("b", "c"): LABEL, ("a", "c"): LABEL, ("c", "a"): LABEL}
    made = lay_out("a", dict.fromkeys("abc", BOX), edges)
    assert made.boxes["a"][1] < made.boxes["b"][1] < made.boxes["c"][1]
    assert made.back == {("c", "a")}
    aside = max(x for x, _ in made.routes["c", "a"])
    assert aside > max(x for x, _ in made.boxes.values()) + BOX.width / 2
    assert made.routes["a", "b"][-1][1] <= made.boxes["b"][1] - BOX.height / 2


def test_a_step_that_leads_to_itself_is_drawn():
    made = lay_out("a", {"a": BOX}, {("a", "a"): LABEL})
    assert made.back == {("a", "a")}
    assert made.routes["a", "a"][0] != made.routes["a", "a"][-1]


def test_labels_of_one_row_do_not_touch():
    names = [f"n{number}" for number in range(12)]
    edges = {("top", name): LABEL for name in names}
    made = lay_out("top", dict.fromkeys(["top", *names], BOX), edges)
    for (ax, ay), (bx, by) in combinations(made.labels.values(), 2):
        assert abs(ax - bx) >= LABEL.width or ay != by
    assert made.width <= 1600


def test_crossing_edges_are_uncrossed():
    edges = {("s", "a"): None, ("s", "b"): None, ("a", "y"): None, ("b", "x"): None}
    made = lay_out("s", dict.fromkeys(["s", "a", "b", "x", "y"], BOX), edges)
    left = made.boxes["a"][0] < made.boxes["b"][0]
    assert left == (made.boxes["y"][0] < made.boxes["x"][0])


def test_marks_stand_on_steps_and_arrows():
    flow = LIBRARY.flow("claim_status")
    marks = {
        "ask_reference": Mark(1234, "12 % leave", 0.5),
        ("ask_reference", "look_up"): Mark(90, "", 1.0),
    }
    drawn = draw(flow, marks, label="Funnel")
    picture = svg(drawn)
    assert [one.text for one in picture.iter(f"{SVG}text") if one.get("class")] == ["1234"]
    tints = [float(one.get("fill-opacity") or 0) for one in picture.iter(f"{SVG}rect")]
    assert sum(tint > 0 for tint in tints) == 1
    widths = [float(one.get("stroke-width") or 0) for one in picture.iter(f"{SVG}path")]
    assert max(widths) == 9.4
    written = re.search(r"<details.*", drawn, re.DOTALL)[0]
    assert "12 % leave" in written
    assert "ask reference → look up, 90" in written


def test_it_can_be_read_without_eyes_and_used_without_a_mouse():
    drawn = draw(LIBRARY.flow("claim_status"), label="The status of a claim")
    picture = svg(drawn)
    names = picture.get("aria-labelledby").split()
    by_id = {one.get("id"): one.text for one in picture.iter() if one.get("id")}
    assert by_id[names[0]] == "The status of a claim"
    assert "17 steps" in by_id[names[1]]
    assert all(one.find(f"{SVG}title").text for one in picture.iter(f"{SVG}a"))
    written = re.search(r"<details.*", drawn, re.DOTALL)[0]
    assert "1: another number" in written
    assert "claim.status = decided | paid" in written
    assert "style=" not in drawn


def test_texts_are_in_the_language_asked_for_and_links_where_they_are_wanted():
    flow = LIBRARY.flow("claim_status")
    address, other = "/flows/{}?a=1&b=2".format, "/flow/{}".format
    drawn = draw(flow, label="x", language="es", link=address, runs=other)
    assert "1: otro número" in drawn
    assert 'href="/flows/which?a=1&amp;b=2"' in drawn
    assert 'href="/flow/recording"' in drawn


def test_script_in_a_text_is_text():
    text = """
flow: bad
title: {en: "<b>x</b>"}
start: a
steps:
  a: {say: {en: "<script>alert(1)</script> & more"}, next: b}
  b: {end: flow}
"""
    drawn = draw(load_flow("library/bad.yaml", text), label='"><script>', link='"><x>{}'.format)
    assert "<script" not in drawn
    assert "<x>" not in drawn
    assert "&lt;script&gt;alert" in drawn
    svg(drawn)


def test_a_long_word_and_ideographs_stay_in_their_box():
    text = f"""
flow: long
title: {{en: x}}
start: {"a" * 200}
steps:
  {"a" * 200}: {{say: {{en: "{"x" * 10_000}", zh: "{"申" * 500}"}}, next: b}}
  b: {{end: flow}}
"""
    for language in ("en", "zh"):
        drawn = svg(draw(load_flow("library/long.yaml", text), label="x", language=language))
        for line in drawn.iter(f"{SVG}tspan"):
            wide = sum(13 if ord(one) > 0x2E80 else 6.5 for one in line.text)
            assert wide <= WIDTH
