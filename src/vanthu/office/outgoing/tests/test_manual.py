"""Every code that these packages can show is explained in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

OFFICE = Path(__file__).parents[2]
ERRORS = OFFICE.parents[2] / "docs" / "reference" / "errors"
SOURCES = {
    "outgoing.md": [*(OFFICE / "outgoing" / "operations").glob("*.py"), *(OFFICE / "journeys").glob("[as]*ing.py")],
    "incoming.md": [
        *(OFFICE / "incoming" / "operations").glob("*.py"),
        OFFICE / "incoming" / "queries" / "warnings.py",
        OFFICE / "journeys" / "by_hand.py",
        OFFICE / "journeys" / "entering.py",
    ],
    "assignments.md": [OFFICE / "assignments" / "operations" / "errors.py"],
}
CODE = re.compile(r'"(VT-[A-Z0-9-]+)"')


@pytest.mark.parametrize("page", SOURCES)
def test_the_manual_explains_exactly_the_codes_that_exist(page: str) -> None:
    used = {code for path in SOURCES[page] for code in CODE.findall(path.read_text("utf-8"))}
    explained = set(re.findall(r"^\| `(VT-[A-Z0-9-]+)` \|", (ERRORS / page).read_text("utf-8"), re.MULTILINE))
    assert used
    assert explained == used
