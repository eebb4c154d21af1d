"""Signatures that a service makes once somebody has confirmed on his telephone: asked for, fetched by the worker."""

from __future__ import annotations

from datetime import datetime

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.office.signatures import ports
from vanthu.office.signatures.models import PendingSignature
from vanthu.office.signatures.operations.errors import office_errors
from vanthu.office.signatures.operations.finishing import fail
from vanthu.office.signatures.operations.preparing import about, require_made_by
from vanthu.office.signatures.states import MOVES, PendingState
from vanthu.runtime import leases
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards import signing

ASK_SECONDS = 4.0
"""How often the service is asked: a person waits at the page, and takes a minute for his telephone."""
LEASE_SECONDS = 90


def fetch_due(*, at: datetime) -> int:
    """Ask the services for the signatures of all agencies that were asked for; return how many came to an end."""
    waiting = PendingSignature.of_all_agencies.filter(state=PendingState.OUTSIDE).exclude(asked_reference="")
    rows = waiting.select_related("identity", "by", "document")
    ended = 0
    for pending in leases.lease(rows, at=at, seconds=LEASE_SECONDS, limit=10):
        with agency_in_force(pending.agency_id):
            ended += _fetched(pending, at)
    return ended


def _fetched(pending: PendingSignature, at: datetime) -> bool:
    service = ports.remote_key(pending.identity.device)
    try:
        raw = service.answer(pending.identity.key_reference, pending.asked_reference)
        if raw is not None:
            _keep(pending, raw, at)
            return True
    except ports.ServiceAway:
        pass  # asked again below, until the signature is too old
    except VanThuError as error:
        _ended(pending, error, at)
        return True
    leases.give_back(pending, at=at, seconds=ASK_SECONDS)
    return False


def _keep(pending: PendingSignature, raw: bytes, at: datetime) -> None:
    prepared = signing.Prepared.from_bytes(bytes(pending.prepared))
    with office_errors():
        require_made_by(prepared, raw)
    rows = PendingSignature.objects.filter(pk=pending.pk, lease=pending.lease)
    with write():
        make_move(rows, "provide", MOVES, raw_signature=raw, due_at=at, lease=None, leased_until=None, tries=0)
        ring_after_commit()
        audit.record(verb="provide_signature", subject=pending, by=pending.by, at=at, **about(pending))


def _ended(pending: PendingSignature, error: VanThuError, at: datetime) -> None:
    with write():
        fail(pending, code=error.code, sentence=error.sentence, at=at)
        title = f"Chưa ký được: {pending.document.code_text or pending.document.subject}"
        target = (pending.document.direction, pending.document_id)
        key = f"not_signed:{pending.pk}"
        notices.post([pending.by], "signature", title, text=error.sentence, target=target, key=key, at=at)
