"""What this package may say is in the manual."""

import re
from pathlib import Path

from vanthu.standards.evidence_file import checking, isolation, outside

DOCS = Path(__file__).parents[5] / "docs"


def test_every_finding_is_in_the_reference_and_in_the_manual() -> None:
    source = "".join(Path(one.__file__).read_text("utf-8") for one in (checking, outside, isolation))
    found = set(re.findall(r'Finding\(\s*"(\w+)"', source))
    assert len(found) > 9
    for page in ("reference/evidence.md", "how-to/tep-chung-cu.md"):
        text = (DOCS / page).read_text("utf-8")
        assert [code for code in sorted(found) if f"`{code}`" not in text] == [], page
