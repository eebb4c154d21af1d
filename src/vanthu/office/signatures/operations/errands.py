"""Files given to a signing program on the signer's machine, and taken back: the upload is the truth, not its answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.signatures.models import Errand, PendingSignature
from vanthu.office.signatures.operations.errors import AddressUsed, NotSignedInTime, office_errors
from vanthu.office.signatures.operations.finishing import Completed, fail
from vanthu.office.signatures.operations.preparing import FRESH, about
from vanthu.office.signatures.states import MOVES, PendingState
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards import signing

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class HandedOut:
    """An errand with its secrets, which are kept nowhere: one for the uploads, one to fetch each file."""

    errand_id: UUID
    upload: str
    downloads: tuple[str, ...]


def hand_out(pendings: Sequence[PendingSignature], *, by: Person, at: datetime) -> HandedOut:
    """Give prepared signatures to the program of the person who began them; raises MovedMeanwhile."""
    upload, downloads = _secret(), tuple(_secret() for _ in pendings)
    with write():
        errand = Errand.objects.create(
            by=by, upload_hash=_hash(upload), uploads_left=len(pendings), valid_until=at + FRESH
        )
        for pending, download in zip(pendings, downloads, strict=True):
            rows = PendingSignature.objects.filter(pk=pending.pk, by=by)
            make_move(rows, "hand_out", MOVES, errand=errand, download_hash=_hash(download))
            audit.record(verb="hand_out_signature", subject=pending, by=by, at=at, **about(pending))
    return HandedOut(errand.pk, upload, downloads)


def fetch(secret: str, *, at: datetime) -> bytes:
    """Return the file of a secret address to the program, once; raises AddressUsed."""
    wanted = PendingSignature.of_all_agencies.filter(
        download_hash=_hash(secret), state=PendingState.OUTSIDE, errand__valid_until__gt=at
    )
    pending = wanted.select_related("by", "identity").first()
    with write():
        if pending is None or not wanted.filter(pk=pending.pk).update(download_hash=""):
            raise AddressUsed
        with agency_in_force(pending.agency_id):
            audit.record(verb="fetch_to_sign", subject=pending, by=pending.by, at=at, **about(pending))
    return signing.Prepared.from_bytes(bytes(pending.prepared)).pdf


def is_awaited(secret: str, *, at: datetime) -> bool:
    """Tell whether this is the secret of an upload that is still open, using nothing up."""
    return _open_errands(secret, at=at).exists()


def open_errand(secret: str, *, at: datetime) -> Errand:
    """Return the errand of an upload, which uses up one of its uploads; raises AddressUsed. Put its agency in force."""
    known = _open_errands(secret, at=at)
    errand = known.first()
    with write():
        if errand is None or not known.update(uploads_left=F("uploads_left") - 1):
            raise AddressUsed
    return errand


def take_in(errand: Errand, content: bytes, *, at: datetime) -> tuple[PendingSignature, Completed]:
    """Return which signature an upload is, and the signed PDF; it is not kept yet. Outside transactions.

    The file is read in a confined process, as other foreign files are. Raises SigningRefused; the signature has then
    failed, with the reason for the page that waits.
    """
    given = PendingSignature.objects.filter(errand=errand, state=PendingState.OUTSIDE)
    rows = given.select_related("identity", "by", "version")
    waiting = [(one, signing.Prepared.from_bytes(bytes(one.prepared))) for one in rows]
    if not waiting:
        raise AddressUsed
    # Of several files the one that was continued; what continues none is refused as the first that waits.
    pending, prepared = next((pair for pair in waiting if content.startswith(pair[1].pdf)), waiting[0])
    try:
        with office_errors(certificate=pending.identity.label):
            taken = signing.take_back_isolated(prepared, content, settings.OFFICE.signing.trust_dir, at=at)
    except VanThuError as error:
        fail(pending, code=error.code, sentence=error.sentence, at=at)
        raise
    with write():
        given.filter(pk=pending.pk).update(instead_of=taken.instead_of or "")
    return pending, Completed(taken.pdf)


def expire_due(*, at: datetime) -> int:
    """End the signatures of all agencies that nobody has made in time; return how many."""
    late = PendingSignature.of_all_agencies.filter(state__in=MOVES.sources("expire"), begun_at__lte=at - FRESH)
    error = too_late()
    ended = 0
    for pending in late.defer("prepared").select_related("by", "identity")[:100]:
        with agency_in_force(pending.agency_id), write():
            rows = PendingSignature.objects.filter(pk=pending.pk)
            make_move(rows, "expire", MOVES, finished_at=at, error_code=error.code, error_sentence=error.sentence)
            audit.record(verb="expire_signature", subject=pending, by=pending.by, at=at, **about(pending))
            ended += 1
    return ended


def too_late() -> NotSignedInTime:
    """Return why a signature that nobody made in time has ended."""
    return NotSignedInTime(minutes=int(FRESH.total_seconds() // 60))


def _open_errands(secret: str, *, at: datetime) -> QuerySet[Errand]:
    return Errand.of_all_agencies.filter(upload_hash=_hash(secret), valid_until__gt=at, uploads_left__gt=0)


def _secret() -> str:
    return secrets.token_urlsafe(32)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
