"""Every code a person may see while sending and receiving is explained in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vanthu.office.exchange.operations.calling import MEANINGS

ROOT = Path(__file__).parents[5]
PAGE = ROOT / "docs" / "reference" / "errors" / "exchange.md"
SOURCES = [ROOT / "src/vanthu/office/exchange", ROOT / "src/vanthu/office/journeys/receiving"]


def codes() -> set[str]:
    texts = [
        path.read_text("utf-8") for folder in SOURCES for path in folder.rglob("*.py") if "tests" not in path.parts
    ]
    named = set(re.findall(r'"(VT-(?:NHAN|GUI|TRUC)-[A-Z-]+)"', "\n".join(texts)))

    return named | {f"TRUC-{code!s}" for code in MEANINGS}


@pytest.mark.skipif(not PAGE.is_file(), reason="installed without the manual")
def test_every_code_is_in_the_manual_and_none_too_many() -> None:
    told = set(re.findall(r"^\| `((?:VT|TRUC)-[A-Z0-9-]+)` \|", PAGE.read_text("utf-8"), flags=re.M))
    assert codes() == told - {"VT-KHO-MAT"}
