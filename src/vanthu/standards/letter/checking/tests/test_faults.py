"""Each planted fault gives exactly its own code, and what is right gives none."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from vanthu.standards.letter import Profile, compose
from vanthu.standards.letter.checking import RULES, check_pdf
from vanthu.standards.letter.checking.tests.faults import FAULTS, SEVERAL, Fault
from vanthu.standards.letter.checking.tests.paper import (
    DECISION,
    LETTER,
    PROSE,
    REPORT,
    SET_A,
    Paper,
    altered,
    bold,
    paragraph,
    pdf_of,
)
from vanthu.standards.letter.composing import compose_attachment
from vanthu.standards.letter.examples import examples

CONTACT = "Số 1 đường Trần Phú, phường Xuân Hương; ĐT: 0263 3822 000; thư điện tử: snv@lamdong.gov.vn"
AT = datetime(2026, 3, 9, 8, 30, tzinfo=timezone(timedelta(hours=7)))


def codes(pdf: bytes) -> list[str]:
    return sorted(finding.code for finding in check_pdf(pdf))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_planted_fault_gives_exactly_its_code(fault: Fault) -> None:
    assert codes(pdf_of(fault.paper)) == sorted(fault.codes)


def test_at_least_fifty_faults_are_planted_and_each_names_rules_that_exist() -> None:
    assert len(FAULTS) >= 50
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {code for fault in FAULTS for code in fault.codes} <= set(RULES)


RIGHT: dict[str, Paper] = {
    "letter": LETTER,
    "decision": DECISION,
    "report with two appendices and a table": REPORT,
    "letter, set A": LETTER | SET_A,
    "decision, set A": DECISION | SET_A,
    "body 13": altered(LETTER, body=[one | {"size": 13} for one in LETTER["body"]]),
    "indent 1 cm, one and a half lines": altered(
        LETTER, body=[one | {"indent": 10, "leading": 0.62, "gap": 6} for one in LETTER["body"]]
    ),
    "margins 25 25 35 15": altered(LETTER, page={"top": 25, "bottom": 25, "left": 35, "right": 15}),
    "several addressees": altered(LETTER, addressed=SEVERAL),
    "draft without number and date": altered(
        LETTER, number={"text": "Số:         /SNV-CCVC"}, date={"text": "Lâm Đồng, ngày     tháng     năm 2026"}
    ),
    "month 10": altered(LETTER, date={"text": "Lâm Đồng, ngày 15 tháng 10 năm 2026"}),
    "number above a thousand": altered(LETTER, number={"text": "Số: 1205/SNV-CCVC"}),
    "agency abbreviated like a type": altered(LETTER, number={"text": "Số: 15/TC-VP"}),
    "urgent": altered(LETTER, urgency=bold("HỎA TỐC", 13, width=30, height=8, frame=True, fill="#ff0000")),
    "kept inside": altered(LETTER, circulation=bold("LƯU HÀNH NỘI BỘ", 13, width=52, height=8, frame=True)),
    "doctor in a hospital": altered(
        LETTER, agency=[bold("BỆNH VIỆN ĐA KHOA", 12)], name={"text": "TS. Nguyễn Văn Dũng"}
    ),
    "collective, then deputy": altered(
        LETTER, capacity=[bold("TM. ỦY BAN NHÂN DÂN"), bold("KT. CHỦ TỊCH"), bold("PHÓ CHỦ TỊCH")]
    ),
    "by order": altered(LETTER, capacity=[bold("TL. CHỦ TỊCH"), bold("CHÁNH VĂN PHÒNG")]),
    "by authorisation": altered(LETTER, capacity=[bold("TUQ. GIÁM ĐỐC"), bold("TRƯỞNG PHÒNG")]),
    "acting": altered(LETTER, capacity=[bold("Q. GIÁM ĐỐC")]),
    "words about secrets": altered(
        LETTER,
        body=[paragraph("Thực hiện quy định về bí mật nhà nước, tài liệu TỐI MẬT. " + PROSE), *LETTER["body"][1:]],
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_law_allows_gives_no_finding(name: str) -> None:
    assert codes(pdf_of(RIGHT[name])) == []


@pytest.mark.parametrize("profile", ["A", "B"])
@pytest.mark.parametrize("key", examples())
def test_the_documents_of_the_program_give_no_finding(key: str, profile: Profile) -> None:
    """All 29 types in both sets of sizes; with everything that is optional they break at other places."""
    letter = replace(examples()[key], profile=profile)
    if profile == "A":
        letter = replace(letter, urgency=3, contact_line=CONTACT, typist_and_copies="PL.(300)")
    assert codes(compose(letter, at=AT).pdf) == []


@pytest.mark.parametrize("key", [key for key, letter in examples().items() if letter.attachments])
def test_what_is_attached_gives_no_finding_in_a_file_of_its_own(key: str) -> None:
    letter = examples()[key]
    for attachment in letter.attachments:
        assert codes(compose_attachment(letter, attachment, at=AT).pdf) == []
