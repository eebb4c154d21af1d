"""Each of the 29 types of ND30-A7 can be written in the office: from the form to a page without faults."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import composing
from vanthu.office.outgoing.tests.test_types import TEMPLATES
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.office.web.forms import types
from vanthu.office.web.forms.letter import LetterForm, initial_of
from vanthu.standards import letter
from vanthu.standards.letter import checking
from vanthu.standards.letter.sheet import letter_sheet

TEXT = "1. Các phòng rà soát danh mục vị trí việc làm.\n2. Văn phòng tổng hợp kết quả"
ARTICLES = "Điều 1. Phê duyệt danh mục vị trí việc làm.\nĐiều 2. Chánh Văn phòng chịu trách nhiệm thi hành"
BASES = "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025\nTheo đề nghị của Chánh Văn phòng"


@pytest.fixture
def office(office: Cast, keys: Keys) -> Cast:
    """Bình has a certificate, so that she can sign as secretary."""
    keys.register("binh", office.binh)
    return office


def typed(cast: Cast, code: str) -> QueryDict:
    """What a drafter types into the form of this type."""
    kind, data = letter.TYPES[code], QueryDict(mutable=True)
    own: dict[str, Any] = next((one["particulars"] for one in TEMPLATES.values() if one["type_code"] == code
                                and "particulars" in one), {})  # fmt: skip
    if code.startswith("ban_"):
        own = TEMPLATES["hợp đồng"]["particulars"]
    values = {
        "type_code": code,
        "subject": "rà soát danh mục vị trí" if code == "cong_van" else "Rà soát danh mục vị trí việc làm",
        "addressed_to": "" if kind.addressed_to == "none" else "Sở Y tế\nSở Tài chính",
        "legal_bases": "" if kind.legal_bases == "none" else BASES,
        "body": "" if code in queries.WITHOUT_BODY else ARTICLES if kind.closing_word else TEXT,
        "signer": str(cast.dung.pk),
        "unit": str(cast.ccvc.pk),
        "places": "UBND tỉnh (để b/c)",
        "urgency": "0",
        **{name: value or "" for name, value in types.initial(own).items() if value is not True},
    }
    if code == "bien_ban":
        values |= {"cosigner_1": str(cast.binh.pk), "cosigner_title_1": "Thư ký"}
    data.update(values)
    data.setlist("recipient", ["H99.05|Sở Y tế"])
    return data


def value_of(cast: Cast, code: str) -> operations.DraftFields:
    """The form filled in, read."""
    form = LetterForm(cast.an, [cast.dung], typed(cast, code))
    assert form.is_savable(), (code, form.errors)
    return form.value()


def test_a_draft_of_every_type_comes_from_the_form_to_the_page(office: Cast) -> None:
    for code in letter.TYPES:
        fields = value_of(office, code)
        assert operations.problems(fields, by=office.an, at=office.at) == (), code
        made = composing.letter_of(fields, agency_id=office.an.agency_id, at=office.at)
        assert letter_sheet(made).data["signers"], code
        kept = LetterForm(office.an, [office.dung], initial=initial_of(fields))
        again = QueryDict(mutable=True)
        again.update(
            {one.name: one.value() for one in kept if one.value() not in (None, "") and one.value() is not False}
        )
        again.setlist("recipient", ["H99.05|Sở Y tế"])
        form = LetterForm(office.an, [office.dung], again)
        assert form.is_savable(), (code, form.errors)
        assert form.value() == fields, code


@pytest.mark.slow
def test_the_checker_finds_nothing_on_a_document_of_any_type(office: Cast) -> None:
    for code in letter.TYPES:
        fields = value_of(office, code)
        pdf = composing.comparable(fields, agency_id=office.an.agency_id, at=office.at)
        found = checking.check_pdf(pdf, expected=letter.TYPES[code])
        assert found == (), code
