"""Engineers see, publish and take back texts as authors do on the pages."""

from datetime import UTC, datetime

import pytest

from cli.environment import Store, fresh
from conversation.authoring import Authoring, Checks, text_at
from conversation.flows_in_use import FlowsInUse
from conversation.world import world
from flows.library import Library
from sms.measuring import sending
from storage.audit import Audit
from storage.flow_versions import FlowVersions
from storage.staff import Staff, StaffMember

ANN = StaffMember(1, "Ann", "author")
PATH = "steps.ask_reference.text"


@pytest.fixture
def env_file(tmp_path):
    file = tmp_path / "benefitline.env"
    values = fresh(8080) | {"BENEFITLINE_DATA_DIR": str(tmp_path / "data")}
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    return file


@pytest.fixture
def work(env_file):
    """An author's bench on the database of the command line, with a change handed in."""
    import settings

    store = Store.open(settings.load(env_file))
    Staff(store.database).add("Sue", "a-long-password", "supervisor")
    Staff(store.database).add("Al", "a-long-password", "agent")

    def now():
        return datetime.now(UTC)

    in_use = FlowsInUse(Library.load(), FlowVersions(store.database))
    audit = Audit(store.database, now)
    work = Authoring(store.database, in_use, audit, Checks(world(sending)), now)
    text = text_at(in_use(), "claim_status", PATH)
    words = {**text.languages["en"], "voice": "Your number, please."}
    assert work.put(ANN, text, {"en": words}, {}) == []
    work.hand_in(ANN, work.changes.draft_of("Ann"), "Shorter")
    yield work
    store.database.close()


def test_a_change_is_listed_compared_published_and_taken_back(env_file, work, benefitline):
    def flows(*words):
        return benefitline("--env-file", env_file, "flows", *words)

    assert "change 1  waiting  by Ann  Shorter" in flows("list").output
    compared = flows("diff", "1").output
    assert "- Please say or key in the eight digits of your claim reference." in compared
    assert "+ Your number, please." in compared
    refused = flows("publish", "1", "--as", "Al", "--reason", "Good")
    assert refused.exit_code == 1
    assert "Your role may not do that." in refused.output
    assert flows("publish", "1", "--as", "Sue", "--reason", "Good").output == (
        "Change 1 is version 1.\n"
    )
    assert "Your number, please." in flows("show", "claim_status").output
    assert "voice  - Please say" in flows("diff", "--versions", "0", "1").output
    taken_back = flows("rollback", "0", "--as", "Sue", "--reason", "Confusing")
    assert taken_back.output == "Version 2 says what version 0 said.\n"
    assert "Your number, please." not in flows("show", "claim_status").output
    listed = flows("list").output
    assert "version 2 (back to 0)" in listed
    assert "in use: version 2" in listed
    assert [one.action for one in work.audit.entries(limit=2)] == [
        *("roll_back_flows", "publish_flow_change")
    ]


def test_what_there_is_not_is_said_plainly(env_file, work, benefitline):
    for words, message in (
        (("show", "nothing"), "There is no flow nothing."),
        (("diff", "9"), "There is no change 9."),
        (("publish", "9", "--as", "Sue", "--reason", "x"), "There is no such change"),
        (("publish", "1", "--as", "Nobody", "--reason", "x"), "Nobody of the staff is called"),
        (("rollback", "9", "--as", "Sue", "--reason", "x"), "There is no such change or version."),
        (("rollback", "0", "--as", "Sue", "--reason", "x"), "Somebody else was faster"),
    ):
        done = benefitline("--env-file", env_file, "flows", *words)
        assert done.exit_code == 1
        assert message in done.output
