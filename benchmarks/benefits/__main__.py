"""`python -m benchmarks.benefits [--only NAME] [--quick]`: figures about benefits, a JSON object a
line.

Each module in FIGURES has `NAMES`, what it measures, and `figures(quick)`, which measures it.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.benefits import checking, deciding, killing, money, reviewing

FIGURES = (checking, deciding, money, reviewing, killing)


def main() -> None:
    """Print the figures."""
    names = [name for module in FIGURES for name in module.NAMES]
    parser = argparse.ArgumentParser(prog="benchmarks.benefits")
    parser.add_argument("--only", choices=names, help="one figure")
    parser.add_argument("--quick", action="store_true", help="with fewer of everything")
    given = parser.parse_args()
    only = given.only
    for module in FIGURES:
        if only is None or only in module.NAMES:
            for figure in module.figures(given.quick):
                if only in (None, figure["name"]):
                    print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
