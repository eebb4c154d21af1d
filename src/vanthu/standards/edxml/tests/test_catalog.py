"""Every code is in the manual, and the manual has no code that does not exist."""

import re
from pathlib import Path

import pytest

from vanthu.standards.edxml import ContentNotKept, Severity
from vanthu.standards.edxml.catalog import CATALOG, CONDITIONAL, TYPED
from vanthu.standards.edxml.labels import LABELS
from vanthu.standards.edxml.profiles.qcvn_102_2016.fields import DOCUMENT, STATUS
from vanthu.standards.identifiers import MalformedCode

REFERENCE = Path(__file__).parents[5] / "docs" / "reference"
LEVELS = {severity.label: severity for severity in Severity}


def rows(page: Path) -> dict[str, list[str]]:
    found = re.findall(r"^\| `([\w.]+)` \| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) == len(dict(found)), "a code is explained twice"
    return {code: [cell.strip() for cell in rest.split(" | ")] for code, rest in found}


def test_the_page_explains_exactly_the_codes_there_are():
    page = rows(REFERENCE / "edxml.md")
    assert set(page) == set(CATALOG)
    for code, entry in CATALOG.items():
        level, meaning, advice = page[code]
        expected = "Từ chối" if entry.refuses else " / ".join(severity.label for severity in entry.severities)
        assert level == expected, code
        assert len(meaning) > 10, code
        assert advice == entry.advice, code


def test_the_page_of_errors_explains_exactly_what_stops_reading():
    page = rows(REFERENCE / "errors" / "edxml.md")
    outside = {ContentNotKept.code, MalformedCode.code, "N.File", "T.File", "R.File", "E.File"}
    assert set(page) == {code for code, entry in CATALOG.items() if entry.refuses} | outside
    assert all(len(cells) == 2 for cells in page.values())


def test_every_code_is_spelled_by_the_convention():
    for code, entry in CATALOG.items():
        assert re.fullmatch(r"[NRTM]\.\w+(\.\w+)*", code)
        assert entry.sentence.endswith(".")
        assert entry.severities


@pytest.mark.parametrize("field", [*DOCUMENT, *STATUS], ids=lambda field: field.path)
def test_every_element_of_the_profile_has_a_vietnamese_name(field):
    assert field.path in LABELS
    assert (field.required is None) or f"N.{field.path}" in CATALOG
    assert (field.most is None) or f"R.{field.path}" in CATALOG


def test_no_name_is_left_over():
    used = {field.path for field in (*DOCUMENT, *STATUS)} | set(TYPED) | set(CONDITIONAL)
    assert set(LABELS) == used
