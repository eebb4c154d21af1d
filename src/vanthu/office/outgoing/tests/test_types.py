"""Every kind of template from the draft to its number: the right page, the right notation, the right type."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import packages
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.stories import fields
from vanthu.office.outgoing.tests.test_drafting import text_of
from vanthu.office.registers import operations as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.registers.tests.stories import series
from vanthu.office.testing.cast import Cast
from vanthu.standards.letter.catalogue import TYPES

ARTICLES = (
    "Điều 1. Bổ nhiệm bà Đỗ Thị Lan Anh giữ chức vụ Trưởng phòng.\nĐiều 2. Chánh Văn phòng thi hành Quyết định này"
)
BASES = ("Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;", "Theo đề nghị của Chánh Văn phòng")
TEMPLATES: dict[str, dict[str, Any]] = {
    "1.1": {
        "type_code": "nghi_quyet",
        "subject": "Về việc thông qua kế hoạch",
        "legal_bases": BASES,
        "body": ARTICLES,
        "particulars": {"authority": "Hội đồng trường", "session": "Khóa I, kỳ họp thứ 4"},
    },
    "1.2": {
        "type_code": "quyet_dinh",
        "subject": "Về việc bổ nhiệm công chức",
        "legal_bases": BASES,
        "body": ARTICLES,
        "places": ("UBND tỉnh (để b/c)",),
        "particulars": {"authority": "Giám đốc Sở Nội vụ"},
    },
    "1.3": {
        "type_code": "quyet_dinh",
        "subject": "Ban hành Quy chế công tác văn thư",
        "legal_bases": BASES,
        "body": "Điều 1. Ban hành kèm theo Quyết định này Quy chế công tác văn thư.\nĐiều 2. Chánh Văn phòng thi hành",
        "particulars": {
            "authority": "Giám đốc Sở Nội vụ",
            "attached_name": "Quy chế",
            "attached_subject": "Công tác văn thư",
            "attached_text": "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi điều chỉnh\n1. Quy chế này về văn thư.",
        },
    },
    "1.4": {
        "type_code": "bao_cao",
        "subject": "Kết quả công tác văn thư quý I năm 2026",
        "body": "I. KẾT QUẢ\n1. Đã làm.\n| TT | Việc |\n|---|---|\n| 1 | Số hóa |\nII. TỒN TẠI\n1. Còn chậm.",
    },
    "1.6": {
        "type_code": "cong_dien",
        "subject": "Về việc ứng phó mưa lớn",
        "particulars": {"sender": "Giám đốc Sở Nội vụ"},
    },
    "1.7": {
        "type_code": "giay_moi",
        "subject": "Dự hội nghị tập huấn",
        "body": "",
        "particulars": {
            "invited": ["Lãnh đạo các sở", "Công chức văn thư"],
            "occasion": "hội nghị tập huấn",
            "chair": "Ông Phạm Tiến Dũng",
            "time": "08 giờ 00, ngày 18 tháng 3 năm 2026",
            "venue": "Hội trường tầng 2",
        },
    },
    "1.8": {
        "type_code": "giay_gioi_thieu",
        "subject": "Giới thiệu công chức đến làm việc",
        "body": "",
        "particulars": {
            "person": "Hà Văn Phúc",
            "position": "Chuyên viên",
            "sent_to": "Trung tâm Lưu trữ quốc gia IV",
            "purpose": "Khảo sát tài liệu",
            "valid_until": "31 tháng 3 năm 2026",
        },
    },
    "1.10": {
        "type_code": "giay_nghi_phep",
        "subject": "Cấp giấy nghỉ phép cho ông Hà Văn Phúc",
        "body": "",
        "particulars": {
            "person": "Hà Văn Phúc",
            "position": "Chuyên viên",
            "applied_on": "05 tháng 3 năm 2026",
            "duration": "05 ngày",
            "first_day": "16 tháng 3 năm 2026",
            "last_day": "20 tháng 3 năm 2026",
            "place": "xã Quỳnh Lưu, tỉnh Nghệ An",
            "counted_as": "nghỉ hằng năm",
            "confirmation": True,
        },
    },
    "thư công": {
        "type_code": "thu_cong",
        "subject": "Chúc mừng Ngày Thầy thuốc Việt Nam",
        "particulars": {"title": "Thư chúc mừng", "salutation": "Thân ái gửi các đồng chí,"},
    },
}
TEMPLATES |= {
    "1.9": {
        "type_code": "bien_ban",
        "subject": "Họp giao ban tháng 3 năm 2026",
        "addressed_to": (),
        "places": (),
        "body": "1. Bà Trần Thị Bình báo cáo.\n2. Các thành viên thống nhất.",
        "particulars": {
            "gathering": "Hội nghị",
            "opened": "08 giờ 00, ngày 09 tháng 3 năm 2026",
            "closed": "09 giờ 00, ngày 09 tháng 3 năm 2026",
            "venue": "Phòng họp số 2",
            "present": ["Ông Phạm Tiến Dũng, Giám đốc", "Bà Trần Thị Bình, Trưởng phòng"],
            "chair": "Ông Phạm Tiến Dũng, Giám đốc",
            "secretary": "Bà Trần Thị Bình, Trưởng phòng",
        },
    },
    "hợp đồng": {
        "type_code": "hop_dong",
        "subject": "Về việc số hóa tài liệu lưu trữ",
        "addressed_to": (),
        "places": ("Bên B",),
        "legal_bases": ("Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015",),
        "body": "Điều 1. Nội dung công việc\nBên B số hóa tài liệu cho Bên A.\nĐiều 2. Hiệu lực\nTừ ngày ký.",
        "particulars": {
            "preamble": "Hôm nay, tại trụ sở Sở Nội vụ, chúng tôi gồm:",
            "party_1_label": "Bên A",
            "party_1_details": ["Địa chỉ: số 36 đường Trần Phú"],
            "party_2_label": "Bên B",
            "party_2_name": "Công ty Lưu trữ Cao Nguyên",
            "party_2_title": "Giám đốc",
            "party_2_signer": "Ngô Thanh Mai",
        },
    },
}
"""Those that several sign: what is missing of the first is who keeps the minutes."""
PRINTED: dict[str, tuple[str, ...]] = {
    "1.1": ("NGHỊ QUYẾT", "HỘI ĐỒNG TRƯỜNG", "KHÓA I, KỲ HỌP THỨ 4", "QUYẾT NGHỊ:", "/NQ-SNV"),
    "1.2": ("QUYẾT ĐỊNH", "GIÁM ĐỐC SỞ NỘI VỤ", "24 tháng 6 năm 2025;", "QUYẾT ĐỊNH:", "Điều 2. ", "- Như Điều 2;"),
    "1.3": ("QUY CHẾ", "(Kèm theo Quyết định số", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh"),
    "1.4": ("BÁO CÁO", "I. KẾT QUẢ", "Số hóa", "II. TỒN TẠI", "- Như trên;"),
    "1.6": ("CÔNG ĐIỆN", "GIÁM ĐỐC SỞ NỘI VỤ điện:", "- Sở Y tế;"),
    "1.7": ("GIẤY MỜI", "trân trọng kính mời:", "Tới dự hội nghị tập huấn.", "Địa điểm: Hội trường tầng 2"),
    "1.8": ("GIẤY GIỚI THIỆU", "Được cử đến: Trung tâm Lưu trữ quốc gia IV.", "31 tháng 3 năm 2026"),
    "1.10": ("GIẤY NGHỈ PHÉP", "Được nghỉ phép trong thời gian 05 ngày", "Xác nhận của cơ quan"),
    "thư công": ("THƯ CHÚC MỪNG", "Thân ái gửi các đồng chí,"),
    "1.9": ("BIÊN BẢN", "Thành phần tham dự:", "Hội nghị kết thúc vào 09 giờ 00", "THƯ KÝ", "CHỦ TỌA"),
    "hợp đồng": (
        "HỢP ĐỒNG",
        "BÊN A: SỞ NỘI VỤ",
        "BÊN B: CÔNG TY LƯU TRỮ CAO NGUYÊN",
        "ĐẠI DIỆN BÊN A",
        "GIÁM ĐỐC",
        "ĐẠI DIỆN BÊN B",
        "Ngô Thanh Mai",
    ),
}
NOTATIONS = {
    "1.1": "NQ-SNV",
    "1.2": "QĐ-SNV",
    "1.3": "QĐ-SNV",
    "1.4": "BC-SNV",
    "1.6": "CĐ-SNV",
    "1.7": "GM-SNV",
    "1.8": "GGT-SNV",
    "1.10": "GNP-SNV",
    "thư công": "SNV-CCVC",
    "hợp đồng": "HĐ-SNV",
}

WIRE = {"1.4": (2, 14), "1.7": (2, 25)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_page_of_each_template_is_the_one_of_its_type(office: Cast, template: str) -> None:
    text = text_of(operations.preview(fields(office, **TEMPLATES[template]), by=office.an, at=office.at))
    for line in PRINTED[template]:
        assert line in text, line
    assert "V/v" not in text


@pytest.mark.parametrize("template", ["1.4", "1.7"])
def test_a_document_of_each_kind_comes_to_its_number_and_says_its_type_on_the_way(office: Cast, template: str) -> None:
    outgoing = stories.numbered(office, **TEMPLATES[template])
    type_code = TEMPLATES[template]["type_code"]
    assert (outgoing.document.type.code, outgoing.document.type_name) == (type_code, TYPES[type_code].name)
    assert outgoing.document.code_text == f"01/{NOTATIONS[template]}"
    assert NOTATIONS[template] in text_of(stories.latest_pdf(outgoing))
    version = outgoing.document.versions.last()
    message = packages.message(
        outgoing, version, to=queries.recipients(outgoing), by=office.chi, at=office.after(minutes=40)
    )
    assert message.document_type.type_name == TYPES[type_code].name
    assert (message.document_type.type, message.document_type.type_detail) == WIRE[template]


@pytest.mark.parametrize("template", NOTATIONS)
def test_every_kind_is_complete_and_keeps_what_was_typed(office: Cast, template: str) -> None:
    typed = fields(office, **TEMPLATES[template])
    assert operations.problems(typed, by=office.an, at=office.at) == ()
    kept = queries.fields_of(stories.draft(office, **TEMPLATES[template]))
    assert (kept.type_code, kept.particulars, kept.body) == (typed.type_code, typed.particulars, typed.body)
    assert kept.legal_bases == typed.legal_bases
    submitted = operations.submit(queries.visible_to(office.an, at=office.at).get().pk, by=office.an, at=office.at)
    assert operations.composing.notation(kept, agency_id=submitted.agency_id) == NOTATIONS[template]


def test_types_with_a_series_of_their_own_are_counted_apart(office: Cast) -> None:
    """A công văn has the first number of the general series already."""
    series(office)
    day, letter = office.at.date(), stories.draft(office)
    register = {"kind": RegisterKind.OUTGOING, "document_id": letter.pk, "on": day}
    assert registers.take_number(**register, by=office.chi, at=office.at) == 1
    decision = stories.numbered(office, **TEMPLATES["1.2"])
    assert decision.document.code_text == "01/QĐ-SNV"


PROBLEMS: list[tuple[str, dict[str, Any], str]] = [
    ("legal_bases", {**TEMPLATES["1.2"], "legal_bases": ()}, "VT-DI-THIEU-CAN-CU"),
    ("particulars.authority", {**TEMPLATES["1.2"], "particulars": {}}, "VT-DI-THIEU-MUC-RIENG"),
    ("particulars.attached_text", {**TEMPLATES["1.3"], "particulars": {
        "authority": "Giám đốc", "attached_name": "Quy chế", "attached_subject": "Văn thư"}}, "VT-DI-THIEU-MUC-RIENG"),
    ("particulars.venue", {**TEMPLATES["1.7"], "particulars": {**TEMPLATES["1.7"]["particulars"], "venue": " "}},
     "VT-DI-THIEU-MUC-RIENG"),
    ("particulars.venue", {**TEMPLATES["1.7"], "particulars": {**TEMPLATES["1.7"]["particulars"], "venue": ["x"]}},
     "VT-DI-MUC-RIENG-SAI"),
    ("particulars.venue", {**TEMPLATES["1.7"], "particulars": {**TEMPLATES["1.7"]["particulars"], "venue": "x" * 501}},
     "VT-DI-MUC-RIENG-SAI"),
    ("particulars.stranger", {**TEMPLATES["1.4"], "particulars": {"stranger": "x"}}, "VT-DI-MUC-RIENG-SAI"),
    ("body", {**TEMPLATES["1.2"], "body": "Điều 1. A.\nĐiều 3. B."}, "VT-DI-DANH-SO"),
    ("body", {**TEMPLATES["1.4"], "body": ""}, "VT-DI-THIEU-NOI-DUNG"),
    ("addressed_to", {**TEMPLATES["1.6"], "addressed_to": ()}, "VT-DI-THIEU-KINH-GUI"),
    ("cosigners", TEMPLATES["1.9"], "VT-DI-CUNG-KY-SO-NGUOI"),
    ("particulars.party_3_title", {**TEMPLATES["hợp đồng"], "particulars": {
        **TEMPLATES["hợp đồng"]["particulars"], "party_3_label": "Bên C", "party_3_name": "Ngân hàng",
        "party_3_signer": "Lê Thị Na"}}, "VT-DI-THIEU-MUC-RIENG"),
    ("type_code", {"type_code": "nghi_dinh"}, "VT-DI-LOAI-VAN-BAN"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "changed", "code"), PROBLEMS)
def test_each_gap_is_named_at_its_field(office: Cast, field: str, changed: dict[str, Any], code: str) -> None:
    found = operations.problems(fields(office, **changed), by=office.an, at=office.at)
    assert [(problem.field, problem.code) for problem in found] == [(field, code)]


def test_only_who_is_addressed_is_named_above(office: Cast) -> None:
    kinds = {"bao_cao": "", "to_trinh": "Như trên", "giay_moi": "", "quyet_dinh": "Như Điều 2"}
    for type_code, first in kinds.items():
        typed = fields(office, type_code=type_code, addressed_to=(), places=(), body=ARTICLES)
        lines = operations.composing.printed_places(typed, "CCVC")
        assert lines == (*((first,) if first else ()), "Lưu: VT, CCVC"), type_code


def test_the_type_of_a_draft_may_change_until_it_is_submitted(office: Cast) -> None:
    outgoing = stories.draft(office)
    changed = fields(office, **TEMPLATES["1.2"])
    operations.change_draft(outgoing.pk, changed, by=office.an, at=office.at)
    document = apps.get_model("documents", "Document").objects.get(pk=outgoing.pk)
    assert (document.type.code, document.type_name) == ("quyet_dinh", "Quyết định")


def test_a_changed_particular_or_type_is_another_content(office: Cast) -> None:
    outgoing = stories.draft(office, **TEMPLATES["1.7"])
    before = queries.content_of(outgoing)
    values = {**TEMPLATES["1.7"]["particulars"], "venue": "Hội trường tầng 3"}
    operations.change_draft(
        outgoing.pk, fields(office, **{**TEMPLATES["1.7"], "particulars": values}), by=office.an, at=office.at
    )
    after = queries.content_of(outgoing)
    assert queries.hash_of(before) != queries.hash_of(after)
    (change,) = queries.changes(before, after)
    assert change.label == "Mục riêng của loại văn bản"
    assert change.lines == (("-", "Địa điểm: Hội trường tầng 2"), ("+", "Địa điểm: Hội trường tầng 3"))


def test_what_an_official_letter_lacks_is_no_part_of_its_hash(office: Cast) -> None:
    assert not {"legal_bases", "particulars"} & set(queries.content_of(stories.draft(office)))


def test_minutes_made_elsewhere_are_taken_as_pdf(office: Cast) -> None:
    typed = fields(office, type_code="bien_ban", subject="Họp giao ban")
    outgoing = operations.upload_draft(typed, stories.made_elsewhere(), "bien-ban.pdf", by=office.an, at=office.at)
    assert outgoing.document.type_name == "Biên bản"
    assert operations.submit(outgoing.pk, by=office.an, at=office.at).state == "in_approval"
