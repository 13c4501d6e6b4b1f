"""Whoever is not understood, on whatever line, gets to every subject by keys alone."""

from flows import Library

OF_THEMSELVES = {"thanks", "greeting"}
"""What nobody looks for in a menu."""


def test_a_key_leads_to_every_subject() -> None:
    flows = Library.load().flows
    reached, waiting = set(), ["welcome"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting += [one for step in flows[name].steps.values() for one in step.runs()]
    subjects = {name for name, flow in flows.items() if flow.header.intents}
    assert subjects - reached - OF_THEMSELVES == set()
