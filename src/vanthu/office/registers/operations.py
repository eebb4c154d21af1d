"""Taking numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import current_agency
from vanthu.office.registers import queries
from vanthu.office.registers.models import NumberTaken, Register
from vanthu.office.registers.states import RegisterKind
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


class NumberBackdated(VanThuError):
    """Numbers and dates go up together (ND30-A15.1); a clock that went back must not break that."""

    code = "VT-SO-LUI-NGAY"
    template = (
        "Không cấp được số cho ngày {on:%d/%m/%Y} vì số {last} đã cấp ngày {last_on:%d/%m/%Y}; số và ngày phải tăng "
        "cùng nhau. Hãy kiểm tra đồng hồ của máy chủ rồi thực hiện lại."
    )


def take_number(
    *,
    kind: RegisterKind,
    document_id: UUID,
    on: date,
    by: Person | None,
    at: datetime,
    series: str = "chung",
) -> int:
    """Give a document the next number of the year of `on`; a document that has one keeps it.

    The register's row stays locked until the transaction ends, so the numbers of a year have no gap and no twin
    (ND30-A15.1, A22.2). Keep that transaction short and talk to no device in it. Raises NumberBackdated.
    """
    with write():
        register = _locked(kind, series, on.year)
        taken = queries.number_of(document_id, kind)
        if taken is not None:
            return taken.number
        _require_in_order(register, on)
        number = register.last_number + 1
        Register.objects.filter(pk=register.pk).update(last_number=number)
        taken = NumberTaken.objects.create(
            register=register, number=number, document_id=document_id, taken_on=on, taken_at=at, taken_by=by
        )
        audit.record(
            verb="take_number", subject=taken, by=by, at=at, kind=kind, series=series, year=on.year, number=number,
            document=document_id,
        )  # fmt: skip
    return number


def _locked(kind: RegisterKind, series: str, year: int) -> Register:
    register, _ = Register.objects.select_for_update().get_or_create(
        agency_id=current_agency(), kind=kind, series=series, year=year
    )
    return register


def _require_in_order(register: Register, on: date) -> None:
    last = NumberTaken.objects.filter(register=register, number=register.last_number).first()
    if last is not None and last.taken_on > on:
        raise NumberBackdated(on=on, last=last.number, last_on=last.taken_on)
