"""Run measurements, print one table, and write bench/results/<target>.json of each.

python -m bench [--quick] [TARGET …]   --quick: only where a target has it; shows that it works and writes nothing
python -m bench [--quick] axis_full [--only PART …]   the whole axis, or some parts of it
"""

from __future__ import annotations

import importlib
import sys

from bench.rows import machine, printed, write

TARGETS = ("signing", "letter", "registers", "journey", "batch")
"""Run when none is named; `axis_full` takes much longer, keeps its own results and has a Makefile target."""


def main(targets: list[str], *, quick: bool) -> None:
    """Run the named targets, or the usual ones."""
    taken_on = machine()
    print(taken_on)
    for target in targets or TARGETS:
        print(f"\n{target}", flush=True)
        run = importlib.import_module(f"bench.{target}").run
        rows = run(quick=True) if quick else run()
        for row in rows:
            print(printed(row), flush=True)
        if not quick:
            write(target, rows, taken_on)


if __name__ == "__main__":
    if "axis_full" in sys.argv:
        words = [word for word in sys.argv[1:] if not word.startswith("--") and word != "axis_full"]
        importlib.import_module("bench.axis_full").run(words, quick="--quick" in sys.argv)
        sys.exit()
    main([word for word in sys.argv[1:] if word != "--quick"], quick="--quick" in sys.argv)
