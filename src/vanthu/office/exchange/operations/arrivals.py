"""What becomes of a package that was kept: taken in, refused, recognised as one we have, or tried again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.exchange import policies
from vanthu.office.exchange.models import ReceivedPackage
from vanthu.office.exchange.states import RECEIVED_MOVES, ReceivedState
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.leases import finish, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards.edxml import Finding
from vanthu.standards.vxp import MessageType

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

LEASE_SECONDS = 90
"""How long one package may be worked on before another worker takes it over."""


def keep_package(hub_id: str, kind: MessageType, package: str, from_code: str, *, at: datetime) -> ReceivedPackage:
    """Make the row of a package of the agency in force whose bytes are stored, once for its hub id."""
    values = {"message_type": kind.value, "package_id": package, "from_code": from_code[:35], "arrived_at": at}
    with write():
        row, _ = ReceivedPackage.objects.get_or_create(
            agency_id=current_agency(), hub_id=hub_id[:100], defaults={"due_at": at, **values}
        )
        ring_after_commit()
    return row


def lease_package(*, at: datetime) -> ReceivedPackage | None:
    """Take the next package that waits for `journeys.receiving`, of any agency; its agency must be put in force."""
    waiting = ReceivedPackage.of_all_agencies.filter(message_type=MessageType.EDOC.value)
    rows = lease(waiting, at=at, seconds=LEASE_SECONDS, limit=1)
    return rows[0] if rows else None


def taken(package: ReceivedPackage, *, document: Document | None, findings: Iterable[Finding], at: datetime) -> None:
    """End a package that became a document, inside the caller's transaction; raises LeaseLost."""
    state = RECEIVED_MOVES.target("take")
    finish(package, at=at, state=state, document=document, findings=_json(findings), error_code="", error_sentence="")


def refuse(
    package: ReceivedPackage, *, code: str, sentence: str, findings: Iterable[Finding] = (), at: datetime
) -> None:
    """End a package that cannot become a document; its bytes stay and a clerk sees it. Raises LeaseLost."""
    state = RECEIVED_MOVES.target("refuse")
    with write():
        finish(package, at=at, state=state, findings=_json(findings), error_code=code[:40], error_sentence=sentence)
        audit.record(
            verb="refuse_package", subject=package, by=None, at=at, package=package.package_id, error=code[:40]
        )


def recognise(package: ReceivedPackage, *, original: ReceivedPackage, at: datetime) -> None:
    """End a package whose bytes are those of an earlier one; raises LeaseLost."""
    state = RECEIVED_MOVES.target("recognise")
    with write():
        finish(package, at=at, state=state, document_id=original.document_id)
        audit.record(verb="recognise_package", subject=package, by=None, at=at, original=str(original.pk))


def postpone_package(package: ReceivedPackage, *, code: str, sentence: str, at: datetime) -> None:
    """Give a package back after an error of ours, to be tried again; raises LeaseLost."""
    postpone(package, at=at, error_code=code[:40], error_sentence=sentence)


def acknowledge(package_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that a refused package has been dealt with, so that it leaves the list of problems."""
    with write():
        package = ReceivedPackage.objects.filter(pk=package_id, state=ReceivedState.REFUSED).first()
        if package is None:
            raise NotFound(what="gói tin")
        policies.may(by, "acknowledge", package, at=at).require("Đánh dấu đã xử lý")
        if ReceivedPackage.objects.filter(pk=package_id, acknowledged_at__isnull=True).update(acknowledged_at=at):
            audit.record(verb="acknowledge_package", subject=package, by=by, at=at)


def _json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {"code": item.code, "severity": item.severity.value, "sentence": item.sentence, "path": item.path}
        for item in findings
    ]
