"""What this package may say is in the manual."""

import re
from pathlib import Path

import pytest

from vanthu.standards.evidence import findings, verification
from vanthu.standards.evidence.errors import EvidenceError

DOCS = Path(__file__).parents[5] / "docs" / "reference"


@pytest.mark.parametrize("error", [EvidenceError, *EvidenceError.__subclasses__()], ids=lambda error: error.code)
def test_every_error_is_in_the_manual_with_its_sentence(error: type[EvidenceError]) -> None:
    assert f"| `{error.code}` | {error.sentence} |" in (DOCS / "errors" / "evidence.md").read_text("utf-8")


def test_every_finding_is_in_the_manual() -> None:
    source = Path(verification.__file__).read_text("utf-8")
    found = set(re.findall(r'Finding\("(\w+)"', source)) | {
        f"{kind}_{part}" for kind in ("RECEIPT", "HEAD") for part in ("SIGNATURE", "SIGNER")
    }
    text = (DOCS / "evidence.md").read_text("utf-8")
    assert len(found) > 8
    assert [code for code in found if f"`{code}`" not in text] == []
    assert {outcome.label for outcome in findings.Outcome} == {"CHỨNG MINH ĐƯỢC", "KHÔNG ĐÚNG", "CHƯA ĐỦ CĂN CỨ"}
