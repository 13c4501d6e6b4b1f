"""What asking between two subjects is worth, on sentences that are not among the examples.

Of the sentences of `benchmarks.people`: the shares that are acted on rightly and
wrongly, that are asked about with the right subject among the two and without it, and that are not
understood. Each margin (`close` of `limits.yaml`) is tried; 0 is never to ask between two.

    python -m benchmarks.subjects [--close 0.2 …]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from datetime import date

from benchmarks.people import OUTCOMES, outcome, sentences
from flows.expects import Expects
from intents import Said, Situation, Understander
from intents.limits import load
from intents.wording import wordings

TODAY = date(2026, 11, 23)
MARGINS = (0.0, 0.1, 0.15, 0.2, 0.3)


def main() -> None:
    """Print one JSON line a language and margin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--close", type=float, nargs="*", default=MARGINS)
    margins = parser.parse_args().close
    for close in margins:
        limits = load()
        # Below every difference of two confidences nothing is ever close.
        limits = replace(limits, subjects=replace(limits.subjects, close=close or -1.0))
        understander = Understander.load(limits=limits)
        for wording in wordings():
            rows = [row for row in sentences(wording.language) if row.intent]
            expects = Expects(
                "welcome", "choose", intents=dict.fromkeys(wording.intents, ()), open=True
            )
            situation = Situation(wording.language, expects, TODAY)
            came = Counter(
                outcome(understander.understand(Said(row.text), situation), row.intent)
                for row in rows
            )
            shares = {kind: round(came[kind] / len(rows), 3) for kind in OUTCOMES}
            print(
                json.dumps(
                    {"lang": wording.language, "sentences": len(rows), "close": close, **shares}
                )
            )


if __name__ == "__main__":
    main()
