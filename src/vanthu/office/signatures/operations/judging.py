"""Judging the signatures of a file, keeping the verdict with what it rests on, and giving it again years later."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography import x509
from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.files import queries as files
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.signatures import queries
from vanthu.office.signatures.models import VerdictKept, VerdictRecomputed
from vanthu.office.signatures.operations.errors import TrustMissing, VerdictNotRecomputable, office_errors
from vanthu.office.signatures.operations.material import laid_out, material, trust_of, verifier
from vanthu.runtime.store import BytesMissing
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.evidence.errors import TrustMissing as TrustUnread
from vanthu.standards.evidence_file import isolation
from vanthu.standards.signing.revocation import speaks_of

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.standards.evidence_file.findings import FileVerdict

log = logging.getLogger("vanthu.signatures")

AGENCY_ALONE = frozenset({signing.Role.AGENCY})
"""Who signs an appendix in a file of its own and an electronic copy (ND30-PLI: S4, S5)."""
BOTH = frozenset({signing.Role.PERSON, signing.Role.AGENCY})
RECOMPUTED_AFTER = timedelta(days=365)
AT_A_TIME = 20
CHECK_SECONDS, CHECK_MEMORY_MB = 20.0, 768


def judge(
    *,
    file_sha256: str,
    beside_sha256: str | None = None,
    document_id: UUID | None = None,
    expected: frozenset[signing.Role] = BOTH,
    at: datetime,
) -> VerdictKept:
    """Verify a stored file's signatures and keep the verdict; the same file is judged once a day and trust list.

    `expected`: whose signatures must be there; of a document a person's and the agency's (ND30-A5). `beside_sha256`: of
    the stored file in which the signature came (.p7s).
    The check runs in a process of its own with limits, on data that are kept first. Call it outside transactions.
    Raises TrustMissing, BytesMissing; a file that cannot be checked is no error but the verdict "KHÔNG XÁC ĐỊNH".
    """
    with office_errors():
        used = material(at=at)
        kept = queries.reusable_verdict(file_sha256, used.version, beside=beside_sha256, at=at)
        if kept is not None and _answers(kept, expected):
            return kept
        beside = files.path_of(beside_sha256) if beside_sha256 else None
        path = files.path_of(file_sha256)
        verdict = signing.verify_isolated(path, used.folder, at=at, expected=expected, beside=beside)
    with write():
        return VerdictKept.objects.create(
            document_id=document_id,
            file_id=file_sha256,
            beside_id=beside_sha256,
            outcome=verdict.outcome,
            findings=json.loads(verdict.to_json()),
            trust_version=verdict.trust_version,
            judged_at=at,
            material_id=used.sha256,
            expected=sorted(expected),
            verifier=verifier(),
        )


def check(path: Path, *, beside: Path | None, expected: frozenset[signing.Role], at: datetime) -> signing.Verdict:
    """Verify a file of anybody without keeping anything of it; less time and memory than for documents of the office.

    Raises TrustMissing.
    """
    with office_errors():
        return signing.verify_isolated(
            path,
            settings.OFFICE.signing.trust_dir,
            at=at,
            expected=expected,
            beside=beside,
            seconds=CHECK_SECONDS,
            memory_mb=CHECK_MEMORY_MB,
        )


def check_evidence(path: Path, *, at: datetime) -> FileVerdict:
    """Judge an evidence file of anybody under the trust of this office, without keeping anything of it.

    Raises TrustMissing.
    """
    try:
        return isolation.check_isolated(
            path,
            [settings.OFFICE.signing.trust_dir],
            at=at,
            seconds=CHECK_SECONDS,
            memory_mb=CHECK_MEMORY_MB,
        )
    except TrustUnread as error:
        raise TrustMissing from error


def is_heard_of(certificates: Sequence[x509.Certificate], *, at: datetime) -> bool:
    """Tell whether of each of these certificates there is a current OCSP answer, or a current list of its issuer.

    Raises TrustMissing. Whether that is enough, judging says.
    """
    with office_errors():
        trust = trust_of(material(at=at).folder)
    return all(speaks_of(trust, one, at=at) for one in certificates)


_MISSING = {signing.Role.PERSON: "PERSON_SIGNATURE_MISSING", signing.Role.AGENCY: "AGENCY_SIGNATURE_MISSING"}


def _answers(kept: VerdictKept, expected: frozenset[signing.Role]) -> bool:
    """Tell whether an earlier verdict answers this question: perhaps the agency's signature alone was asked for."""
    if kept.outcome == signing.Outcome.VALID:
        return expected <= {signing.Role(one["role"]) for one in kept.findings["signatures"]}
    asked_too_much = {code for role, code in _MISSING.items() if role not in expected}
    return asked_too_much.isdisjoint(reason["code"] for reason in kept.findings["reasons"])


def recompute(verdict_id: UUID, *, by: Person | None, at: datetime) -> VerdictRecomputed:
    """Give a kept verdict again, for its own moment and from what was kept with it, and keep whether it is the same.

    Call it outside transactions. Raises VerdictNotRecomputable where what it rests on was not kept.
    """
    kept = VerdictKept.objects.get(pk=verdict_id)
    if kept.material_id is None or kept.expected is None:
        raise VerdictNotRecomputable
    first, again, why = signing.Verdict.from_json(json.dumps(kept.findings)), None, ""
    try:
        with office_errors():
            used = laid_out(kept.material_id)
            expected = frozenset(signing.Role(one) for one in kept.expected)
            path = files.path_of(kept.file_id)
            beside = files.path_of(kept.beside_id) if kept.beside_id else None
            again = signing.verify_isolated(path, used.folder, at=kept.judged_at, expected=expected, beside=beside)
    except BytesMissing as missing:
        why = missing.sentence
    same = None if again is None else again.essence == first.essence
    if same is False:
        log.error("verdict %s came out otherwise when it was computed again", kept.pk)
    with write():
        made = VerdictRecomputed.objects.create(
            verdict=kept,
            same=same,
            why=why,
            findings=json.loads(again.to_json()) if again is not None and not same else None,
            verifier=verifier(),
            by=by,
            at=at,
        )
        audit.record(verb="recompute_verdict", subject=kept, by=by, at=at, same=same, file=kept.file_id)
    return made


def recompute_due(*, at: datetime) -> int:
    """Recompute verdicts of all agencies that nobody computed for a year; return how many."""
    found = queries.verdicts_to_recompute(before=at - RECOMPUTED_AFTER, limit=AT_A_TIME)
    for kept in found:
        with agency_in_force(kept.agency_id):
            recompute(kept.pk, by=None, at=at)
    return len(found)
