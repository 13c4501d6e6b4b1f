"""Many threads and one breaker: a single one tries, and a trial that is never heard of again does
not keep the others out."""

from concurrent.futures import ThreadPoolExecutor

from storage.institution.breaker import FIRST_PAUSE_S, LONGEST_PAUSE_S, MOST_FAILURES, Breaker


def opened(now):
    breaker = Breaker(lambda: now[0])
    for _ in range(MOST_FAILURES):
        assert breaker.admits()
        breaker.failed()
    assert breaker.state == "open"
    return breaker


def test_one_thread_tries():
    now = [0.0]
    breaker = opened(now)
    now[0] += FIRST_PAUSE_S
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: breaker.admits(), range(200))) == 1


def test_a_trial_that_is_lost_is_followed_by_another():
    now = [0.0]
    breaker = opened(now)
    now[0] += FIRST_PAUSE_S
    assert breaker.admits()
    assert not breaker.admits()
    now[0] += FIRST_PAUSE_S
    assert breaker.admits()


def test_failures_that_come_late_do_not_prolong_the_pause():
    now = [0.0]
    breaker = opened(now)
    now[0] += FIRST_PAUSE_S - 1
    breaker.failed()
    now[0] += 1
    assert breaker.admits()


def test_pauses_grow_and_have_an_end():
    now = [0.0]
    breaker = opened(now)
    for _ in range(20):
        now[0] += LONGEST_PAUSE_S
        assert breaker.admits()
        breaker.failed()
    now[0] += LONGEST_PAUSE_S
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.state == "closed"


def test_failures_between_successes_open_nothing():
    breaker = Breaker(lambda: 0.0)
    for _ in range(5 * MOST_FAILURES):
        breaker.failed()
        breaker.succeeded()
    assert breaker.state == "closed"
