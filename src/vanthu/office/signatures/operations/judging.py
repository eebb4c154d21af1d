"""Judging the signatures of a file, and keeping the verdict beside it."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.conf import settings

from vanthu.office.files import queries as files
from vanthu.office.signatures import queries
from vanthu.office.signatures.models import VerdictKept
from vanthu.office.signatures.operations.errors import office_errors
from vanthu.runtime.transactions import write
from vanthu.standards import signing

AGENCY_ALONE = frozenset({signing.Role.AGENCY})
"""Who signs an appendix in a file of its own and an electronic copy (ND30-PLI: S4, S5)."""
BOTH = frozenset({signing.Role.PERSON, signing.Role.AGENCY})


def judge(
    *,
    file_sha256: str,
    document_id: UUID | None = None,
    expected: frozenset[signing.Role] = BOTH,
    at: datetime,
) -> VerdictKept:
    """Verify a stored file's signatures and keep the verdict; the same file is judged once a day and trust list.

    `expected`: whose signatures must be there; of a document a person's and the agency's (ND30-A5).
    The check runs in a process of its own with limits. Call it outside transactions. Raises TrustMissing,
    BytesMissing; a file that cannot be checked is no error but the verdict "KHÔNG XÁC ĐỊNH".
    """
    trust_dir = settings.OFFICE.signing.trust_dir
    with office_errors():
        trust = signing.Trust.from_dir(trust_dir)
        kept = queries.reusable_verdict(file_sha256, trust.version, at=at)
        if kept is not None and _answers(kept, expected):
            return kept
        verdict = signing.verify_isolated(files.path_of(file_sha256), trust_dir, at=at, expected=expected)
    with write():
        return VerdictKept.objects.create(
            document_id=document_id,
            file_id=file_sha256,
            outcome=verdict.outcome,
            findings=json.loads(verdict.to_json()),
            trust_version=verdict.trust_version,
            judged_at=at,
        )


_MISSING = {signing.Role.PERSON: "PERSON_SIGNATURE_MISSING", signing.Role.AGENCY: "AGENCY_SIGNATURE_MISSING"}


def _answers(kept: VerdictKept, expected: frozenset[signing.Role]) -> bool:
    """Tell whether an earlier verdict answers this question: perhaps the agency's signature alone was asked for."""
    if kept.outcome == signing.Outcome.VALID:
        return expected <= {signing.Role(one["role"]) for one in kept.findings["signatures"]}
    asked_too_much = {code for role, code in _MISSING.items() if role not in expected}
    return asked_too_much.isdisjoint(reason["code"] for reason in kept.findings["reasons"])
