"""The verbs of signing: begin, provide, complete, finish; and judging what others signed."""

from vanthu.office.signatures.operations.errors import (
    CertificateNotYours,
    CertificateUnusable,
    NoSigningIdentity,
    SignatureUnderWay,
    SigningRefused,
    TimestampNever,
    TimestampUnavailable,
    TrustMissing,
    VerdictNotRecomputable,
)
from vanthu.office.signatures.operations.finishing import (
    Completed,
    cancel,
    complete,
    fail,
    finish,
    give_up,
    is_over,
    lease_due,
    lease_one,
    postpone,
)
from vanthu.office.signatures.operations.identities import add_identity, retire_identity
from vanthu.office.signatures.operations.judging import AGENCY_ALONE, BOTH, judge, recompute, recompute_due
from vanthu.office.signatures.operations.preparing import AsText, begin, provide, unlocked

__all__ = [
    "AGENCY_ALONE",
    "BOTH",
    "AsText",
    "CertificateNotYours",
    "CertificateUnusable",
    "Completed",
    "NoSigningIdentity",
    "SignatureUnderWay",
    "SigningRefused",
    "TimestampNever",
    "TimestampUnavailable",
    "TrustMissing",
    "VerdictNotRecomputable",
    "add_identity",
    "begin",
    "cancel",
    "complete",
    "fail",
    "finish",
    "give_up",
    "is_over",
    "judge",
    "lease_due",
    "lease_one",
    "postpone",
    "provide",
    "recompute",
    "recompute_due",
    "retire_identity",
    "unlocked",
]
