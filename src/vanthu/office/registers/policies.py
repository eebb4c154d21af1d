"""Who may write in the registers and who decides how they count."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

LABELS = {
    "reserve": "Giữ số",
    "extend": "Gia hạn giữ số",
    "use": "Dùng số giữ chỗ",
    "cancel": "Hủy số",
    "enter_paper": "Vào sổ văn bản giấy",
    "post": "Ghi sổ gửi bưu điện",
    "sign_post": "Ghi ký nhận của bưu điện",
    "strike_post": "Gạch dòng ghi nhầm",
    "lend": "Cho mượn bản lưu",
    "sign_loan": "Ký nhận bản lưu",
    "give_back": "Nhận lại bản lưu",
    "open_series": "Lập dãy số",
    "end_series": "Ngừng dãy số",
}
"""Every verb with its Vietnamese words."""

_STANDING_IN = frozenset({"post", "sign_post"})
"""What whoever stands in for a clerk does too: issuing on paper ends in the post register (ND30-A18, A32)."""

_ADMINISTRATORS = frozenset({"open_series", "end_series"})


def may(person: Person, verb: str, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb: clerks keep the registers, administrators set up the series."""
    if person.agency_id != current_agency():
        return refused("sổ này thuộc cơ quan khác")
    duties = access.duties_of(person, at=at)
    if verb in _ADMINISTRATORS:
        return (
            ALLOWED
            if Duty.ADMINISTRATOR in duties
            else refused("cách đánh số do người quản trị của cơ quan thiết lập theo quyết định của người đứng đầu")
        )
    if Duty.CLERK in duties or (verb in _STANDING_IN and access.delegators(person, at=at)[Work.CLERK]):
        return ALLOWED
    return refused("việc này do văn thư cơ quan thực hiện")


def instead_of(person: Person, *, at: datetime) -> Person | None:
    """Return the clerk in whose place this person keeps the post register; None for a clerk himself."""
    if Duty.CLERK in access.duties_of(person, at=at):
        return None
    return next(iter(access.delegators(person, at=at)[Work.CLERK]), None)


def may_sign_loan(person: Person, borrower_id: object, *, at: datetime) -> Permission:
    """Answer whether this person may sign for a kept copy: the borrower himself, or the clerk for him."""
    return ALLOWED if person.pk == borrower_id else may(person, "sign_loan", at=at)
