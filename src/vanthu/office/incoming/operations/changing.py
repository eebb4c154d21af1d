"""The issuer changes what it sent: new data of a document (update), or another document in its place (replace).

As long as nobody works with the document, what is beyond doubt takes effect by itself and leaves its trace; what is
being worked with or has been answered is put to a leader, other doubts to the clerk. The issuer hears 15 or 16. The
document itself stays as it arrived: new data are kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.assignments import operations as assignments
from vanthu.office.documents import queries as documents
from vanthu.office.incoming import queries
from vanthu.office.incoming.models import IncomingDocument, IssuerWish
from vanthu.office.incoming.operations.common import report
from vanthu.office.incoming.operations.errors import ReasonMissing
from vanthu.office.incoming.operations.wishes import answer_at_once, asked, decide, lay_before
from vanthu.office.incoming.states import CHANGING, GONE, MOVES, UNTOUCHED, IncomingState, WishKind
from vanthu.office.kernel.moves import move
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

UPDATED = "Đã cập nhật theo thông báo của bên gửi"


def ask_update(
    document_id: UUID,
    *,
    changes: Mapping[str, object],
    reason: str,
    asked_by: str,
    notice_id: UUID | None = None,
    beyond_doubt: bool,
    at: datetime,
) -> IssuerWish | None:
    """Take note of new data, or lay them before who decides; None when there was nothing to decide.

    `changes`: new values by name of `documents.Document`, dates as ISO 8601. `beyond_doubt`: the issuer itself sent
    them, and the text is the same. Raises NotFound.
    """
    incoming = queries.one(document_id)
    with write():
        if incoming.state in GONE:
            _gone(incoming, WishKind.UPDATE, StatusCode.CHANGE_REFUSED, at)
            return None
        known = queries.news([document_id]).get(document_id, queries.News()).changes
        if (changes or beyond_doubt) and changes.items() <= known.items():
            # Only its recipients changed, or the same was said and taken note of before.
            answer_at_once(incoming, WishKind.UPDATE, StatusCode.CHANGE_ACCEPTED, UPDATED, at)
            return None
        said: dict[str, Any] = {"reason": reason, "changes": dict(changes), "notice_id": notice_id}
        wish = lay_before(incoming, WishKind.UPDATE, asked_by=asked_by, **said, at=at)
        if beyond_doubt and incoming.state in UNTOUCHED:
            _accept(incoming, wish, "", None, at)
    return wish


def ask_replace(
    document_id: UUID, *, reason: str, asked_by: str, notice_id: UUID, beyond_doubt: bool, at: datetime
) -> IssuerWish | None:
    """Mark a document as replaced by the one that came (`notice_id`), or lay that before who decides.

    `beyond_doubt`: the new one carries valid signatures of the same issuer. Raises NotFound.
    """
    incoming = queries.one(document_id)
    with write():
        if incoming.state in GONE:
            _gone(incoming, WishKind.REPLACE, StatusCode.CHANGE_ACCEPTED, at)
            return None
        wish = lay_before(incoming, WishKind.REPLACE, reason=reason, asked_by=asked_by, notice_id=notice_id, at=at)
        if beyond_doubt and incoming.state in UNTOUCHED:
            _accept(incoming, wish, "", None, at)
    return wish


def accept_change(document_id: UUID, *, opinion: str = "", by: Person, at: datetime) -> IncomingDocument:
    """Agree to the update or the replacement; the issuer hears 15. Raises NothingToChange, NotAllowed."""
    incoming, wish = asked(document_id, "accept_change", CHANGING, by, at)
    with write():
        _accept(incoming, wish, opinion, by, at)
    return incoming


def refuse_change(document_id: UUID, *, reason: str, by: Person, at: datetime) -> IncomingDocument:
    """Refuse with a reason; the document stays as it was, and the issuer hears 16.

    Raises NothingToChange, NotAllowed, ReasonMissing.
    """
    incoming, wish = asked(document_id, "refuse_change", CHANGING, by, at)
    if not reason.strip():
        raise ReasonMissing
    with write():
        decide(wish, False, reason, by, at)
        report(incoming, "refuse_change", StatusCode.CHANGE_REFUSED, reason.strip(), by, at, reason=reason.strip())
    return incoming


def _gone(incoming: IncomingDocument, kind: WishKind, status: StatusCode, at: datetime) -> None:
    said = f"Văn bản {IncomingState(incoming.state).label.lower()} trước khi có thông báo này"
    answer_at_once(incoming, kind, status, said, at)


def _accept(incoming: IncomingDocument, wish: IssuerWish, opinion: str, by: Person | None, at: datetime) -> None:
    decide(wish, True, opinion, by, at)
    if wish.kind == WishKind.UPDATE:
        said = opinion.strip() or UPDATED
        report(incoming, "update", StatusCode.CHANGE_ACCEPTED, said, by, at, reason=wish.reason, changes=wish.changes)
        return
    assert wish.notice is not None, "a replacement comes as a document"
    by_what = f"Được thay thế bởi {documents.cited(wish.notice)}"
    _end_work(incoming, by_what, by, at)
    report(incoming, "replaced", StatusCode.CHANGE_ACCEPTED, opinion.strip() or by_what, by, at, code=by_what)


def _end_work(incoming: IncomingDocument, why: str, by: Person | None, at: datetime) -> None:
    """What is replaced need not be handled; one that waits for its số đến still gets it (ND30-A22), and is marked."""
    if incoming.state not in MOVES.sources("complete"):
        return
    move(incoming, "complete", MOVES, completed_at=at, result=why)
    assignments.abandon(incoming.pk, why=why, by=by, at=at)
