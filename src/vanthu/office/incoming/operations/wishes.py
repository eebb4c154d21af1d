"""What all wishes of issuers have in common: laid before who decides, decided once, answered 15 or 16 (QD28-A9)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.exchange import operations as exchange
from vanthu.office.incoming import policies, queries
from vanthu.office.incoming.models import EarlyWish, IncomingDocument, IssuerWish
from vanthu.office.incoming.operations.errors import NothingAskedBack, NothingToChange
from vanthu.office.incoming.states import Channel, WishKind
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import StatusCode

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

NO_REASON = "(bên gửi không nêu lý do)"
ASKED = {WishKind.TAKE_BACK: "ask_back", WishKind.UPDATE: "ask_update", WishKind.REPLACE: "ask_replace"}
"""The fact that each kind of wish leaves when it comes."""


def lay_before(
    incoming: IncomingDocument, kind: WishKind, *, reason: str, asked_by: str, at: datetime, **more: Any
) -> IssuerWish:
    """Make an open wish; asked again while it lies there, it is the same one, with what the issuer said last."""
    said = {"reason": reason.strip() or NO_REASON, "asked_by": asked_by, **more}
    wish, new = IssuerWish.objects.get_or_create(
        agency_id=incoming.agency_id, incoming=incoming, kind=kind, decided_at=None, defaults={**said, "asked_at": at}
    )
    again = not new and any(getattr(wish, name) != value for name, value in more.items())
    if again:
        IssuerWish.objects.filter(pk=wish.pk).update(**said, asked_at=at)
        wish.refresh_from_db()
    if new or again:
        audit.record(verb=ASKED[kind], subject=incoming, by=None, at=at, reason=wish.reason, asked_by=asked_by)
    return wish


def answer_at_once(incoming: IncomingDocument, kind: WishKind, status: StatusCode, said: str, at: datetime) -> None:
    """Answer a wish that needs nobody's decision."""
    if incoming.channel == Channel.AXIS:
        exchange.queue_status(incoming.document, status=status, description=said, by=None, at=at)
    audit.record(verb=ASKED[kind], subject=incoming, by=None, at=at, answer=status.value, said=said)


def asked(
    document_id: UUID, verb: str, kinds: frozenset[WishKind], by: Person, at: datetime
) -> tuple[IncomingDocument, IssuerWish]:
    """Return the document with its open wish of these kinds; raises NothingAskedBack, NothingToChange, NotAllowed."""
    incoming = queries.get(by, document_id, at=at)
    wish = queries.open_wish(document_id, kinds)
    if wish is None:
        raise NothingAskedBack if WishKind.TAKE_BACK in kinds else NothingToChange
    policies.may(by, verb, incoming, at=at).require(policies.LABELS[verb])
    return incoming, wish


def decide(wish: IssuerWish, accepted: bool, opinion: str, by: Person | None, at: datetime) -> None:
    """Raises NothingAskedBack or NothingToChange when somebody else decided first."""
    decided = {"decided_at": at, "decided_by": by, "accepted": accepted, "opinion": opinion.strip()}
    if not IssuerWish.objects.filter(pk=wish.pk, decided_at__isnull=True).update(**decided):
        raise NothingAskedBack if wish.kind == WishKind.TAKE_BACK else NothingToChange


def remember_early(notice: Document, kind: WishKind, wire_id: str, *, reason: str, at: datetime) -> None:
    """Keep a wish about a document that has not arrived: it may have been overtaken on its way."""
    with write():
        EarlyWish.objects.get_or_create(
            agency_id=notice.agency_id,
            notice=notice,
            wire_id=wire_id,
            defaults={
                "kind": kind,
                "issuer_code": notice.issuer_code,
                "reason": reason,
                "asked_by": notice.issuer_name,
                "came_at": at,
            },
        )


def take_early(document: Document, codes: list[str], *, at: datetime) -> list[EarlyWish]:
    """Return the wishes that came before this document did, each of them once."""
    with write():
        waiting = EarlyWish.objects.filter(
            wire_id=document.wire_id, issuer_code__in=codes, taken_up_at=None, came_at__lte=at
        )
        found = list(waiting.select_related("notice"))
        EarlyWish.objects.filter(pk__in=[one.pk for one in found]).update(taken_up_at=at)
    return found
