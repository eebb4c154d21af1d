"""Run measurements, print one table, and write bench/results/<target>.json of each."""

from __future__ import annotations

import importlib
import sys

from bench.rows import machine, printed, write

TARGETS = ("axis", "signing", "letter", "journey")


def main(targets: list[str]) -> None:
    """Run the named targets, or all of them."""
    taken_on = machine()
    print(taken_on)
    for target in targets or TARGETS:
        print(f"\n{target}", flush=True)
        rows = importlib.import_module(f"bench.{target}").run()
        for row in rows:
            print(printed(row), flush=True)
        write(target, rows, taken_on)


if __name__ == "__main__":
    main(sys.argv[1:])
