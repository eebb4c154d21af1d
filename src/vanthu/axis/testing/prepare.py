"""Make the database of a test axis in one process: tables, the registry of a seed file, states of some agencies.

python -m vanthu.axis.testing.prepare seed.toml [lock=CODE] [replace=OLD>NEW] …
"""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import datetime
from pathlib import Path

from vanthu.runtime.clock import VIETNAM

AT = datetime(2026, 3, 9, 14, 5, 33, tzinfo=VIETNAM)


def main(seed_file: str, *states: str) -> None:
    """Migrate, load the seed, then bring agencies into their states."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vanthu.axis.settings"
    import django

    django.setup()
    from vanthu.axis.registry import operations
    from vanthu.runtime import tables

    tables.migrate()
    seed = operations.Seed.model_validate(tomllib.loads(Path(seed_file).read_text(encoding="utf-8")))
    operations.load_seed(seed, by="test", at=AT)
    for state in states:
        verb, _, codes = state.partition("=")
        if verb == "lock":
            operations.lock_agency(codes, by="test", at=AT)
        else:
            operations.replace_agency(*codes.split(">"), by="test", at=AT)


if __name__ == "__main__":
    main(*sys.argv[1:])
