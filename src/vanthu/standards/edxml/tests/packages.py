"""Packages for tests: one good message, and its text to be bent."""

import io
from datetime import date, datetime
from pathlib import Path

from vanthu.standards import edxml

TODAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=edxml.VIETNAM)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4


def attachment(name="125-SNV-CCVC.pdf", data=PDF, content_type="application/pdf", content_id="a1"):
    return edxml.Attachment(name, content_type, edxml.Content.of(data), "Văn bản", content_id)


def document(**changes):
    given = {
        "sender": edxml.Organization("H37.02", "Sở Nội vụ", "UBND tỉnh Lạng Sơn", email="snv@example.gov.vn"),
        "recipients": (edxml.Organization("H37.05", "Sở Y tế"), edxml.Organization("G22", "Văn phòng Chính phủ")),
        "document_id": "H37.02,2026/03/09,125/SNV-CCVC",
        "code": edxml.Code("125", "SNV-CCVC"),
        "promulgation_place": "Lạng Sơn",
        "promulgation_date": TODAY,
        "document_type": edxml.DocumentType(2, "Công văn", 18),
        "subject": "V/v rà soát danh mục vị trí việc làm",
        "signer": edxml.SignerInfo("Trần Thị B", "Phó Giám đốc", "KT. GIÁM ĐỐC"),
        "other": edxml.OtherInfo(priority=1, direction=False, appendixes=("Phụ lục I",)),
        "to_places": ("Như trên", "Lưu: VT"),
        "trace": (edxml.TraceHeader("H37.02", NOON),),
        "business": edxml.Business(reason="Văn bản điện tử mới", staff=edxml.StaffInfo("Văn thư", "Lê Văn C")),
        "attachments": (
            edxml.Attachment("125-SNV-CCVC.pdf", "application/pdf", edxml.Content.of(PDF), "Văn bản", "a1"),
        ),
    }
    return edxml.DocumentMessage(**(given | changes))


def status(**changes):
    given = {
        "sender": edxml.Organization("H37.05", "Sở Y tế"),
        "response_for": edxml.ResponseFor("H37.02", "125/SNV-CCVC", "H37.02,2026/03/09,125/SNV-CCVC", TODAY),
        "status_code": "03",
        "description": "Đã tiếp nhận, vào sổ văn bản đến số 310",
        "timestamp": NOON,
        "staff": edxml.StaffInfo("Văn thư", "Phạm Thị D"),
    }
    return edxml.StatusMessage(**(given | changes))


def text_of(message) -> str:
    return edxml.write_bytes(message).decode()


def bent(*pairs: tuple[str, str], message=None) -> str:
    """The text of a good package with each old text (which must be there) replaced by a new one."""
    text = text_of(message or document())
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def read(text: str | bytes, folder: Path, **options) -> edxml.ReadResult:
    data = text.encode() if isinstance(text, str) else text
    return edxml.read(io.BytesIO(data), attachments_dir=folder, **options)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def payload(attachment) -> bytes:
    with attachment.content.open() as file:
        return file.read()
