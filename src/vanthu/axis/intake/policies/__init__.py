"""Whether what comes in may pass: first its bytes (`body`), then what its envelope says (`envelope`)."""

from vanthu.axis.intake.policies.body import CHUNK, MEBI, Readable, checked
from vanthu.axis.intake.policies.envelope import Judged, judge
from vanthu.axis.intake.policies.errors import (
    ConnectionBroke,
    DocumentSentBefore,
    HashMismatch,
    HeaderDiffers,
    NotConformant,
    PackageCircles,
    PackageEmpty,
    PackageTooLarge,
    PackageUnreadable,
    UnknownSender,
)

__all__ = [
    "CHUNK",
    "MEBI",
    "ConnectionBroke",
    "DocumentSentBefore",
    "HashMismatch",
    "HeaderDiffers",
    "Judged",
    "NotConformant",
    "PackageCircles",
    "PackageEmpty",
    "PackageTooLarge",
    "PackageUnreadable",
    "Readable",
    "UnknownSender",
    "checked",
    "judge",
]
