"""What the demonstration proves, as `demo-report.json`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from vanthu.cli.demo.journey import Journey
from vanthu.cli.demo.processes import command
from vanthu.cli.demo.world import World


def collect(world: World, journey: Journey) -> dict[str, Any]:
    """Ask the ministry what it knows of the letter of the journey; lay its files where people find them."""
    found = re.search(r"[0-9a-f-]{36}", journey.sent)
    assert found is not None
    told = json.loads(command(["office", "show", found[0], "--json"], world.installation("bo").environment))
    package = told["packages"][0]
    name = f"{told['number']}-{told['notation']}"
    return {
        "number": told["number"],
        "notation": told["notation"],
        "document_id": told["wire_id"],
        "hub_id": package["hub_id"],
        "package_sha256": package["sha256"],
        "package": _named(package["path"], world.root / f"{name}.edxml"),
        "receipt": _named(told["receipts"][0]["path"], world.root / "bien-nhan.json") if told["receipts"] else None,
        "issued_pdf": _named(told["file"]["path"], world.root / f"{name}.pdf"),
        "issued_pdf_sha256": told["file"]["sha256"],
        "verdict": told["verdict"]["outcome"],
        "verdicts": told["verdict"]["signatures"],
        "statuses": told["statuses"],
    }


def _named(kept: str, name: Path) -> str:
    """Copy a file of the store, where files are named by their hash, to a name that a person can open."""
    shutil.copyfile(kept, name)
    return str(name)
