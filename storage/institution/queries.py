"""What a search asks for: the query types of the standard, read into conditions that all hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storage.institution.messages import Criteria
from storage.institution.record import IDENTIFIERS

OPERATORS = {"eq": "=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_MOST_CONDITIONS = 10
_LONGEST_VALUE = 99
_LARGEST_PAGE = 100
_LAST_PAGE = 10_000


class Rejected(Exception):
    """A search that is not answered, with the standard's reason and what a person reads."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Condition:
    attribute: str
    operator: str
    value: str


def conditions_of(criteria: Criteria) -> list[Condition]:
    """The conditions of a query, at least one of which names somebody. Raises Rejected."""
    read = {"idtype-value": _by_number, "predicate": _predicates, "expression": _expression}
    if criteria.query_type not in read:
        raise _invalid(f"query_type is one of {', '.join(read)}")
    found = list(read[criteria.query_type](criteria.query))
    if len(found) > _MOST_CONDITIONS:
        raise _invalid(f"a query has at most {_MOST_CONDITIONS} conditions")
    if not any(one.attribute in IDENTIFIERS and one.operator == "eq" for one in found):
        # Nobody may read through the register.
        raise _invalid(f"a query asks for one {', '.join(IDENTIFIERS)}")
    return found


def page_of(criteria: Criteria) -> tuple[int, int] | None:
    """Size and number of the page that is asked for, if one is. Raises Rejected."""
    page = criteria.pagination
    if page is None:
        return None
    if not (1 <= page.page_size <= _LARGEST_PAGE and 1 <= page.page_number <= _LAST_PAGE):
        raise Rejected("rjct.pagination.invalid", f"a page has 1 to {_LARGEST_PAGE} records")
    return page.page_size, page.page_number


def _by_number(query: Any) -> Iterator[Condition]:
    """{type, value}."""
    if not isinstance(query, Mapping):
        raise _invalid("an idtype-value query has type and value")
    yield _condition(query.get("type"), "eq", query.get("value"))


def _predicates(query: Any) -> Iterator[Condition]:
    """[{expression1: {attribute_name, operator, attribute_value}, condition, expression2}]."""
    for one in query if isinstance(query, list) else [query]:
        if not isinstance(one, Mapping) or not isinstance(one.get("expression1"), Mapping):
            raise _invalid("a predicate has expression1")
        if one.get("condition") not in (None, "", "and"):
            raise _invalid("conditions are joined by and only")
        for expression in (one["expression1"], one.get("expression2")):
            if isinstance(expression, Mapping):
                names = ("attribute_name", "operator", "attribute_value")
                yield _condition(*(expression.get(name) for name in names))
            elif expression is not None:
                raise _invalid("expression2 is an object")


def _expression(query: Any) -> Iterator[Condition]:
    """{attribute: {operator: value}}, also as value.expression beside a type."""
    inner = query.get("value") if isinstance(query, Mapping) else None
    if isinstance(inner, Mapping) and "expression" in inner:
        query = inner["expression"]
    if not isinstance(query, Mapping):
        raise _invalid("an expression is {attribute: {operator: value}}")
    for attribute, test in query.items():
        for operator, value in test.items() if isinstance(test, Mapping) else [("eq", test)]:
            yield _condition(attribute, operator, value)


def _condition(attribute: Any, operator: Any, value: Any) -> Condition:
    if not isinstance(attribute, str) or operator not in OPERATORS:
        raise _invalid(f"operator is one of {', '.join(OPERATORS)}")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _invalid(f"{attribute[:50]} is compared with a text")
    text = str(value)
    if not 0 < len(text) <= _LONGEST_VALUE:
        raise _invalid(f"{attribute[:50]} is compared with 1 to {_LONGEST_VALUE} characters")
    return Condition(attribute, operator, text)


def _invalid(message: str) -> Rejected:
    return Rejected("rjct.search_criteria.invalid", message)
