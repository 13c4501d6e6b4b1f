"""From what is written to what is evaluated: names are looked up, mistakes get their line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benefits.rules import expressions, operators, written
from benefits.rules.conditions import (
    COMPARISONS,
    SAMENESS,
    Comparison,
    Condition,
    Group,
    Not,
    Sameness,
)
from benefits.rules.expressions import Literal, Node, Operation, Quantity, Table, Valid
from benefits.rules.operators import exact
from benefits.rules.ranges import EVERYTHING, Range, exactly
from benefits.rules.source import Source

Path = tuple[str | int, ...]
_ANSWERS = ("boolean", "choice")
_FACTORS = {"money": 100, "age": 12}
"""From dollars and years, as laws have them, to cents and months."""


@dataclass
class Reader:
    """Reads one programme. `parameters` are its own and those of all programmes."""

    source: Source
    programme: str
    facts: Mapping[str, written.Fact]
    parameters: Mapping[str, written.Parameter]
    laws: Mapping[str, written.Texts]
    quantities: Mapping[str, Any]
    reading: list[str] = field(default_factory=list)
    read: dict[str, Quantity] = field(default_factory=dict)
    rules: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is written about each rule."""

    def quantity(self, name: str, path: Path) -> Quantity:
        """A quantity by its name; one that needs itself is a mistake."""
        if name in self.read:
            return self.read[name]
        if name in self.reading:
            raise self.source.error(path, f"needs itself: {' → '.join((*self.reading, name))}")
        self.reading.append(name)
        own: Path = ("quantities", name)
        content = self.quantities[name]
        if not isinstance(content, Mapping) or "unit" not in content:
            raise self.source.error(own, "a quantity has a unit and a calculation")
        work = {key: value for key, value in content.items() if key != "unit"}
        node = self.node(work["is"] if list(work) == ["is"] else work, own)
        self.reading.pop()
        self.read[name] = Quantity(name, content["unit"], node)
        return self.read[name]

    def node(self, content: Any, path: Path, unit: str = "") -> Node:
        """A calculation. unit: of a number that stands there; dollars, years of age."""
        if isinstance(content, bool):
            raise self.source.error(path, "is no number")
        if isinstance(content, int | Decimal):
            return Literal(exactly(exact(content) * _FACTORS.get(unit, 1)))
        if isinstance(content, str):
            return self._named(content, path)
        if isinstance(content, Mapping):
            names = [key for key in content if key in (*operators.OPERATORS, *operators.OTHERS)]
            if len(names) == len(content) == 1:
                return self._operation(names[0], content[names[0]], (*path, names[0]))
            other = next((key for key in content if key not in names), None)
            if other is not None:
                raise self.source.error((*path, other), f"there is no operator {other}")
        raise self.source.error(path, "is no calculation: a name, a number, or one operator")

    def _named(self, name: str, path: Path) -> Node:
        if name == "today":
            return expressions.Today()
        if name in self.quantities:
            return self.quantity(name, path)
        if name in self.parameters:
            return expressions.ParameterValue(name)
        if name in self.facts:
            fact = self.facts[name]
            if fact.type in _ANSWERS:
                raise self.source.error(path, f"{name} is no number: it is yes, no or a choice")
            return expressions.FactValue(name, fact.otherwise == "today")
        raise self.source.error(path, f"there is no fact, parameter or quantity {name}")

    def _operation(self, operator: str, content: Any, path: Path) -> Node:
        if operator in ("table", "bands"):
            return self._rows(operator, content, path)
        if not isinstance(content, list):
            content = [content]
        if operator == "choose":
            return self._choice(content, path)
        count, work = operators.OPERATORS[operator]
        if count not in (None, len(content)) or not content:
            raise self.source.error(path, f"works on {count or 'one or more'}, not {len(content)}")
        parts = tuple(self.node(part, (*path, index)) for index, part in enumerate(content))
        return Operation(work, parts)

    def _rows(self, operator: str, content: Any, path: Path) -> Node:
        """{by: …, rows: [{up_to: 1, value: …}, {value: …}]}"""
        if not isinstance(content, Mapping) or set(content) != {"by", "rows"}:
            raise self.source.error(path, "has `by` and `rows`")
        by = self.node(content["by"], (*path, "by"))
        rows: list[tuple[int | None, Node]] = []
        for index, row in enumerate(content["rows"]):
            at = (*path, "rows", index)
            last = index == len(content["rows"]) - 1
            if not isinstance(row, Mapping) or set(row) != (
                {"value"} if last else {"up_to", "value"}
            ):
                raise self.source.error(at, "a row has up_to and value, the last one only value")
            most = None if last else row["up_to"]
            if rows and most is not None and most <= (rows[-1][0] or 0):
                raise self.source.error(at, "rows are in rising order")
            rows.append((most, self.node(row["value"], (*at, "value"))))
        if operator == "table":
            return Table(by, tuple(rows))
        limits = [most for most, _ in rows]

        def work(values: Any) -> Range:
            return operators.bands(values[0], list(zip(limits, values[1:], strict=True)))

        return Operation(work, (by, *(node for _, node in rows)))

    def _choice(self, content: list[Any], path: Path) -> Node:
        """[{when: CONDITION, then: …}, …, {otherwise: …}]"""
        *cases, last = content
        if not isinstance(last, Mapping) or set(last) != {"otherwise"}:
            raise self.source.error(path, "ends with `otherwise`")
        found = []
        for index, case in enumerate(cases):
            at = (*path, index)
            if not isinstance(case, Mapping) or set(case) != {"when", "then"}:
                raise self.source.error(at, "a case has `when` and `then`")
            test = self.condition(case["when"], (*at, "when"), named=False)
            found.append((test, self.node(case["then"], (*at, "then"))))
        otherwise = self.node(last["otherwise"], (*path, len(cases), "otherwise"))
        return expressions.Choose(tuple(found), otherwise)

    def condition(self, content: Any, path: Path, named: bool = True) -> Condition:
        """A condition; `named` ones have a rule, a reference and texts."""
        if not isinstance(content, Mapping):
            raise self.source.error(path, "is no condition")
        rule = str(content.get("rule", ""))
        if named and not rule:
            raise self.source.error(path, "a condition has a name (rule: …)")
        identity = f"{self.programme}.{rule}" if rule else ""
        if named and identity in self.rules:
            raise self.source.error(path, f"there are two rules {rule}")
        if named:
            self.rules[identity] = content
        keys = set(content) - {"rule", "reference", "says"}
        groups = keys & {"all", "any", "not"}
        if groups:
            if len(keys) > 1:
                raise self.source.error(path, "is one of all, any and not")
            return self._group(groups.pop(), identity, content, path, named)
        operators = keys - {"fact"}
        if "fact" not in keys or len(operators) != 1:
            raise self.source.error(path, "has a fact and one comparison")
        return self._comparison(identity, content, operators.pop(), path)

    def _group(
        self, how: str, identity: str, content: Mapping[str, Any], path: Path, named: bool
    ) -> Condition:
        if how == "not":
            return Not(identity, self.condition(content["not"], (*path, "not"), named))
        parts = content[how]
        if not isinstance(parts, list) or not parts:
            raise self.source.error((*path, how), "is a list of conditions")
        return Group(
            identity,
            how,
            tuple(self.condition(one, (*path, how, i), named) for i, one in enumerate(parts)),
        )

    def _comparison(
        self, identity: str, content: Mapping[str, Any], operator: str, path: Path
    ) -> Condition:
        name, wanted = str(content["fact"]), content[operator]
        fact = self.facts.get(name)
        if fact is not None and fact.type in _ANSWERS:
            return self._sameness(identity, content, fact, operator, path)
        if operator not in COMPARISONS:
            raise self.source.error((*path, operator), f"there is no comparison {operator}")
        left = self._named(name, (*path, "fact"))
        if isinstance(left, Quantity):
            unit = left.unit
        else:
            unit = fact.type if fact is not None else "date"
        right = self.node(wanted, (*path, operator), unit)
        parameter = wanted if isinstance(right, expressions.ParameterValue) else ""
        named = identity and not parameter  # a parameter's reference is that of its value
        reference = self.reference(content.get("reference"), path) if named else ""
        return Comparison(identity, name, left, operator, right, parameter, unit, reference)

    def _sameness(
        self,
        identity: str,
        content: Mapping[str, Any],
        fact: written.Fact,
        operator: str,
        path: Path,
    ) -> Condition:
        name, wanted = str(content["fact"]), content[operator]
        if operator not in SAMENESS:
            raise self.source.error((*path, operator), f"{name} is compared by {SAMENESS}")
        answers = tuple(wanted) if operator == "one_of" else (wanted,)
        possible = (True, False) if fact.type == "boolean" else tuple(fact.choices)
        for answer in answers:
            if not any(answer is one or answer == one for one in possible):
                raise self.source.error((*path, operator), f"{name} is never {answer}")
        reference = self.reference(content.get("reference"), path) if identity else ""
        return Sameness(identity, name, operator, answers, reference)

    def reference(self, written_as: Any, path: Path) -> str:
        """ "pensions_act 12" → "Pensions Act, section 12"."""
        found = spelled(str(written_as or ""), self.laws)
        if not found:
            raise self.source.error((*path, "reference"), "names no law and section")
        return found


def spelled(reference: str, laws: Mapping[str, written.Texts]) -> str:
    """ "pensions_act 12" → "Pensions Act, section 12"; empty when there is no such law."""
    law, _, section = reference.partition(" ")
    return f"{laws[law]['en']}, section {section}" if law in laws and section else ""


def valid_on(parameter: written.Parameter, on: date, laws: Mapping[str, written.Texts]) -> Valid:
    """What a parameter is on a day."""
    values = sorted(parameter.values, key=lambda one: one.since)
    before = [value for value in values if value.since <= on]
    if not before:
        return Valid(EVERYTHING, "", "")
    value, later = before[-1], values[len(before) :]
    until = (later[0].since - timedelta(days=1)).isoformat() if later else ""
    number = exactly(exact(value.value) * _FACTORS.get(parameter.unit, 1))
    reference = spelled(value.reference or parameter.reference, laws)
    return Valid(number, f"{value.since}/{until}", reference)
