"""What is read from the pages of flows, and sent back."""

import re
from html import unescape

PATH = "steps.ask_reference.text"
EDIT = f"/console/flows/claim_status/text?path={PATH}"


def fields(page):
    """What stands in the form of a text."""
    found = dict(re.findall(r'name="([\w.]+)" value="([^"]*)"', page))
    areas = re.findall(r'<textarea[^>]*name="([\w.]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: unescape(value) for name, value in (*found.items(), *areas)}


def write(visitor, address=EDIT, **typed):
    """Send the form of a text with some fields changed (`voice_en`)."""
    form = fields(visitor.get(address).text)
    form |= {name.replace("_", "."): value for name, value in typed.items()}
    return visitor.client.post(address, data=form)


def act(visitor, number, what, **typed):
    form = {"csrf_token": visitor.token(f"/console/flow-changes/{number}"), **typed}
    kind = "settle" if what in ("publish", "give_back") else "write"
    return visitor.client.post(f"/console/flow-changes/{number}/{kind}/{what}", data=form)


def publish(author, second, number=1, **typed):
    assert write(author, **typed).status_code == 302
    assert act(author, number, "hand_in", title="Shorter").status_code == 302
    return act(second, number, "publish", reason="It is shorter")
