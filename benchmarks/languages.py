"""How often the language of a first message is told rightly, wrongly or not at all.

Messages: `tests/intents/data/languages.jsonl`, hand-written. "other" stands for every language that
nobody here speaks, and "unlisted" for those of which there is not even a list of words. A message
whose language is not told is answered in the language of the last one.

    python -m benchmarks.languages [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from intents import language_of

FILE = Path(__file__).parents[1] / "tests" / "intents" / "data" / "languages.jsonl"


def main() -> None:
    """Print one JSON line a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="every message that is told wrongly")
    show = parser.parse_args().show
    came: dict[str, Counter[str]] = defaultdict(Counter)
    for line in FILE.read_text("utf-8").splitlines():
        row = json.loads(line)
        text, language, group = row["text"], row["language"], row.get("group", row["language"])
        told = language_of(text)
        kind = "right" if told == language else "unclear" if told is None else "wrong"
        came[group][kind] += 1
        if show and kind != "right":
            print(json.dumps({"text": text, "lang": language, "told": told}, ensure_ascii=False))
    for group, counts in came.items():
        total = counts.total()
        shares = {kind: round(counts[kind] / total, 3) for kind in ("right", "unclear", "wrong")}
        print(json.dumps({"group": group, "messages": total, **shares}))


if __name__ == "__main__":
    main()
