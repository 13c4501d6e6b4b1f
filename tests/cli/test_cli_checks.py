"""`benefitline checks` and `benefitline proactive`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from cli import main
from cli.environment import fresh


@pytest.fixture
def cli(tmp_path):
    env = tmp_path / "benefitline.env"
    lines = [f"{name}={value}" for name, value in fresh(8080).items()]
    lines += [f"BENEFITLINE_DATA_DIR={tmp_path}", "BENEFITLINE_TEXT_HOURS="]
    env.write_text("\n".join(lines), encoding="utf-8")

    def run(*words, code=0):
        done = CliRunner().invoke(main, ["--env-file", str(env), *words])
        assert done.exit_code == code, done.output
        return done.output

    run("seed", "--count", "0")
    return run


def test_a_register_of_deaths_stops_a_payment(cli, tmp_path):
    register = tmp_path / "deaths.csv"
    day = date.today() - timedelta(days=1)
    register.write_text(f"insurance_number,died_on\n210000013,{day}\n219999991,{day}\n", "utf-8")
    assert "1 deaths are on record; 1 numbers are nobody's here" in cli(
        "checks", "deaths", str(register)
    )
    assert "1 found: 1 opened" in cli("checks", "run", "--only", "death_match")
    again = cli("checks", "run", "--timing")
    assert "1 found: 0 opened, 0 asked, 0 noted, 1 known" in again
    assert "s in all" in again


@pytest.mark.parametrize(
    "text",
    ["number,day\n1,2\n", "insurance_number,died_on\n210000013,yesterday\n",
     "insurance_number,died_on\n210000013,2999-01-01\n", "insurance_number,died_on\n210000013\n"],
)  # fmt: skip
def test_a_wrong_line_of_the_register_is_named(cli, tmp_path, text):
    register = tmp_path / "deaths.csv"
    register.write_text(text, "utf-8")
    assert "deaths.csv, line 2" in cli("checks", "deaths", str(register), code=1)


def test_list_and_tests(cli, tmp_path):
    assert "bank_after_phone (change; hold, high)" in cli("checks", "list")
    assert " 0 failed" in cli("checks", "test")
    (tmp_path / "wrong.yaml").write_text("- {name: x}", "utf-8")
    assert "wrong.yaml" in cli("checks", "test", str(tmp_path), code=1)


def test_texts_of_news(cli):
    assert cli("proactive", "run") == "0 sent, 0 quiet, 0 no telephone, 0 nothing\n"
