"""Documents made for the tests by a template of their own, of which every measure can be altered."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import typst

from vanthu.standards.letter import fonts

Paper = dict[str, Any]
TEMPLATE = Path(__file__).parent / "paper.typ"

PROSE = (
    "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Sở Nội vụ đề nghị"
    " các cơ quan, đơn vị rà soát danh mục vị trí việc làm, gửi kết quả về Sở Nội vụ trước ngày 15 tháng 6 năm 2026 để"
    " tổng hợp, báo cáo Ủy ban nhân dân tỉnh theo quy định tại khoản 2 Điều 5 của Quy chế làm việc."
)
END = (
    "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về Sở Nội vụ để được hướng dẫn"
    " kịp thời và đúng quy định của pháp luật hiện hành./."
)


def words(text: str, size: float = 14, **style: Any) -> Paper:
    """A piece of text with its style."""
    return {"text": text, "size": size} | style


def bold(text: str, size: float = 14, **style: Any) -> Paper:
    return words(text, size, weight="bold") | style


def paragraph(text: str, size: float = 14, **style: Any) -> Paper:
    """A justified paragraph of the body."""
    return {"text": text, "size": size, "justify": True, "leading": 0.214, "indent": 12.7, "gap": 6} | style


def article(lead: str, text: str, **style: Any) -> Paper:
    """ "Điều 1." in bold before its text."""
    return paragraph(text, **style) | {"lead": bold(lead + " ")}


def centred(text: str, size: float = 14, weight: str = "bold", **style: Any) -> Paper:
    return {"text": text, "size": size, "weight": weight, "centre": True, "gap": 6} | style


COMMON: Paper = {
    "font": "Tinos",
    "page": {"width": 210, "height": 297, "top": 20, "bottom": 20, "left": 30, "right": 20},
    "number_at": "top", "number_first": False, "number_align": "center", "number_off": 0,
    "page_number": words("#", 14),
    "circulation": None, "urgency": None, "secrecy": None,
    "superior": [words("ỦY BAN NHÂN DÂN", 12), words("TỈNH LÂM ĐỒNG", 12)],
    "agency": [bold("SỞ NỘI VỤ", 12)], "agency_rule": 0.42,
    "national": bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12), "national_dx": 0,
    "motto": bold("Độc lập - Tự do - Hạnh phúc", 13), "motto_dx": 0, "motto_rule": 1,
    "number": words("Số: 15/SNV-CCVC", 13), "number_dx": 0,
    "date": words("Lâm Đồng, ngày 05 tháng 3 năm 2026", 13, style="italic"), "date_dx": 0, "date_dy": 0,
    "letter_subject": [], "letter_subject_dx": 0,
    "title": None, "subject": [], "subject_rule": 0.42,
    "addressed": [],
    "body": [paragraph(PROSE), paragraph("1. " + PROSE), paragraph("2. " + PROSE), paragraph(END)],
    "heading": words("Nơi nhận:", 12, weight="bold", style="italic"), "heading_dx": 0, "heading_dy": 0,
    "recipients": [
        words("- Như trên;", 11), words("- UBND tỉnh (để b/c);", 11), words("- Lưu: VT, CCVC.", 11),
    ],
    "capacity": [bold("KT. GIÁM ĐỐC"), bold("PHÓ GIÁM ĐỐC")], "name": bold("Nguyễn Văn Dũng"), "name_dx": 0,
    "appendices": [],
}  # fmt: skip

LETTER: Paper = COMMON | {
    "letter_subject": [words("V/v rà soát danh mục vị trí việc làm", 12), words("của các cơ quan chuyên môn", 12)],
    "addressed": [words("Kính gửi: Sở Tài chính")],
}

DECISION: Paper = COMMON | {
    "number": words("Số: 15/QĐ-SNV", 13),
    "title": bold("QUYẾT ĐỊNH"),
    "subject": [bold("Về việc ban hành danh mục vị trí việc làm")],
    "body": [
        centred("GIÁM ĐỐC SỞ NỘI VỤ"),
        paragraph("Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025;", style="italic"),
        paragraph(
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
            style="italic",
        ),
        paragraph("Theo đề nghị của Chánh Văn phòng Sở.", style="italic"),
        centred("QUYẾT ĐỊNH:"),
        article("Điều 1.", "Ban hành kèm theo Quyết định này danh mục vị trí việc làm của Sở Nội vụ năm 2026."),
        article("Điều 2.", PROSE),
        article("Điều 3.", "Chánh Văn phòng Sở và các tổ chức, cá nhân liên quan chịu trách nhiệm thi hành./."),
    ],
    "recipients": [words("- Như Điều 3;", 11), words("- Lưu: VT, CCVC.", 11)],
}

REPORT: Paper = COMMON | {
    "number": words("Số: 15/BC-SNV", 13),
    "title": bold("BÁO CÁO"),
    "subject": [bold("Kết quả công tác văn thư năm 2026")],
    "body": [
        centred("Chương I"), centred("KẾT QUẢ THỰC HIỆN", gap=0),
        paragraph("I. KẾT QUẢ CHUNG", weight="bold"),
        paragraph("1. " + PROSE), paragraph("a) " + PROSE), paragraph("b) " + PROSE), paragraph("c) " + PROSE),
        paragraph("d) " + PROSE), paragraph("đ) " + PROSE), paragraph("2. " + PROSE), paragraph(END),
    ],
    "recipients": [words("- UBND tỉnh (để b/c);", 11), words("- Lưu: VT, VP.", 11)],
    "appendices": [
        {
            "heading": bold("Phụ lục I"), "title": [bold("DANH MỤC HỒ SƠ")],
            "note": [words("(Kèm theo Báo cáo số 15/BC-SNV ngày 05 tháng 3 năm 2026)", 13, style="italic")],
            "body": [{"table": 2, "cells": ["Tên hồ sơ", "Thời hạn", "Hồ sơ công việc", "10 năm"]}, paragraph(END)],
        },
        {"heading": bold("Phụ lục II"), "title": [bold("SỐ LIỆU")], "note": [], "body": [paragraph(END)]},
    ],
}  # fmt: skip

SET_A: Paper = {
    "superior": [words("ỦY BAN NHÂN DÂN", 13), words("TỈNH LÂM ĐỒNG", 13)],
    "agency": [bold("SỞ NỘI VỤ", 13)],
    "national": bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13),
    "motto": bold("Độc lập - Tự do - Hạnh phúc", 14),
    "date": words("Lâm Đồng, ngày 05 tháng 3 năm 2026", 14, style="italic"),
}


@cache
def _compiler() -> typst.Compiler:
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.FOLDER)])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=faces)


def pdf_of(paper: Paper) -> bytes:
    """The document as PDF."""
    made = _compiler().compile(sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made


def altered(paper: Paper, **change: Any) -> Paper:
    """A copy with parts replaced; a dict is laid over the part it names."""
    copy = deepcopy(paper)
    for name, value in change.items():
        both = isinstance(value, dict) and isinstance(copy.get(name), dict)
        copy[name] = copy[name] | value if both else value
    return copy
