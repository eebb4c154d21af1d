"""What a document that somebody registers by hand is worth (QD28-A4)."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.incoming.states import LegalValue
from vanthu.office.signatures import operations as signatures
from vanthu.runtime.errors import VanThuError
from vanthu.standards import signing

if TYPE_CHECKING:
    from vanthu.office.signatures.models import VerdictKept


log = logging.getLogger("vanthu.receiving")


def judged(sha256: str, *, at: datetime) -> tuple[VerdictKept | None, LegalValue]:
    """Judge the signatures of a stored PDF; only valid ones make an original.

    Where they cannot be judged for a reason on our side, it is for information only, and its page says why: what came
    must be registered the day it came (ND30-A4.2c).
    """
    try:
        verdict = signatures.judge(file_sha256=sha256, expected=signatures.BOTH, at=at)
    except VanThuError as error:
        log.warning("the signatures of %s could not be judged: %s", sha256, error.sentence)
        return None, LegalValue.REFERENCE
    valid = verdict.outcome == signing.Outcome.VALID
    return verdict, LegalValue.ORIGINAL if valid else LegalValue.REFERENCE
