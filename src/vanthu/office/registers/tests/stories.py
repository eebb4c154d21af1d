"""Documents, papers and series for the tests of the registers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.documents import operations as documents
from vanthu.office.registers import operations
from vanthu.office.registers.models import CopyLoan, NumberTaken, PostEntry, Series
from vanthu.office.registers.states import RegisterKind
from vanthu.office.testing.cast import Cast


def document(cast: Cast, type_code: str = "cong_van", **values: Any) -> UUID:
    """A văn bản đi that has no number yet."""
    names = {"cong_van": "Công văn", "quyet_dinh": "Quyết định", "bao_cao": "Báo cáo", "thong_bao": "Thông báo"}
    told: dict[str, Any] = {"issuer_code": "H99.02", "issuer_name": "Sở Nội vụ", "subject": "thử", **values}
    made = documents.create(
        direction="outgoing", type_name=names[type_code], type_code=type_code, at=cast.at, **told
    )  # fmt: skip
    return made.pk


def take(cast: Cast, document_id: UUID, **other: Any) -> int:
    """The next number for a document."""
    values = {"kind": RegisterKind.OUTGOING, "on": cast.at.date(), "by": cast.chi, "at": cast.at, **other}
    return operations.take_number(document_id=document_id, **values)


def reserve(cast: Cast, **other: Any) -> NumberTaken:
    """Chi keeps a number for a week."""
    due_on = cast.at.date() + timedelta(days=7)
    values = {"reason": "Giữ cho quyết định đang chờ ký", "due_on": due_on, "by": cast.chi, "at": cast.at, **other}
    return operations.reserve(**values)


def paper(cast: Cast, **other: Any) -> operations.PaperFields:
    """A paper decision of last week."""
    values: dict[str, Any] = {
        "type_code": "quyet_dinh",
        "notation": "QĐ-SNV",
        "subject": "Về việc cử công chức đi công tác",
        "issued_on": cast.at.date() - timedelta(days=3),
        "signer_name": "Phạm Tiến Dũng",
        "signer_position": "Giám đốc",
        "unit_id": cast.ccvc.pk,
        "recipients": ("Ông Nguyễn Văn An", "Văn phòng"),
        "copies": 4,
        **other,
    }
    return operations.PaperFields(**values)


def entered(cast: Cast, **other: Any) -> NumberTaken:
    """The paper of `paper` in the register."""
    reason = other.pop("reason", "Mất điện, ký giấy")
    at = other.pop("at", cast.at)
    return operations.enter_paper(paper(cast, **other), reason=reason, by=cast.chi, at=at)


def administrator(cast: Cast) -> Any:
    """Bình, who also administers."""
    access.give_duty(cast.binh, Duty.ADMINISTRATOR, by=None, at=cast.at - timedelta(days=1))
    return cast.binh


def series(cast: Cast, **other: Any) -> Series:
    """A series of decisions from the beginning of the year."""
    values: dict[str, Any] = {
        "scope": "types",
        "name": "Quyết định",
        "types": ("quyet_dinh",),
        "valid_from": date(cast.at.year, 1, 1),
        "legal_basis": "Quy chế công tác văn thư, Điều 15",
        **other,
    }
    return operations.open_series(operations.SeriesFields(**values), by=administrator(cast), at=cast.at)


def posted(cast: Cast, code_text: str, **other: Any) -> PostEntry:
    """A line of the post register."""
    values = {
        "recipient": "Ủy ban nhân dân xã Đồng Mẫu", "envelopes": 2, "sent_on": cast.at.date(), "by": cast.chi,
        "at": cast.at, **other,
    }  # fmt: skip
    return operations.post(code_text=code_text, **values)


def lent(cast: Cast, code_text: str, **other: Any) -> CopyLoan:
    """An borrows a kept copy by leave of Dũng."""
    values = {
        "borrower_id": cast.an.pk, "permitted_by_id": cast.dung.pk, "file_code": "01.TCCB", "by": cast.chi,
        "at": cast.at, **other,
    }  # fmt: skip
    return operations.lend(code_text=code_text, **values)
