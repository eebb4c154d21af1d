"""Keys, signatures being made, verdicts."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db.models import Exists, OuterRef, Q, QuerySet

from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import padded, prepared
from vanthu.office.signatures.models import (
    Custody,
    EvidenceFile,
    PendingSignature,
    Preservation,
    SigningIdentity,
    VerdictKept,
    VerdictRecomputed,
)
from vanthu.office.signatures.states import UNDER_WAY, EvidenceState, PendingState, Role
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import Outcome, SigningCertificate, Verdict

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


UNSETTLED_FOR = timedelta(days=30)
"""So long an open verdict is waited for; after that whoever needs it has it checked again by hand."""


def identity_for(person: Person) -> SigningIdentity | None:
    """Return the person's certificate in use; None when he has none."""
    return SigningIdentity.objects.filter(person_id=person.pk, active=True).order_by("-pk").first()


def seal_identity() -> SigningIdentity | None:
    """Return the certificate in use of the agency in force; None when it has none."""
    return SigningIdentity.objects.filter(person__isnull=True, active=True).order_by("-pk").first()


def identities() -> list[SigningIdentity]:
    """Return the certificates in use in the agency in force: the agency's own first, then people by name."""
    found = SigningIdentity.objects.filter(active=True).select_related("person")
    return sorted(found, key=lambda one: (one.person is not None, one.person.full_name if one.person else ""))


def not_given_back() -> list[SigningIdentity]:
    """Return the certificates of the agency in force that are no longer used, but whose device somebody still has."""
    held = Custody.objects.filter(until__isnull=True).values("identity")
    return list(SigningIdentity.objects.filter(active=False, pk__in=held).select_related("person").order_by("label"))


def custody() -> dict[UUID, list[Custody]]:
    """Return who held which device of the agency in force, the present holder first."""
    found: dict[UUID, list[Custody]] = {}
    for one in Custody.objects.select_related("holder").order_by("-since"):
        found.setdefault(one.identity_id, []).append(one)
    return found


def certificate_of(identity: SigningIdentity) -> SigningCertificate:
    """Return the certificate of an identity with those above it."""
    leaf, *chain = (item.public_bytes(Encoding.DER) for item in parsed(bytes(identity.certificate)))
    return SigningCertificate(leaf, tuple(chain))


def certificates_in_use() -> list[x509.Certificate]:
    """Return the certificates with which people and agencies of this installation sign."""
    rows = SigningIdentity.of_all_agencies.filter(active=True).order_by("pk")
    return [parsed(bytes(one))[0] for one in rows.values_list("certificate", flat=True)]


def parsed(certificates: bytes) -> list[x509.Certificate]:
    """Parse PEM (one certificate after another) or a single DER one; raises ValueError."""
    if certificates.lstrip().startswith(b"-----BEGIN"):
        return x509.load_pem_x509_certificates(certificates)
    return [x509.load_der_x509_certificate(certificates)]


def pending(pending_id: UUID) -> PendingSignature:
    """Return a signature of the agency in force; raises NotFound."""
    found = PendingSignature.objects.filter(pk=pending_id).select_related("identity", "by", "version").first()
    if found is None:
        raise NotFound(what="phiên ký số")
    return found


def pending_for(
    document_id: UUID, role: Role | None = None, *, attachment_id: UUID | None = None
) -> PendingSignature | None:
    """Return the signature being made on a document, or that of one role, or on an attachment; None: there is none."""
    open_ones = PendingSignature.objects.filter(document_id=document_id, state__in=UNDER_WAY)
    if role:
        on = Q(attachment_id=attachment_id) if attachment_id else Q(attachment__isnull=True)
        open_ones = open_ones.filter(on, role=role)
    return open_ones.select_related("identity", "by", "version").order_by("-begun_at").first()


def signed_elsewhere(document_id: UUID) -> frozenset[str]:
    """Return our fields of a document's PDF that stay empty because programs signed in fields of their own."""
    done = PendingSignature.objects.filter(document_id=document_id, state=PendingState.DONE).exclude(instead_of="")
    return frozenset(done.values_list("instead_of", flat=True))


def errand(errand_id: UUID, *, by: Person) -> list[PendingSignature]:
    """Return what became of the files given to somebody's signing program, in order; raises NotFound."""
    given = PendingSignature.objects.filter(errand=errand_id, errand__by=by).select_related("errand", "document")
    found = list(given.defer("prepared").order_by("pk"))
    if not found:
        raise NotFound(what="phiên ký số")
    return found


def is_program(device: str) -> bool:
    """Tell whether anybody of the agency in force, or the agency itself, signs with that device."""
    return SigningIdentity.objects.filter(device=device, active=True).exists()


def waiting_for_timestamp() -> int:
    """Return how many signatures of all agencies wait for their time stamp."""
    return PendingSignature.of_all_agencies.filter(state=PendingState.AWAITING_TIMESTAMP).count()


