"""From a văn bản đến to the văn bản đi that answers it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies as access
from vanthu.office.assignments import queries as assignments
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import OFFICIAL_LETTER, LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import policies
from vanthu.office.incoming import queries as incoming_queries
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries as outgoing_queries
from vanthu.office.outgoing.queries import DraftFields
from vanthu.office.outgoing.states import OPEN_STATES
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument


class NobodyToSign(VanThuError):
    """Nobody may sign a letter of the unit, so no draft can name its signer (ND30-A13)."""

    code = "VT-TRA-LOI-THIEU-NGUOI-KY"
    template = (
        "Cơ quan chưa có ai có thẩm quyền ký công văn trả lời (Điều 13 Nghị định 30/2020/NĐ-CP). Hãy đề nghị người "
        "quản trị khai báo chức vụ người ký."
    )


class NoDraftingUnit(VanThuError):
    """Neither the person nor the assignment says which unit drafts the answer."""

    code = "VT-TRA-LOI-THIEU-DON-VI"
    template = "Chưa biết đơn vị nào soạn văn bản trả lời. Hãy phân công đơn vị chủ trì trước."


def start_answer(incoming_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Return a draft that answers the document, filled in with what is known and linked to it.

    A draft this person began before and that is still on its way is returned instead of a second one.
    """
    incoming = incoming_queries.get(by, incoming_id, at=at)
    if not policies.exists("answer", incoming.state):
        raise MovedMeanwhile(verb=policies.LABELS["answer"])
    policies.may(by, "answer", incoming, at=at).require(policies.LABELS["answer"])
    if begun := _begun(incoming_id, by, at):
        return begun
    fields = _fields(incoming.document, by, at)
    with write():
        draft = outgoing.start_draft(fields, by=by, at=at)
        documents.link(draft.pk, incoming_id, LinkKind.ANSWERS)
    return draft


def _begun(incoming_id: UUID, by: Person, at: datetime) -> OutgoingDocument | None:
    answers = [link.source_id for link in document_queries.links_to(incoming_id) if link.kind == LinkKind.ANSWERS]
    mine = outgoing_queries.visible_to(by, at=at).filter(pk__in=answers, drafter=by, state__in=OPEN_STATES)
    return mine.first()


def _fields(document: Document, by: Person, at: datetime) -> DraftFields:
    known = exchange.correspondent(document.issuer_code)
    code, name = (known.code, known.name) if known else (document.issuer_code, document.issuer_name)
    unit_id = _unit_id(document.pk, by)
    return DraftFields(
        subject=f"trả lời {document_queries.cited(document)}",
        addressed_to=(document.issuer_name,),
        body=_opening(document, by),
        recipients=((code, name),),
        signer_id=_signer(document.pk, unit_id, at).pk,
        unit_id=unit_id,
        urgency=document.urgency,
    )


def _opening(document: Document, by: Person) -> str:
    own = organizations.agency(by.agency_id).name
    about = f" về việc {document.subject}" if document.subject else ""
    received = f"{own} nhận được {document_queries.cited(document)} của {document.issuer_name}{about}."
    return f"{received} Về việc này, {own} có ý kiến như sau:"


def _signer(document_id: UUID, unit_id: UUID, at: datetime) -> Person:
    """Who directed the work, if he can sign; or else the first leader who can; or else the first leader (ND30-A13)."""
    competent = access.possible_signers(type_code=OFFICIAL_LETTER, unit_id=unit_id, at=at)
    leaders = [person for person, _capacity in competent]
    if not leaders:
        raise NobodyToSign
    lead = assignments.leads([document_id]).get(document_id)
    director = lead.assignment.by_id if lead else None
    able = [one for one in leaders if signatures.identity_for(one)]
    return min(able or leaders, key=lambda one: one.pk != director)


def _unit_id(document_id: UUID, by: Person) -> UUID:
    lead = assignments.leads([document_id]).get(document_id)
    unit_id = by.unit_id or (lead.unit_id if lead else None)
    if unit_id is None:
        raise NoDraftingUnit
    return unit_id
