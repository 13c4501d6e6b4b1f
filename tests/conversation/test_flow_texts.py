"""Drafts of texts, second persons, versions in use: on real storage, with the product's flows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from conversation.authoring import Authoring, Checks, NotNow, Publishing, text_at
from conversation.flows_in_use import FlowsInUse
from conversation.world import world
from flows.check import Sent
from flows.library import Library
from flows.overrides import NAME
from storage.audit import Audit
from storage.database import Database
from storage.flow_versions import FlowVersions
from storage.staff import StaffMember

PRODUCT = Library.load()
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ANN, BEN = StaffMember(1, "Ann", "author"), StaffMember(2, "Ben", "author")
SUE, AL = StaffMember(3, "Sue", "supervisor"), StaffMember(4, "Al", "agent")
PATH = "steps.ask_reference.text"
CHECKS = Checks(world(lambda text: Sent(1)))


class Desk:
    def __init__(self, database):
        self.database = database
        self.in_use = FlowsInUse(PRODUCT, FlowVersions(database))
        self.audit = Audit(database, lambda: NOW)
        self.work = Authoring(database, self.in_use, self.audit, CHECKS, lambda: NOW)
        self.spoken = []
        self.second = Publishing(self.work, lambda was, now: self.spoken.append((was, now)))

    def text(self, path=PATH, flow="claim_status"):
        return text_at(self.in_use(), flow, path)

    def put(self, by=ANN, said="Your number, please.", path=PATH, revision=0, language="en"):
        text = self.text(path)
        wordings = {**text.languages[language], "voice": said}
        return self.work.put(by, text, {language: wordings}, {language: revision})

    def draft(self, by=ANN):
        return self.work.changes.draft_of(by.name)

    def handed_in(self, by=ANN, **text):
        assert self.put(by, **text) == []
        change = self.draft(by)
        self.work.hand_in(by, change, "Shorter")
        return self.work.change(change.id)

    def published(self, by=ANN, **text):
        return self.second.publish(SUE, self.handed_in(by, **text), "It is shorter")

    def voice(self, language="en", path=PATH):
        return self.text(path).languages[language]["voice"]


@pytest.fixture
def desk(tmp_path):
    database = Database(tmp_path / "hotline.db")
    database.migrate()
    yield Desk(database)
    database.close()


def why(done, *arguments):
    with pytest.raises(NotNow) as refused:
        done(*arguments)
    return refused.value.why


def test_a_change_is_published_by_a_second_person_and_in_the_trail(desk):
    was = desk.voice()
    change = desk.handed_in()
    assert desk.voice() == was
    assert desk.second.publish(SUE, change, "It is shorter") == 1
    assert desk.voice() == "Your number, please."
    assert (
        desk.voice("es")
        == PRODUCT.flow("claim_status").steps["ask_reference"].text.languages["es"].voice
    )
    assert [one.action for one in desk.audit.entries()] == [
        *("publish_flow_change", "hand_in_flow_change", "edit_flow_text")
    ]
    (before, after), *_ = desk.spoken
    assert (before, NAME in after.files) == (PRODUCT, True)
    version = desk.work.versions.get(1)
    assert (version.author, version.published_by, version.reason) == ("Ann", "Sue", "It is shorter")


def test_nobody_publishes_their_own_and_nobody_without_the_right(desk):
    change = desk.handed_in()
    assert why(desk.second.publish, ANN, change, "Good") == "own_change"
    assert why(desk.second.publish, AL, change, "Good") == "no_right"
    assert why(desk.second.publish, SUE, change, " ") == "no_reason"
    assert why(desk.work.put, SUE, desk.text(), {}, {}) == "no_right"
    assert why(desk.second.roll_back, AL, 0, "Good") == "no_right"
    assert desk.work.versions.all() == []


def test_a_second_person_gives_back_with_a_reason(desk):
    change = desk.handed_in()
    desk.second.give_back(SUE, change, "Say please")
    draft = desk.draft()
    assert (draft.id, draft.reason, draft.decided_by) == (change.id, "Say please", "Sue")
    assert why(desk.second.publish, SUE, change, "Good") == "moved"


def test_a_change_is_not_published_twice(desk):
    change = desk.handed_in()

    def publish(_):
        try:
            return desk.second.publish(SUE, change, "Good")
        except NotNow as error:
            return error.why
        finally:
            desk.database.close()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(publish, range(4)))
    assert [one for one in done if isinstance(one, int)] == [1]
    assert set(done) <= {1, "moved", "stale"}


def test_a_stale_draft_must_be_compared_again_and_loses_nothing(desk):
    waiting = desk.handed_in(BEN, said="Ben's words.")
    desk.published(ANN, said="Ann's words.")
    assert desk.work.is_stale(waiting)
    assert why(desk.second.publish, SUE, waiting, "Good") == "stale"
    place = (desk.text().file, PATH, "en")
    assert desk.work.overtaken(waiting)[place]["voice"] == "Ann's words."
    assert why(desk.work.rebase, ANN, waiting) == "not_yours"
    desk.work.rebase(BEN, waiting)
    draft = desk.draft(BEN)
    assert why(desk.second.publish, SUE, draft, "Good") == "moved"  # it has to be handed in again
    (text,) = desk.work.changes.texts(draft.id)
    assert (text.was["voice"], text.now["voice"]) == ("Ann's words.", "Ben's words.")
    desk.work.hand_in(BEN, draft, "Ben's")
    assert desk.second.publish(SUE, desk.work.change(draft.id), "Good") == 2
    assert desk.voice() == "Ben's words."


def test_what_others_publish_elsewhere_stays(desk):
    desk.published(ANN, said="Ann's words.")
    desk.published(BEN, said="how your claim stands", path="title")
    assert desk.voice() == "Ann's words."
    assert desk.voice(path="title") == "how your claim stands"


def test_two_authors_at_one_text_are_told_and_keep_their_words(desk):
    desk.put(ANN, said="Ann's words.")
    desk.put(BEN, said="Ben's words.")
    ((change, text),) = desk.work.changes.elsewhere(desk.text().file, PATH, "Ben")
    assert (change.author, text.now["voice"]) == ("Ann", "Ann's words.")


def test_an_author_in_two_windows_is_told(desk):
    desk.put(said="First window.")
    assert why(desk.put, ANN, "Second window.") == "moved"
    desk.put(said="Second window.", revision=1)
    (text,) = desk.work.changes.texts(desk.draft().id)
    assert (text.now["voice"], text.revision) == ("Second window.", 2)


@pytest.mark.parametrize(
    ("said", "fault"),
    [("", "empty"), ("   ", "empty"), ("x" * 10_000, "too_long"), ("a\ue000b", "signs")],
)
def test_what_nobody_could_say_is_not_kept(desk, said, fault):
    (found,) = desk.put(said=said)
    assert (found.language, found.kind, found.why) == ("en", "voice", fault)
    assert desk.draft() is None


def test_a_text_empty_in_one_language_is_refused_for_all(desk):
    text = desk.text()
    wordings = {**text.languages, "es": {"voice": "", "sms": "x"}}
    wordings["en"] = {**wordings["en"], "voice": "New"}
    (found,) = desk.work.put(ANN, text, wordings, {})
    assert (found.language, found.kind, found.why) == ("es", "voice", "empty")
    assert desk.draft() is None


@pytest.mark.parametrize(
    ("path", "said", "message"),
    [
        ("steps.ask_reference.text", "Say {moon}.", "nothing sets moon"),
        ("steps.ask_reference.text", "Say {moon}.", "es voice wording lacks {moon}"),
        (
            "steps.waiting.say",
            "We are working on it.",
            "en voice wording lacks {claim.received_on}",
        ),
        ("steps.waiting.say", "{claim.programme_name} {claim.received_on:moon}", "unknown format"),
        ("steps.ask_reference.text", "Say {the number}.", "{the number} is no value"),
    ],
)
def test_a_change_with_faults_is_not_handed_in(desk, path, said, message):
    assert desk.put(path=path, said=said) == []
    draft = desk.draft()
    assert any(message in one.message for one in desk.work.remarks(draft))
    assert why(desk.work.hand_in, ANN, draft, "Better") == "faults"
    assert why(desk.work.hand_in, BEN, draft, "Better") == "not_yours"


def test_a_change_needs_a_name_and_a_text(desk):
    desk.put()
    assert why(desk.work.hand_in, ANN, desk.draft(), " ") == "no_title"
    desk.put(said=desk.voice(), revision=1)  # as it was
    assert desk.work.changes.texts(desk.draft().id) == []
    assert why(desk.work.hand_in, ANN, desk.draft(), "Better") == "nothing"


def test_rolling_back_says_what_an_earlier_version_said(desk):
    was = desk.voice()
    desk.published(said="One.")
    desk.published(said="Two.")
    assert desk.second.roll_back(SUE, 1, "Two confused people") == 3
    assert desk.voice() == "One."
    assert desk.second.roll_back(SUE, 0, "As it came") == 4
    assert desk.voice() == was
    assert desk.in_use().version == PRODUCT.version
    assert why(desk.second.roll_back, SUE, 99, "x") == "not_found"
    assert desk.audit.entries()[0].action == "roll_back_flows"
    (difference,) = desk.second.differences(1, 2)
    assert (difference.was["voice"], difference.now["voice"]) == ("One.", "Two.")


def test_another_process_notices_and_a_damaged_version_does_not_stop_the_line(desk):
    other = FlowsInUse(PRODUCT, FlowVersions(desk.database))
    assert other() is PRODUCT
    desk.published(said="One.")
    assert text_at(other(), "claim_status", PATH).languages["en"]["voice"] == "One."
    assert other() is other()
    with desk.database.transaction() as connection:
        FlowVersions.add(connection, NOW, "x", "x", "x", "{nonsense")
    assert other() is PRODUCT


def test_authors_are_told_when_the_product_changes_below_their_text(desk):
    desk.published(said="Ours.")
    assert desk.work.moved_below() == []
    files = dict(PRODUCT.files)
    old = "Please say or key in the eight digits of your claim reference."
    name = "library/claim_status.yaml"
    assert old in files[name]
    files[name] = files[name].replace(old, "The product's new words.")
    updated = Desk(desk.database)
    updated.in_use = FlowsInUse(Library(files), FlowVersions(desk.database))
    updated.work = Authoring(desk.database, updated.in_use, desk.audit, CHECKS, lambda: NOW)
    updated.second = Publishing(updated.work)
    assert updated.voice() == "Ours."
    ((override, product),) = updated.work.moved_below()
    assert (override.was["voice"], product["voice"]) == (old, "The product's new words.")
    updated.published(BEN, said="Ours.")  # looked at, and kept
    assert updated.work.moved_below() == []
    assert updated.voice() == "Ours."


def test_a_text_that_is_the_product_s_again_is_no_override(desk):
    was = desk.voice()
    desk.published(said="One.")
    desk.published(said=was)
    assert desk.in_use().version == PRODUCT.version
