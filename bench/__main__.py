"""Run every measurement and print one table; each also writes bench/results/<target>.json."""

from __future__ import annotations

import importlib
import sys

TARGETS = ("axis", "signing", "letter", "journey")


def main(targets: list[str]) -> None:
    """Run the named targets, or all of them."""
    for target in targets or TARGETS:
        print(f"\n{target}", flush=True)
        for row in importlib.import_module(f"bench.{target}").run():
            compared = f"   ({row['compared_with']})" if row.get("compared_with") else ""
            print(f"  {row['name']:<58} {row['value']:>12,.2f} {row['unit']}{compared}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
