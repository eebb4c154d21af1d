"""The types of document are law as data (ND30-A7)."""

from __future__ import annotations

from datetime import date

import pytest

from vanthu.office.documents import queries
from vanthu.standards.identifiers import DOCUMENT_TYPES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 9)


def test_there_are_the_29_types_of_the_decree() -> None:
    types = queries.document_types(TODAY)
    assert len(types) == 29
    assert sum(not kind.abbreviation for kind in types) == 2, "công văn and thư công have no abbreviation"
    assert {kind.wire_type for kind in types} == {2}


def test_abbreviations_are_those_of_annex_three() -> None:
    ours = {kind.abbreviation: kind.name for kind in queries.document_types(TODAY) if kind.abbreviation}
    copies = {"SY", "TrS", "SL"}
    wanted = {short: name for short, name in DOCUMENT_TYPES.items() if short not in copies}
    assert set(ours) == set(wanted)


@pytest.mark.parametrize(
    ("code", "detail"), [("cong_van", 18), ("quyet_dinh", 2), ("giay_moi", 25), ("thu_cong", 32), ("phieu_bao", 0)]
)
def test_wire_details_are_the_rows_of_table_b(code: str, detail: int) -> None:
    kind = queries.document_type(code, TODAY)
    assert kind is not None
    assert kind.wire_detail == detail


def test_before_the_decree_its_types_were_not_in_force() -> None:
    assert queries.document_types(date(2020, 3, 4)) == []
    assert queries.document_type("cong_van", date(2020, 3, 5)) is not None


@pytest.mark.parametrize("name", ["Quyết định", "QUYẾT ĐỊNH", "Quyết định (cá biệt)", " quyết  định "])
def test_a_type_is_known_by_its_name_however_it_is_written(name: str) -> None:
    kind = queries.document_type_by_name(name, TODAY)
    assert kind is not None
    assert kind.code == "quyet_dinh"


def test_a_name_that_is_no_type_is_no_type() -> None:
    assert queries.document_type_by_name("Giấy uỷ quyền", TODAY) is not None
    assert queries.document_type_by_name("Sắc lệnh", TODAY) is None
