"""How it is written and said when somebody wants to come (`visit_time`): a day, a part, a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_SOONEST = {"en": "as soon as possible", "zh": "越快越好", "es": "lo antes posible"}
_PARTS = {
    "en": {
        "morning": "in the morning",
        "afternoon": "in the afternoon",
        "evening": "in the evening",
    },
    "zh": {"morning": "上午", "afternoon": "下午", "evening": "晚上"},
    "es": {"morning": "por la mañana", "afternoon": "por la tarde", "evening": "por la noche"},
}
_AT = {"en": "at {}", "zh": "{}", "es": "a las {}"}

Form = Callable[[Any, str], str]


def formed(value: Mapping[str, str], language: str, day: Form, time: Form) -> str:
    """The parts that were said, one after the other; `day` and `time` say one each."""
    said = []
    if value["day"] == "soonest":
        said.append(_SOONEST[language])
    elif value["day"] and value["day"] != "none":
        said.append(day(value["day"], language))
    if value["time"]:
        said.append(_AT[language].format(time(value["time"], language)))
    elif value["part"]:
        said.append(_PARTS[language][value["part"]])
    return ("" if language == "zh" else " ").join(said)
