"""The issuer wants a document back (status 13, or a package that recalls it): QD28-A8, A9; ND30-A18.4.

Agreeing destroys its content here and keeps the entry: number, hash, who asked, who agreed and when. The clerk decides
as long as nobody works with the document, a leader afterwards. The issuer hears 15 or 16.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.assignments import operations as assignments
from vanthu.office.documents import operations as documents
from vanthu.office.incoming import queries
from vanthu.office.incoming.models import IncomingDocument, IssuerWish
from vanthu.office.incoming.operations.common import report
from vanthu.office.incoming.operations.errors import ReasonMissing
from vanthu.office.incoming.operations.wishes import answer_at_once, asked, decide, lay_before
from vanthu.office.incoming.states import GONE, MOVES, TAKING_BACK, IncomingState, WishKind
from vanthu.office.kernel.moves import move
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def ask_back(
    document_id: UUID, *, reason: str, asked_by: str, notice_id: UUID | None = None, at: datetime
) -> IssuerWish | None:
    """Lay the issuer's wish before the clerk or a leader; asked again while it lies there, it is the same one.

    `notice_id` is the document that announces the recall, where there is one. A document that went back or was given
    back before needs nobody: the issuer hears 15 at once and nothing is returned. Raises NotFound.
    """
    incoming = queries.one(document_id)
    with write():
        if incoming.state in GONE:
            said = f"Văn bản {IncomingState(incoming.state).label.lower()} trước khi có yêu cầu này"
            answer_at_once(incoming, WishKind.TAKE_BACK, StatusCode.CHANGE_ACCEPTED, said, at)
            return None
        return lay_before(incoming, WishKind.TAKE_BACK, reason=reason, asked_by=asked_by, notice_id=notice_id, at=at)


def give_back(document_id: UUID, *, opinion: str = "", by: Person, at: datetime) -> IncomingDocument:
    """Agree: the content is destroyed and the work on it ends; the issuer hears 15.

    Raises NothingAskedBack, NotAllowed, MovedMeanwhile.
    """
    incoming, wish = asked(document_id, "give_back", TAKING_BACK, by, at)
    why = f"{wish.asked_by} lấy lại văn bản: {wish.reason}"
    with write():
        move(incoming, "give_back", MOVES)
        decide(wish, True, opinion, by, at)
        assignments.abandon(document_id, why="Văn bản đã được bên gửi lấy lại", by=by, at=at)
        documents.destroy_content(document_id, why=why, by=by, at=at)
        said = opinion.strip() or "Đồng ý trả lại; nội dung văn bản đã được hủy trên hệ thống"
        report(incoming, "give_back", StatusCode.CHANGE_ACCEPTED, said, by, at, reason=wish.reason)
    return incoming


def keep_it(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Refuse with a reason; the document stays as it is, and the issuer hears 16.

    Raises NothingAskedBack, NotAllowed, ReasonMissing.
    """
    incoming, wish = asked(document_id, "keep_it", TAKING_BACK, by, at)
    if not reason.strip():
        raise ReasonMissing
    with write():
        decide(wish, False, reason, by, at)
        report(incoming, "keep_it", StatusCode.CHANGE_REFUSED, reason.strip(), by, at, reason=reason.strip())
    return incoming
