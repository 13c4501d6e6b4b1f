"""Payment runs: what is paid on a day, prepared by one and approved by another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from benefits.country import PaymentDay, local, programmes
from benefits.jobs.work import Done, Item, Job, ToDo
from benefits.netting import netted
from benefits.registry import Registry
from benefits.workdays import payment_day

Row = Mapping[str, Any]
AHEAD = timedelta(days=7)
"""How long before a payment day its run is prepared."""
MOST_OWED = 12
LONG_OWED = "more than a year is owed: a person looks at it"
BY_ITSELF = "jobs"
"""Who starts the runs that nobody has started."""


class PaymentRuns(Protocol):
    """The runs that are kept."""

    def payable(self, programme: str, month: str, due_on: str) -> Sequence[Row]:
        """Who is to be paid for a month and is in no run or payment of it: person_id, amount
        (cents), decision_id, first_on, never_paid and held (why not with the others, or empty)."""

    def debts(self, programme: str) -> Mapping[int, Sequence[Row]]:
        """What was paid too much and is kept back of payments of this programme, by person, the
        earliest first: id, rest and kept_back (of each payment; cents). Runs that wait to be
        approved have taken theirs off."""

    def prepare(
        self,
        programme: str,
        due_on: str,
        started_by: str,
        items: Sequence[Row],
        nettings: Sequence[Row] = (),
    ) -> None:
        """Keep a run of these, which waits to be approved: person_id, month, amount, decision_id
        and held of each. nettings: what is kept back: person_id, overpayment_id, amount."""


def items(registry: Registry, now: datetime) -> Iterator[Item]:
    """A run for each benefit that is paid soon."""
    today = local(now).date()
    for name, programme in programmes().items():
        month, due = next_month(programme.payment, today)
        if due <= today + AHEAD:
            key = f"payments:{name}:{month}"
            yield Item(key, {"programme": name, "month": month, "due_on": due.isoformat()})


def act(registry: Registry, now: datetime, item: Item) -> Done:
    """Prepare one; a person checks and approves it."""
    return prepare(registry, item.subject, BY_ITSELF)


def prepare(registry: Registry, of: Row, started_by: str) -> Done:
    """Prepare a run of everybody who is to be paid and is in none. of: programme, month, due_on."""
    programme, month, due_on = of["programme"], of["month"], of["due_on"]
    found = registry.payment_runs.payable(programme, month, due_on)
    if not found:
        return Done("nobody to pay")
    months = [item for one in found for item in _months(one, month)]
    paid = [item for item in months if not item["held"]]
    nettings = _nettings(registry.payment_runs.debts(programme), programme, due_on, paid)
    registry.payment_runs.prepare(programme, due_on, started_by, months, nettings)
    kept = sum(one["amount"] for one in nettings)
    total = sum(item["amount"] for item in paid) - kept
    people = len({item["person_id"] for item in paid})
    held = len(found) - people
    inputs = {"count": people, "total": total, "held": held, "kept_back": kept}
    text = (
        f"{programmes()[programme].name('en').capitalize()} of {month}, due on {due_on}: "
        f"{people} people, {dollars(total)} in all, {held} held back, "
        f"{dollars(kept)} kept back for overpayments. Check the run with "
        "`benefitline payments show` and approve or return it."
    )
    about = {"programme": programme, "due_on": due_on, "payments": True}
    return Done("prepared", ToDo(text, "supervisor", about, "high"), inputs=inputs)


def _months(one: Row, month: str) -> Iterator[Row]:
    """What somebody is paid for: the month, and before a first payment those since the first."""
    first, last = _number(one["first_on"]), _number(month)
    months = range(min(first, last), last + 1) if one["never_paid"] else (last,)
    held = one["held"] or (LONG_OWED if len(months) > MOST_OWED else "")
    if held:
        months = (last,)
    for number in months:
        yield {**one, "month": f"{number // 12}-{number % 12 + 1:02d}", "held": held}


def _nettings(
    debts: Mapping[int, Sequence[Row]], programme: str, due_on: str, paid: Sequence[Row]
) -> list[Row]:
    """What is kept back of the one payment that each person gets, for all of its months."""
    amounts: dict[int, list[int]] = defaultdict(list)
    for item in paid:
        if item["person_id"] in debts:
            amounts[item["person_id"]].append(item["amount"])
    day = date.fromisoformat(due_on)
    return [
        {"person_id": person, "overpayment_id": debt, "amount": part}
        for person, of_months in amounts.items()
        for debt, part in netted(programme, day, sum(of_months), len(of_months), debts[person])
    ]


def _number(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def next_month(rule: PaymentDay, today: date) -> tuple[str, date]:
    """The month that is paid next, and the day on which it is."""
    # From the month before: its payment may have been moved into this one.
    months = (today.year * 12 + today.month - 2 + ahead for ahead in range(4))
    days = ((f"{m // 12}-{m % 12 + 1:02d}", payment_day(rule, m // 12, m % 12 + 1)) for m in months)
    return next((month, day) for month, day in days if day >= today)


def dollars(cents: int) -> str:
    """An amount as staff read it: 1,234.56."""
    return f"{cents // 100:,}.{cents % 100:02d}"


JOB = Job("payments", items, act)
