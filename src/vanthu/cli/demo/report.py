"""What the demonstration proves, as `demo-report.json`."""

from __future__ import annotations

import json
import re
from typing import Any

from vanthu.cli.demo.journey import Journey
from vanthu.cli.demo.processes import command
from vanthu.cli.demo.world import World


def collect(world: World, journey: Journey) -> dict[str, Any]:
    """Ask the ministry's office what it knows of the letter of the journey."""
    found = re.search(r"[0-9a-f-]{36}", journey.sent)
    assert found is not None
    environment = {"VANTHU_OFFICE_CONFIG": str(world.root / "bo" / "office.toml")}
    told = json.loads(command(["office", "show", found[0], "--json"], environment))
    package = told["packages"][0]
    return {
        "number": told["number"],
        "notation": told["notation"],
        "document_id": told["wire_id"],
        "hub_id": package["hub_id"],
        "package_sha256": package["sha256"],
        "package": package["path"],
        "issued_pdf": told["file"]["path"],
        "issued_pdf_sha256": told["file"]["sha256"],
        "verdict": told["verdict"]["outcome"],
        "verdicts": told["verdict"]["signatures"],
        "statuses": told["statuses"],
    }
