"""Figures in a real browser: from a number to its conversations, by keyboard, checked by axe."""

import re

import pytest

SPANISH, ENGLISH = "+15550990001", "+15550990002"


@pytest.fixture(scope="module", autouse=True)
def talked(texts):
    texts(ENGLISH, "where is my claim", "qwer asdf zxcv")
    texts(SPANISH, "¿Cuál es el estado de mi solicitud?", "47110024")


@pytest.mark.parametrize("path", ["figures?span=28", "figures/flows/claim_status?span=28",
                                  "figures/behind?figure=begun&span=28"])  # fmt: skip
def test_pages_of_figures_keep_to_the_standard(open_page, violations, path):
    page = open_page("supervisor", path)
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert violations(page) == []
    # At 1366 pixels nothing but a wide chart is wider than the window, and that scrolls by itself.
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_number_opens_its_conversations_by_keyboard(open_page):
    page = open_page("supervisor", "figures?span=28&language=es")
    row = page.get_by_role("row", name=re.compile("^Conversations"))
    shown = row.get_by_role("link").inner_text()
    row.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/behind?**")
    assert page.get_by_role("status").inner_text().startswith(f"{shown} conversation")
    first = page.locator("tbody tr").first
    assert "Spanish" in first.inner_text()
    first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/conversations/**")
    assert "solicitud" in page.content()


def test_a_chart_unfolds_its_table(open_page):
    page = open_page("supervisor", "figures?span=28")
    chart = page.locator("#chart-outcome")
    table = chart.get_by_role("table")
    assert not table.is_visible()
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    assert table.is_visible()
    drawn = chart.locator("svg .count").evaluate_all("all => all.map(one => one.textContent)")
    assert table.locator("td").all_inner_texts() == drawn


def test_a_step_of_the_funnel_leads_to_its_conversations(open_page):
    page = open_page("supervisor", "figures/flows/claim_status?span=28")
    step = page.locator("svg.flow-graph a.step", has=page.locator(".count")).first
    step.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/behind?**figure=passed**")
    assert page.locator("tbody tr").count() >= 1


def test_days_are_chosen_in_the_form(open_page):
    page = open_page("supervisor", "figures")
    page.get_by_label("Days", exact=True).select_option("own")
    page.get_by_label("From", exact=True).fill("2020-01-01")
    page.get_by_label("Until", exact=True).fill("2020-01-02")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_text("No conversation of this kind in these days.").is_visible()
    assert "first=2020-01-01" in page.url
