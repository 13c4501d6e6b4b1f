"""`benefitline check` on the shipped flows and on broken ones."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import library

from cli.check import check, files_in, sending, world
from flows.check import check as check_flows
from flows.library import HERE, Library


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def shipped():
    return check_flows(files_in(HERE), world())


def test_the_shipped_flows_have_no_errors(shipped):
    assert [str(error) for error in shipped.errors] == []


def test_every_intent_of_the_catalogue_has_one_flow():
    library = Library.load()
    handled = [intent for flow in library.flows.values() for intent in flow.header.intents]
    assert sorted(handled) == sorted(library.names)


def test_every_language_has_as_many_texts(shipped):
    # A greeting offers each language in its own words, so that they differ by a few.
    counts = [total.texts for total in shipped.totals.values()]
    assert min(counts) > 80
    assert max(counts) - min(counts) <= 2


def test_a_broken_folder_exits_with_1_and_names_the_place(tmp_path):
    files = library()
    files["library/base.yaml"] = files["library/base.yaml"].replace("next: bye", "next: by")
    result = CliRunner().invoke(check, [str(written(tmp_path, files))])
    assert result.exit_code == 1
    assert "library/base.yaml:6: ask: error: leads to by, which is not a step" in result.output
    assert "locales/en.yaml:1: hint_phone: error: is missing" in result.output


def test_warnings_alone_exit_with_0(tmp_path):
    shipped = dict(files_in(HERE))
    file = "library/goodbye.yaml"
    shipped[file] = shipped[file].replace("Text us any time.", "Text us. " * 60)
    result = CliRunner().invoke(check, [str(written(tmp_path, shipped)), "--json"])
    assert result.exit_code == 0
    content = json.loads(result.output)
    (found,) = [one for one in content["findings"] if one["file"] == file]
    (line,) = (n for n, text in enumerate(shipped[file].splitlines(), 1) if "say_goodbye:" in text)
    assert (found["step"], found["level"]) == ("say_goodbye", "warning")
    assert line < found["line"] <= line + 5
    assert set(content["totals"]) == {"en", "zh", "es"}


def test_only_characters_without_look_alikes_are_dear():
    assert sending("x" * 100 + "á").costly == ""
    assert sending("x" * 100 + "中").costly == "中"
    assert sending("中").costly == ""  # one segment either way