def awaiting_timestamp(document_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the documents that have a signature which waits for its time stamp, in one query."""
    return frozenset(_awaiting(padded(document_ids)))


@prepared
def _awaiting(document_ids: tuple[UUID, ...]) -> QuerySet[PendingSignature, UUID]:
    waiting = PendingSignature.objects.filter(document__in=document_ids, state=PendingState.AWAITING_TIMESTAMP)
    return waiting.values_list("document_id", flat=True)


def verdict_for(file_sha256: str) -> VerdictKept | None:
    """Return the newest verdict on a file; None when it was never judged here."""
    return VerdictKept.objects.filter(file_id=file_sha256).order_by("-judged_at", "-pk").first()


def verdicts_for(file_sha256s: Iterable[str]) -> dict[str, VerdictKept]:
    """Return the newest verdict on each of the files; those never judged here are missing."""
    rows = VerdictKept.objects.filter(file_id__in=list(file_sha256s)).order_by("judged_at", "pk")
    return {kept.file_id: kept for kept in rows}


def reusable_verdict(
    file_sha256: str, trust_version: str, *, beside: str | None = None, at: datetime
) -> VerdictKept | None:
    """Return a verdict of the same day under the same trust; "unknown" is worth another look."""
    midnight = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    kept = VerdictKept.objects.filter(
        file_id=file_sha256,
        beside_id=beside,
        trust_version=trust_version,
        judged_at__gte=midnight,
        judged_at__lt=midnight + timedelta(days=1),
    )
    return kept.exclude(outcome=Outcome.UNKNOWN).order_by("-judged_at", "-pk").first()


def verdicts_to_recompute(*, before: datetime, limit: int) -> list[VerdictKept]:
    """Return verdicts of all agencies, oldest first, that were neither given nor computed again since."""
    again = VerdictRecomputed.of_all_agencies.filter(verdict=OuterRef("pk"), at__gt=before)
    old = VerdictKept.of_all_agencies.filter(judged_at__lte=before, material__isnull=False)
    return list(old.exclude(Exists(again)).order_by("judged_at")[:limit])


def unsettled_verdicts(*, since: datetime, limit: int) -> list[VerdictKept]:
    """Return the newest verdict on each file of all agencies that was left open for want of revocation data."""
    newer = VerdictKept.of_all_agencies.filter(
        agency=OuterRef("agency"), file=OuterRef("file"), judged_at__gt=OuterRef("judged_at")
    )
    unknown = VerdictKept.of_all_agencies.filter(
        outcome=Outcome.UNKNOWN, judged_at__gte=since, material__isnull=False, expected__isnull=False
    )
    found = unknown.exclude(Exists(newer)).order_by("-judged_at")[:limit]
    return [kept for kept in found if unheard(kept)]


def unheard(kept: VerdictKept) -> list[x509.Certificate]:
    """Return the certificates of whose revocation nothing was known when a verdict was given, as far as readable."""
    told = {one for finding in kept.findings["signatures"] for one in finding.get("unheard", ())}
    return [certificate for one in sorted(told) if (certificate := _readable(one)) is not None]


def _readable(told: str) -> x509.Certificate | None:
    """They come out of files of anybody: what cannot be read is none."""
    try:
        certificate = x509.load_der_x509_certificate(b64decode(told, validate=True))
        _ = certificate.issuer, certificate.extensions
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None
    return certificate


def times_judged(kept: VerdictKept) -> int:
    """Return how often the file of a verdict was judged in its agency."""
    return VerdictKept.of_all_agencies.filter(agency=kept.agency_id, file=kept.file_id).count()


def last_recomputed(verdict_id: UUID) -> VerdictRecomputed | None:
    """Return what came out when a verdict was computed again the last time; None when it never was."""
    return VerdictRecomputed.objects.filter(verdict_id=verdict_id).order_by("-at").first()


def verdict(verdict_id: UUID) -> Verdict:
    """Return a kept verdict as the frozen object it was; raises NotFound."""
    kept = VerdictKept.objects.filter(pk=verdict_id).first()
    if kept is None:
        raise NotFound(what="kết quả kiểm tra chữ ký số")
    return Verdict.from_json(json.dumps(kept.findings))


@prepared
def preservations(document_id: UUID) -> QuerySet[Preservation]:
    """Return how each signed file of a document is kept, what was sent first."""
    return Preservation.objects.filter(document_id=document_id).select_related("sent", "kept").order_by("pk")


def evidence_file(evidence_id: UUID) -> EvidenceFile:
    """Return an evidence file, made or being made; raises NotFound."""
    found = (
        EvidenceFile.objects.filter(pk=evidence_id)
        .select_related("by", "result", "identity", "document", "verdict")
        .first()
    )
    if found is None:
        raise NotFound(what="tệp chứng cứ")
    return found


def evidence_files(document_id: UUID) -> list[EvidenceFile]:
    """Return the evidence files of a document that are made or being packed, the newest first."""
    rows = EvidenceFile.objects.filter(document_id=document_id).exclude(state=EvidenceState.PREPARED)
    return list(rows.select_related("by", "result", "verdict").defer("prepared").order_by("-begun_at"))


def evidence_hashes(document_id: UUID) -> frozenset[str]:
    """Return which stored files are evidence files of a document: they hold the document itself."""
    made = EvidenceFile.objects.filter(document_id=document_id, result__isnull=False)
    return frozenset(made.values_list("result_id", flat=True))
