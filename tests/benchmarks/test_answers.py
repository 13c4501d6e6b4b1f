"""What becomes of what callers say, on a few utterances."""

import json
import sys
from collections import defaultdict

import pytest

import audio_models
from audio_models.train.voices import kokoro
from benchmarks import answers


@pytest.mark.skipif(audio_models.bundled("en") is None, reason="there is no English model")
def test_shares_of_outcomes_add_up(monkeypatch, capsys):
    monkeypatch.setattr(kokoro, "available", lambda: False)  # takes seconds a sentence
    monkeypatch.setattr(sys, "argv", ["answers", "--count", "15"])
    answers.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    totals = defaultdict(float)
    for line in lines:
        for part in ("value", "baseline"):
            totals[line["said"], line["line"], part] += line[part]
    assert len(totals) == 2 * 3 * 4
    assert all(total == pytest.approx(1, abs=0.01) for total in totals.values())
    clean = {line["name"]: line["value"] for line in lines
             if (line["said"], line["line"]) == ("answer", "clean")}  # fmt: skip
    assert clean["taken"] > 0.5
