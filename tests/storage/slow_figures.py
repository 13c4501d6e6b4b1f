"""Figures, counted anew from everything that was said: slow, and nothing of the product in it."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def turns_of(talk):
    """The turns of a conversation with their times, ending as it is to end."""
    at, found = NOON + timedelta(hours=talk["begins_h"]), []
    for one in talk["turns"]:
        found.append((at, dict(one)))
        at += timedelta(seconds=one["gap_s"])
    last = found[-1][1]
    if talk["ends"] == "hangup":
        found.append((at, {**last, "place": "end", "kind": "hangup", "asked": "", "steps": []}))
    elif talk["ends"]:
        found[-1] = (found[-1][0], {**last, "place": talk["ends"]})
    return found


def slow_count(talks):
    """All figures, counted anew from everything that was said."""
    total = Counter()
    for talk in talks:
        if not talk["practice"]:
            total.update(slow_count_of(talk, turns_of(talk)))
    return {entry: value for entry, value in total.items() if value}


def slow_count_of(talk, turns):
    found, first = Counter(), turns[0][0]
    questions = [t["place"] for _, t in turns if "." in t["place"]]
    gone = [t for _, t in turns if t["place"] != "end"]
    resting = bool(gone) and gone[-1]["resting"]
    if talk["ends"] == "handoff":
        outcome = "handoff"
    elif talk["called_back"]:
        outcome = "callback"
    elif talk["ends"] == "end" or resting:
        outcome = "finished"
    else:
        outcome = "hung_up" if talk["ends"] == "hangup" else "left"
    topic = next((t["topic"] for _, t in reversed(turns) if t["topic"]), "")
    for entry in (("begun", "", ""), ("hour", "", f"{first.hour:02}"),
                  ("outcome", "", outcome), ("topic", "", topic)):  # fmt: skip
        found[entry] += 1
    found["turns", "", ""] = len(turns)
    if talk["channel"] == "voice":
        seconds = int((turns[-1][0] - first).total_seconds())
        found["seconds", "", ""], found["minutes", "", ""] = seconds, (seconds + 59) // 60
    for _, t in turns:
        found["segments", "", "in"] += t["segments"][0]
        found["segments", "", "out"] += t["segments"][1]
        ends = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
        found["took", "", next((f"{e:05}" for e in ends if t["took_ms"] <= e), "above")] += 1
        if t["asked"]:
            flow, step = t["asked"].split(".")
            found["answered", flow, step] += 1
            found["missed", flow, step] += t["missed"]
    if outcome == "handoff":
        found["reason", "", "asked"] = 1
        if talk["waited_s"] is not None:
            ends = [30, 60, 120, 300, 600, 1200]
            found["wait", "", next((f"{e:05}" for e in ends if talk["waited_s"] <= e), "above")] = 1
            found["waited", "", ""] = talk["waited_s"]
    if talk["helped"]:
        found["helped", "", talk["helped"]] = 1
    walked = [s for _, t in turns for s in (t["steps"] or [t["place"]]) if "." in s]
    through = {*walked, *(t["asked"] for _, t in turns if t["asked"])}
    for flow in {place.split(".")[0] for place in through}:
        found["passed", flow, ""] = 1
        own = [s for s in walked if s.startswith(f"{flow}.")]
        for before, after in {p for p in itertools.pairwise(own) if p[0] != p[1]}:
            found["way", flow, f"{before.split('.')[1]}>{after.split('.')[1]}"] = 1
    for place in through:
        found["passed", *place.split(".")] = 1
    where = {"hung_up": "dropped", "left": "dropped", "handoff": "handed"}.get(outcome)
    if where and questions:
        flow, step = questions[-1].split(".")
        found[where, flow, ""] = found[where, flow, step] = 1
    return found
