"""The issuer wants a document back (status 13, or a package that recalls it): QD28-A8, A9; ND30-A18.4.

Agreeing destroys its content here and keeps the entry: number, hash, who asked, who agreed and when. The clerk decides
as long as nobody works with the document, a leader afterwards. The issuer hears 15 or 16.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import operations as assignments
from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.exchange import operations as exchange
from vanthu.office.incoming import policies, queries
from vanthu.office.incoming.models import IncomingDocument, IssuerWish
from vanthu.office.incoming.operations.common import report
from vanthu.office.incoming.operations.errors import NothingAskedBack, ReasonMissing
from vanthu.office.incoming.states import GONE, MOVES, IncomingState
from vanthu.office.kernel.moves import move
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

NO_REASON = "(bên gửi không nêu lý do)"


def ask_back(
    document_id: UUID, *, reason: str, asked_by: str, notice_id: UUID | None = None, at: datetime
) -> IssuerWish | None:
    """Lay the issuer's wish before the clerk or a leader; asked again while it lies there, it is the same one.

    `notice_id` is the document that announces the recall, where there is one. A document that went back or was given
    back before needs nobody: the issuer hears 15 at once and nothing is returned. Raises NotFound.
    """
    incoming = queries.one(document_id)
    reason = reason.strip() or NO_REASON
    with write():
        if incoming.state in GONE:
            said = f"Văn bản {IncomingState(incoming.state).label.lower()} trước khi có yêu cầu này"
            exchange.queue_status(
                incoming.document, status=StatusCode.CHANGE_ACCEPTED, description=said, by=None, at=at
            )
            audit.record(verb="ask_back", subject=incoming, by=None, at=at, reason=reason, asked_by=asked_by)
            return None
        request, new = IssuerWish.objects.get_or_create(
            agency_id=incoming.agency_id,
            incoming=incoming,
            decided_at=None,
            defaults={"reason": reason, "asked_by": asked_by, "notice_id": notice_id, "asked_at": at},
        )
        if new:
            audit.record(verb="ask_back", subject=incoming, by=None, at=at, reason=reason, asked_by=asked_by)
    return request


def give_back(document_id: UUID, *, opinion: str = "", by: Person, at: datetime) -> IncomingDocument:
    """Agree: the content is destroyed and the work on it ends; the issuer hears 15.

    Raises NothingAskedBack, NotAllowed, MovedMeanwhile.
    """
    incoming, request = _asked(document_id, "give_back", by, at)
    why = f"{request.asked_by} lấy lại văn bản: {request.reason}"
    with write():
        move(incoming, "give_back", MOVES)
        _decide(request, True, opinion, by, at)
        assignments.abandon(document_id, why="Văn bản đã được bên gửi lấy lại", by=by, at=at)
        documents.destroy_content(document_id, why=why, by=by, at=at)
        said = opinion.strip() or "Đồng ý trả lại; nội dung văn bản đã được hủy trên hệ thống"
        report(incoming, "give_back", StatusCode.CHANGE_ACCEPTED, said, by, at, reason=request.reason)
    return incoming


def keep_it(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Refuse with a reason; the document stays as it is, and the issuer hears 16.

    Raises NothingAskedBack, NotAllowed, ReasonMissing.
    """
    incoming, request = _asked(document_id, "keep_it", by, at)
    if not reason.strip():
        raise ReasonMissing
    with write():
        _decide(request, False, reason, by, at)
        report(incoming, "keep_it", StatusCode.CHANGE_REFUSED, reason.strip(), by, at, reason=reason.strip())
    return incoming


def _asked(document_id: UUID, verb: str, by: Person, at: datetime) -> tuple[IncomingDocument, IssuerWish]:
    incoming = queries.get(by, document_id, at=at)
    request = queries.open_request(document_id)
    if request is None:
        raise NothingAskedBack
    policies.may(by, verb, incoming, at=at).require(policies.LABELS[verb])
    return incoming, request


def _decide(request: IssuerWish, accepted: bool, opinion: str, by: Person, at: datetime) -> None:
    """Raises NothingAskedBack when somebody else decided first."""
    decided = {"decided_at": at, "decided_by": by, "accepted": accepted, "opinion": opinion.strip()}
    if not IssuerWish.objects.filter(pk=request.pk, decided_at__isnull=True).update(**decided):
        raise NothingAskedBack
