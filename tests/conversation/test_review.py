"""Questions without an answer, put together by likeness."""

from datetime import UTC, datetime

from conversation.review import grouped
from storage.unanswered import Question

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def question(text: str, language: str = "en", nearest: str = "", confidence: float = 0.0):
    return Question(NOW, language, "sms", text, nearest, confidence)


def texts(questions) -> list[list[str]]:
    return [[one.text for one in group.questions] for group in grouped(questions)]


def test_the_same_in_other_order_or_case_is_one_group_and_the_largest_comes_first():
    assert texts(
        [
            question("can I adopt a dog"),
            question("is there money for a wheelchair"),
            question("Is there wheelchair money?"),
            question("money for a wheelchair is there"),
        ]
    ) == [
        [
            "is there money for a wheelchair",
            "Is there wheelchair money?",
            "money for a wheelchair is there",
        ],
        ["can I adopt a dog"],
    ]


def test_languages_stay_apart_and_chinese_has_no_words():
    found = texts(
        [question("taxi", "en"), question("taxi", "es"), question("轮椅有补贴吗", "zh"),
         question("轮椅有没有补贴", "zh")]
    )  # fmt: skip
    assert sorted(map(len, found)) == [1, 1, 2]


def test_a_group_has_the_nearest_of_any():
    (group,) = grouped(
        [question("boats", nearest="a", confidence=0.1),
         question("boat", nearest="b", confidence=0.2)]
    )  # fmt: skip
    assert (group.nearest, group.confidence) == ("b", 0.2)


def test_nothing_is_nothing():
    assert grouped([]) == []
