"""The charts of the page of figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from babel.dates import format_date, get_day_names
from markupsafe import Markup

from console.charts import Bar, Cell, Line, bars, heat, lines
from console.figures import shown
from console.figures.spans import WEEK
from console.figures.summary import OUTCOMES, Totals
from console.texts import language, name, text
from storage.figures import Wanted
from storage.figures.reading import WEEKDAYS
from storage.figures.talk import ABOVE

Link = Callable[..., str]
"""The address of the conversations behind a figure, by its name, flow and key, and of a day."""
ByDay = dict[tuple[date, str, str], int]
MOST_TOPICS = 15


def charts(totals: Totals, by_day: ByDay, before: ByDay, wanted: Wanted, link: Link) -> Markup:
    """All charts, one after the other."""
    return Markup("").join(
        [
            _days(by_day, before, wanted, link),
            _keyed("outcome", totals, link, OUTCOMES),
            _keyed("topic", totals, link, most=MOST_TOPICS),
            _hours(by_day, wanted, link),
            _keyed("reason", totals, link),
            _classes("wait", "s", totals, link),
            _keyed("helped", totals, link, ("yes", "partly", "no")),
            _classes("took", "ms", totals, link),
        ]
    )


def _days(by_day: ByDay, before: ByDay, wanted: Wanted, link: Link) -> Markup:
    """Conversations a day, beside those of a week before."""
    days = _days_of(wanted)
    now = [by_day.get((day, "begun", ""), 0) for day in days]
    past = [before.get((day - WEEK, "begun", ""), 0) for day in days]
    ours = Line(
        text("figures.this_span"),
        now,
        [
            (shown.count(n), link("begun", day=day) if n else "")
            for day, n in zip(days, now, strict=True)
        ],
    )
    others = Line(
        text("figures.week_before"),
        past,
        [
            (shown.count(n), link("begun", day=day - WEEK) if n else "")
            for day, n in zip(days, past, strict=True)
        ],
    )
    labels = [format_date(day, "MMMd", locale=language()) for day in days]
    return lines(
        "chart-days",
        text("figures.chart.days"),
        text("figures.about.days"),
        labels,
        text("figures.day"),
        [ours, others],
    )


def _days_of(wanted: Wanted) -> list[date]:
    count = (wanted.last - wanted.first).days + 1
    return [wanted.first + timedelta(days=at) for at in range(count)]


def _keyed(
    figure: str, totals: Totals, link: Link, order: Sequence[str] = (), most: int = 30
) -> Markup:
    """A figure by its keys: in this order, or the most frequent first."""
    found = {key: count for (of, _, key), count in totals.items() if of == figure}
    keys = [*order] if order else sorted(found, key=lambda key: (-found[key], key))[:most]
    rows = [
        Bar(named(figure, key), found.get(key, 0), shown.count(found.get(key, 0)), address)
        for key in keys
        for address in [link(figure, key=key) if found.get(key) else ""]
    ]
    return _bars(figure, rows)


def _classes(figure: str, unit: str, totals: Totals, link: Link) -> Markup:
    """A figure by classes of time, from short to long."""
    found = {key: count for (of, _, key), count in totals.items() if of == figure}
    keys = sorted(found, key=lambda key: (key == ABOVE, key))
    return _bars(
        figure,
        [
            Bar(shown.upper(key, unit), found[key], shown.count(found[key]), link(figure, key=key))
            for key in keys
        ],
    )


def _bars(figure: str, rows: list[Bar]) -> Markup:
    heads = text(f"figures.of.{figure}"), text("figures.count")
    title, about = text(f"figures.chart.{figure}"), text(f"figures.about.{figure}")
    return bars(f"chart-{figure}", title, about, heads, rows)


def _hours(by_day: ByDay, wanted: Wanted, link: Link) -> Markup:
    """Demand by day of the week and hour; the numbers are sums over the span."""
    sums = [[0] * 24 for _ in range(7)]
    for (day, figure, key), count in by_day.items():
        if figure == "hour":
            sums[day.weekday()][int(key)] += count
    names = get_day_names("abbreviated", locale=language())
    one_day = {day.weekday(): day for day in _days_of(wanted)[-7:]}
    single = (wanted.last - wanted.first).days < 7

    def behind(weekday: int, hour: int) -> str:
        if single:
            return link("hour", key=f"{hour:02}", day=one_day[weekday])
        return link("hour", key=f"{hour:02}.{weekday}")

    rows = [
        (
            names[weekday],
            [
                Cell(count, shown.count(count), behind(weekday, hour) if count else "")
                for hour, count in enumerate(cells)
            ],
        )
        for weekday, cells in enumerate(sums)
    ]
    return heat(
        "chart-hours",
        text("figures.chart.hours"),
        text("figures.about.hours"),
        text("figures.weekday"),
        [f"{hour:02}" for hour in range(24)],
        rows,
    )


def named(kind: str, key: str) -> str:
    """What a key is called; identifiers of flows and intents as they are, in plain words."""
    if not key:
        return text("figures.no_topic")
    called = name(f"figures.{kind}", key)
    return called.replace("_", " ") if called == key else called


def heading(figure: str, key: str) -> str:
    """A key as it stands over the list of the conversations behind it."""
    if figure in ("took", "wait") and (key == ABOVE or key.isdecimal()):
        return shown.upper(key, "ms" if figure == "took" else "s")
    hour, _, weekday = key.partition(".")
    if figure == "hour" and len(weekday) == 1 and weekday in WEEKDAYS:
        return f"{get_day_names('wide', locale=language())[int(weekday)]}, {hour}"
    return named(figure, key).replace(">", " → ")
