"""Put a document in the outbox, take it out again, or have it tried once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from vanthu.office.audit import operations as audit
from vanthu.office.exchange import policies
from vanthu.office.exchange.models import StatusToSend, Transmission
from vanthu.office.exchange.operations.errors import BeingSent, WrongAgency
from vanthu.office.exchange.states import TRANSMISSION_MOVES, Transfer, TransmissionState
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import BusinessType

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

EDXML = "application/xml"

_UNLEASED: dict[str, Any] = {"lease": None, "leased_until": None}
_UNTOLD: dict[str, Any] = {
    "transfer": "",
    "transfer_sentence": "",
    "undelivered_since": None,
    "settled_at": None,
}

Outgoing = type[Transmission] | type[StatusToSend]


def queue(
    document: Document,
    *,
    package: bytes | BinaryIO | Iterable[bytes],
    recipients: Sequence[tuple[str, str]],
    business: BusinessType = BusinessType.NEW,
    at: datetime,
) -> list[Transmission]:
    """Keep the package and make one transmission for each recipient (code, name); the worker does the rest.

    `business`: UPDATE for news of a document that the recipient has. Doing it again for the same package adds only the
    recipients that were missing.
    """
    if document.agency_id != current_agency():
        raise WrongAgency
    stored = files.keep(package, media_type=EDXML, at=at)
    common = {
        "business": business,
        "created_at": at,
        "due_at": at,
        "urgency": document.urgency,
        "ends_at": at + give_up_after(),
    }
    with write():
        rows = [
            Transmission.objects.get_or_create(
                agency_id=document.agency_id,
                document=document,
                package_id=stored.sha256,
                recipient_code=code,
                defaults={"recipient_name": name, **common},
            )[0]
            for code, name in recipients
        ]
        codes = [row.recipient_code for row in rows]
        audit.record(verb="queue", subject=document, by=None, at=at, package=stored.sha256, recipients=codes)
        ring_after_commit()
    return rows


def give_up_after() -> timedelta:
    """How long trying goes on before a person must act."""
    return timedelta(hours=settings.OFFICE.axis.give_up_after_hours)


def cancel(transmission_id: UUID, *, by: Person, at: datetime) -> None:
    """Stop sending to one recipient. Raises BeingSent while the worker is at it, MovedMeanwhile once it was sent.

    After a try that got no answer the axis may have the package all the same; the attempts show it.
    """
    _cancel(Transmission, transmission_id, by=by, at=at)


def retry(transmission_id: UUID, *, by: Person, at: datetime) -> None:
    """Try a failed transmission again, from the beginning, or a waiting one at once. Raises MovedMeanwhile.

    One that the axis took and that did not arrive is sent again too: the axis lays it ready once more.
    """
    _retry(Transmission, transmission_id, by=by, at=at)


def settle(transmission_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that somebody saw to a document that does not arrive, e.g. sent it on paper. Raises MovedMeanwhile."""
    row = _found(Transmission, transmission_id, by=by, at=at)
    policies.may(by, "settle", row, at=at).require("Ghi nhận đã xử lý")
    with write():
        open_ones = Transmission.objects.filter(pk=row.pk, undelivered_since__isnull=False)
        if not open_ones.update(undelivered_since=None, settled_at=at):
            raise MovedMeanwhile
        _record("settle_undelivered", row, by=by, at=at)


def cancel_status(status_id: UUID, *, by: Person, at: datetime) -> None:
    """Give up reporting one status, as `cancel` does for a document."""
    _cancel(StatusToSend, status_id, by=by, at=at)


def retry_status(status_id: UUID, *, by: Person, at: datetime) -> None:
    """Report a failed status again, as `retry` does for a document."""
    _retry(StatusToSend, status_id, by=by, at=at)


def _cancel(kind: Outgoing, row_id: UUID, *, by: Person, at: datetime) -> None:
    row = _found(kind, row_id, by=by, at=at)
    policies.may(by, "cancel", row, at=at).require("Hủy gửi")
    with write():
        rows = kind.objects.filter(pk=row.pk)
        if rows.filter(leased_until__gt=at).exists():
            raise BeingSent(recipient=row.recipient_code)
        make_move(rows, "cancel", TRANSMISSION_MOVES, finished_at=at, **_UNLEASED)
        _record("cancel_sending", row, by=by, at=at)


def _retry(kind: Outgoing, row_id: UUID, *, by: Person, at: datetime) -> None:
    row = _found(kind, row_id, by=by, at=at)
    policies.may(by, "retry", row, at=at).require("Gửi lại")
    afresh: dict[str, Any] = {
        "due_at": at,
        "tries": 0,
        "ends_at": at + give_up_after(),
        "lease": None,
        "leased_until": None,
    }
    with write():
        rows = kind.objects.filter(pk=row.pk)
        waiting = rows.filter(state__in=TRANSMISSION_MOVES.sources("send")).exclude(leased_until__gt=at)
        if waiting.update(**afresh):
            pass  # it is tried at once
        elif kind is Transmission and _undelivered(rows):
            make_move(rows, "resend", TRANSMISSION_MOVES, finished_at=None, **_UNTOLD, **afresh)
        else:
            make_move(rows, "retry", TRANSMISSION_MOVES, finished_at=None, **afresh)
        _record("retry_sending", row, by=by, at=at)
        ring_after_commit()


def _undelivered(rows: QuerySet[Any]) -> bool:
    known = Q(transfer=Transfer.FAIL) | Q(undelivered_since__isnull=False) | Q(settled_at__isnull=False)
    return rows.filter(known, state=TransmissionState.SENT).exclude(transfer=Transfer.DONE).exists()


def _found(kind: Outgoing, row_id: UUID, *, by: Person, at: datetime) -> Transmission | StatusToSend:
    row: Transmission | StatusToSend | None = policies.visible_to(by, kind, at=at).filter(pk=row_id).first()
    if row is None:
        raise NotFound(what="lần gửi")
    return row


def _record(verb: str, row: Transmission | StatusToSend, *, by: Person, at: datetime) -> None:
    what = {"row": str(row.pk), "kind": row._meta.model_name, "recipient": row.recipient_code}
    audit.record(verb=verb, subject=row.document or row, by=by, at=at, **what)
