"""What the axis may say is in the manual."""

import re
from pathlib import Path

import pytest

from vanthu.axis.endpoints import views  # noqa: F401  # so that every error is defined
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import operations  # noqa: F401
from vanthu.axis.settings import AxisSettings, EvidenceSettings
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.operations import OPERATIONS

DOCS = Path(__file__).parents[4] / "docs"


def every_error(kind: type[AxisError] = AxisError) -> list[type[AxisError]]:
    return [kind, *(error for sub in kind.__subclasses__() for error in every_error(sub))]


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.code)
def test_every_error_is_in_the_manual_with_its_number_and_what_to_do(error):
    rows = (DOCS / "reference" / "errors" / "axis.md").read_text("utf-8").splitlines()
    row = next((row.split("|") for row in rows if row.startswith(f"| `{error.code}` |")), None)
    assert row, f"{error.code} is missing"
    assert row[2].strip() == str(error.wire_code)
    assert row[4].strip()


def test_no_two_errors_share_a_code():
    codes = [error.code for error in every_error()]
    assert len(codes) == len(set(codes)) > 20


@pytest.mark.parametrize(
    "name", [*AxisSettings.model_fields, *(f"evidence.{name}" for name in EvidenceSettings.model_fields)]
)
def test_every_setting_is_in_the_manual(name):
    assert f"| `{name}` |" in (DOCS / "how-to" / "van-hanh-truc.md").read_text("utf-8")


def test_every_operation_and_every_number_is_in_the_manual():
    text = (DOCS / "reference" / "vxp.md").read_text("utf-8")
    assert [name for name in OPERATIONS if f"`{name}`" not in text] == []
    told = set(re.findall(r"^\| (\d+) \|", text, re.MULTILINE))
    assert told == {str(code) for code in ErrorCode} - {"100"}
