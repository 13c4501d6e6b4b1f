"""`python -m benchmarks.intents --data FILE.jsonl`: how well intents are matched.

FILE has a JSON object a line: `split` ("train", or anything else for what is measured), `intent`,
`text`, and `lang` where it is not English.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import click

from benchmarks.intents.costs import costs
from benchmarks.intents.figures import accuracy, oos_auroc, oos_recall, threshold
from benchmarks.intents.methods import METHODS, SCORERS, Answer, Method, Missing
from benchmarks.intents.noise import heard, noises
from benchmarks.intents.rows import OUTSIDE, Row, Task, languages, task

CHOOSING = 300
"""Held-out sentences on which rapidfuzz's scorer is chosen."""


class Figures:
    """Means over seeds, by name, method and noise."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str, str], list[float]] = defaultdict(list)

    def add(self, name: str, method: str, noise: str, value: float | None) -> None:
        if value is not None:
            self._values[name, method, noise].append(value)

    def report(self, data: str) -> None:
        for (name, method, noise), values in self._values.items():
            figure = {"name": name, "value": round(fmean(values), 3), "data": data}
            click.echo(json.dumps({**figure, "method": method, "noise": noise}))


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--shots", default=10, help="Examples of an intent that are learnt from.")
@click.option("--seeds", default=5, help="Choices of examples; figures are their means.")
@click.option("--noise", default="clean", help='"all", or names with commas: typos10,sms,speech.')
@click.option("--method", "only", multiple=True, help="benefitline, rapidfuzz, linear_svc, ...")
@click.option("--speech-sample", default=200, help="Sentences that are spoken and recognised.")
def main(
    data: Path, shots: int, seeds: int, noise: str, only: tuple[str, ...], speech_sample: int
) -> None:
    """Print what benchmarks/README.md describes, one JSON object a line."""
    for language, rows in languages(data).items():
        figures = Figures()
        tests = _noisy(task(rows, shots, 0).test, language, noise, speech_sample)
        methods = [one for one in _methods() if not only or one in only]
        for seed in range(seeds):
            chosen = task(rows, shots, seed)
            for method in list(methods):
                try:
                    _measure(figures, method, chosen, tests, seed == 0)
                except Missing as missing:
                    methods.remove(method)
                    skipped = {"method": method, "data": data.stem, "skipped": str(missing)}
                    click.echo(json.dumps(skipped))
        figures.report(f"{data.stem}:{language}")


def _methods() -> list[str]:
    return [one for one in METHODS if not one.startswith("rapidfuzz")] + ["rapidfuzz"]


def _noisy(
    test: Sequence[Row], language: str, wanted: str, speech_sample: int
) -> dict[str, Sequence[Row]]:
    """The rows to be measured by noise; what is spoken is a sample, also as it was `unspoken`."""
    names = set(wanted.split(","))
    found: dict[str, Sequence[Row]] = {"clean": test}
    for name, change in noises(language).items():
        if names & {"all", name}:
            chance = random.Random(name)
            found[name] = [Row(row.intent, change(row.text, chance)) for row in test]
    if names & {"all", "speech"}:
        inside = [row for row in test if row.intent != OUTSIDE]
        sample = random.Random(0).sample(inside, min(speech_sample, len(inside)))
        texts = heard([row.text for row in sample], language)
        found["unspoken"] = sample
        found["speech"] = [Row(row.intent, text) for row, text in zip(sample, texts, strict=True)]
    return found


def _measure(
    figures: Figures, method: str, task: Task, tests: dict[str, Sequence[Row]], with_costs: bool
) -> None:
    name, model = _fitted(method, task)
    least = threshold(task.held, _answers(model, task.held))
    for noise, rows in tests.items():
        answers = _answers(model, rows, noise != "speech")
        figures.add("accuracy", method, noise, accuracy(rows, answers))
        figures.add("oos_auroc", method, noise, oos_auroc(rows, answers))
        recall, lost = oos_recall(rows, answers, least)
        figures.add("oos_recall", method, noise, recall)
        if recall is not None:
            figures.add("oos_points_lost", method, noise, lost)
    if with_costs:
        for what, value in costs(name, task.train, [row.text for row in tests["clean"]]).items():
            figures.add(what, method, "clean", value)


def _fitted(method: str, task: Task) -> tuple[str, Method]:
    """The method, which for rapidfuzz means its best scorer, and its full name."""
    if method != "rapidfuzz":
        return method, METHODS[method](task.train)
    held = [row for row in task.held if row.intent][:CHOOSING]
    fitted = {name: METHODS[name](task.train) for name in map("rapidfuzz_{}".format, SCORERS)}
    name = max(fitted, key=lambda one: accuracy(held, _answers(fitted[one], held)))
    return name, fitted[name]


def _answers(model: Method, rows: Sequence[Row], typed: bool = True) -> list[Answer]:
    return [model.answer(row.text, typed) for row in rows]


if __name__ == "__main__":
    main()
