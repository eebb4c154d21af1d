"""Sổ sử dụng bản lưu: lending the original kept at the clerk's desk, and taking it back (ND30-A19, PLIV)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import policies, queries
from vanthu.office.registers.models import CopyLoan
from vanthu.office.registers.operations.common import allow, today
from vanthu.office.registers.operations.errors import CopyLent, RegisterFieldWrong
from vanthu.office.registers.operations.kept import kept_document
from vanthu.office.registers.states import LOAN_MOVES, LoanState
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person


def lend(
    *,
    code_text: str,
    borrower_id: UUID,
    permitted_by_id: UUID,
    file_code: str = "",
    remark: str = "",
    by: Person,
    at: datetime,
) -> CopyLoan:
    """Lend the kept copy to a person of the agency, by leave of a leader or head of unit.

    Raises NotKept, CopyLent when somebody has it, RegisterFieldWrong, NotFound, NotAllowed.
    """
    allow(by, "lend", at)
    document = kept_document(code_text)
    borrower, permitted = organizations.person(borrower_id), organizations.person(permitted_by_id)
    if not access.duties_of(permitted, at=at) & {Duty.LEADER, Duty.UNIT_HEAD}:
        raise RegisterFieldWrong(what=f"{permitted.full_name} không phải lãnh đạo hoặc trưởng đơn vị")
    values: Any = {"file_code": tidy(file_code)[:100], "remark": tidy(remark)[:500]}
    with write():
        loan = _lent(document, borrower, permitted, values, by, at)
        audit.record(
            verb="lend", subject=loan, by=by, at=at, document=document.pk, borrower=borrower.pk, permitted=permitted.pk
        )
    return loan


def sign_loan(loan_id: UUID, *, by: Person, at: datetime) -> CopyLoan:
    """Sign for the copy: the borrower, or the clerk for him. Raises MovedMeanwhile when signed already, NotAllowed."""
    loan = queries.loan(loan_id)
    policies.may_sign_loan(by, loan.borrower_id, at=at).require(policies.LABELS["sign_loan"])
    with write():
        rows = CopyLoan.objects.filter(pk=loan_id, signed_at__isnull=True, state=LoanState.OUT)
        if rows.update(signed_at=at) != 1:
            raise MovedMeanwhile(verb="Ký nhận")
        audit.record(verb="sign_loan", subject=loan, by=by, at=at)
    return queries.loan(loan_id)


def give_back(loan_id: UUID, *, remark: str = "", by: Person, at: datetime) -> CopyLoan:
    """Take the copy back. Raises MovedMeanwhile when it is back already, NotAllowed."""
    allow(by, "give_back", at)
    loan = queries.loan(loan_id)
    said = "; ".join(filter(None, (loan.remark, tidy(remark))))[:500]
    with write():
        rows = CopyLoan.objects.filter(pk=loan_id)
        make_move(rows, "give_back", LOAN_MOVES, returned_on=today(at), remark=said)
        audit.record(verb="give_back", subject=loan, by=by, at=at)
    return queries.loan(loan_id)


def _lent(document: Document, borrower: Person, permitted: Person, values: Any, by: Person, at: datetime) -> CopyLoan:
    """Write the line; the constraint of the table decides between two who lend at the same moment."""
    try:
        with write():
            return CopyLoan.objects.create(
                document=document,
                lent_on=today(at),
                borrower=borrower,
                permitted_by=permitted,
                made_at=at,
                made_by=by,
                **values,
            )
    except IntegrityError:
        held = queries.borrowed(document.pk)
        if held is None:
            raise
        raise CopyLent(code_text=document.code_text, borrower=held.borrower.full_name, lent_on=held.lent_on) from None
