"""Every item is done once, an error stops nothing else, and what was missed is caught up with."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from benefits.jobs.work import Done, Item, Job
from conversation.jobs.exceptions import NotSettled
from conversation.jobs.lock import only_one
from conversation.jobs.queue import UnknownJob


def counting(seen, broken=(), name="count"):
    """A job with three items, which writes the number of each into the feedback of callers."""

    def items(registry, now):
        return [Item(f"{name}:{number}", {"number": number}) for number in (1, 2, 3)]

    def act(registry, now, item):
        number = item.subject["number"]
        if number in broken:
            raise ValueError(f"{number} cannot be")
        seen.append(number)
        registry.add_callback(
            {
                "phone": "+15550100001",
                "topic": f"{number}",
                "wanted": "any",
                "promised_by": "",
                "language": "en",
            }
        )
        return Done("counted")

    return Job(name, items, act)


def test_each_item_is_done_once(office):
    seen = []
    assert office.run(counting(seen), "one").figures == {"counted": 3}
    assert office.run(counting(seen), "one").status == "skipped"
    assert office.run(counting(seen), "two").figures == {"done before": 3}
    assert seen == [1, 2, 3]
    steps = office.reading.jobs.steps(1)
    assert [step["key"] for step in steps] == ["count:1", "count:2", "count:3"]
    assert (steps[0]["actor"], steps[0]["inputs"], steps[0]["outcome"]) == (
        "jobs",
        {"number": 1},
        "counted",
    )


def test_one_that_fails_goes_to_a_person_and_stops_no_other(office):
    seen, broken = [], {2}
    assert office.run(counting(seen, broken), "one").figures == {"counted": 2, "failed": 1}
    assert office.count("callback") == 2
    (one,) = office.exceptions.waiting()
    assert one["about"]["key"] == "count:2"
    assert "ValueError: 2 cannot be" in one["about"]["to_do"]
    # It stays with the person until they want it tried again.
    broken.clear()
    assert office.run(counting(seen, broken), "two").figures == {"done before": 3}
    office.exceptions.again(one["code"], office.staff["ann"])
    assert office.run(counting(seen, broken), "three").figures == {"counted": 1, "done before": 2}
    assert not office.exceptions.waiting()
    with pytest.raises(NotSettled, match="resolved already"):
        office.exceptions.done(one["code"], office.staff["ann"], "by hand")


def test_a_job_that_cannot_begin_goes_to_a_person(office):
    def items(registry, now):
        raise RuntimeError("no list")

    queue = office.queue(
        {"bad": Job("bad", items, lambda *_: Done("")), "count": counting([])},
        {"bad": "daily 06:00", "count": "daily 06:00"},
    )
    assert [(name, ran.status) for name, ran in queue.run_due()] == [
        ("bad", "failed"),
        ("count", "done"),
    ]
    assert [one["about"]["job"] for one in office.exceptions.waiting()] == ["bad"]


def test_two_runners_do_it_once(office):
    seen, ready = [], threading.Barrier(2)

    def items(registry, now):
        return [Item(f"both:{number}", {"number": number}) for number in range(40)]

    def act(registry, now, item):
        seen.append(item.key)
        return Done("done")

    def run():
        ready.wait()
        ran.append(office.runner.run(Job("both", items, act), "slot"))
        office.database.close()

    ran = []
    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.status for one in ran) == ["done", "skipped"]
    assert len(seen) == len(set(seen)) == 40


def test_an_item_that_another_has_done_meanwhile_is_not_done_again(office):
    def act(registry, now, item):
        # Somebody else commits the same step in between.
        office.act(lambda other: other.jobs.step(1, item.key, "other", "", {}, "done"))
        registry.add_callback(
            {"phone": "+1", "topic": "", "wanted": "any", "promised_by": "", "language": "en"}
        )
        return Done("done")

    job = Job("late", lambda registry, now: [Item("late:1")], act)
    assert office.run(job).figures == {"done meanwhile": 1}
    assert office.count("callback") == 0


def test_a_lock_is_given_back_however_it_ends(office):
    file = office.folder / "locks" / "x.lock"
    with only_one(file) as first, only_one(file) as second:
        assert (first, second) == (True, False)
    with only_one(file) as third:
        assert third


def test_of_the_slots_that_went_by_the_latest_is_caught_up_with(office):
    seen = []
    queue = office.queue({"count": counting(seen)}, {"count": "daily 06:00"})
    assert [name for name, _ in queue.run_due()] == ["count"]
    assert queue.run_due() == []
    office.now += timedelta(days=5)
    assert queue.due() == [("count", "2026-11-28T06:00", "jobs")]


def test_what_is_due_is_put_into_the_queue_once_and_taken_by_a_worker(office):
    seen = []
    queue = office.queue({"count": counting(seen)}, {"count": "daily 06:00"})
    queue.put_in_what_is_due()
    queue.put_in_what_is_due()
    assert queue.waiting() == [("count", "2026-11-23T06:00", "jobs")]
    workers = queue.workers()
    workers.start()
    try:
        for _ in range(500):
            if office.reading.jobs.has_ended("count", "2026-11-23T06:00"):
                break
            threading.Event().wait(0.02)
    finally:
        workers.stop(graceful=True)
    assert seen == [1, 2, 3]


def test_a_run_that_was_taken_from_the_queue_and_killed_is_found_again(office):
    queue = office.queue({"count": counting([])}, {"count": "off"})
    queue.start("count", "ann")
    task = queue.huey.dequeue()  # a worker takes it, begins, and dies
    office.reading.jobs.begin(*task.args)
    assert [run[0] for run in queue.due()] == ["count"]
    assert [(name, ran.status) for name, ran in queue.run_due()] == [("count", "done")]
    assert queue.due() == []


def test_a_job_that_does_not_exist_is_named(office):
    with pytest.raises(UnknownJob, match="there is no job nothing; there are count"):
        office.queue({"count": counting([])}, {"count": "off"}).start("nothing", "ann")
