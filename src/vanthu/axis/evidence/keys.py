"""The key with which this axis signs its heads and receipts, opened once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from vanthu.axis.kernel.errors import AxisError

if TYPE_CHECKING:
    from vanthu.standards.evidence.heads import Sign
    from vanthu.standards.signing import SoftwareKey


class NoEvidenceKey(AxisError):
    """No signing key is configured, so there are neither signed heads nor receipts."""

    code = "VT-TRUC-CHUA-CO-KHOA-KY"
    template = "Trục chưa được cấu hình khóa ký chứng cứ (evidence.signing_key) nên chưa cấp được biên nhận và đầu cây."


class EvidenceKeyUnusable(AxisError):
    """The key that is configured cannot be used."""

    code = "VT-TRUC-KHOA-KY"
    template = "Không dùng được khóa ký chứng cứ của trục: {reason}"


def configured() -> bool:
    """Tell whether this axis can sign."""
    return settings.AXIS.evidence.signing_key is not None


def key() -> SoftwareKey:
    """Return the key of this axis. Raises NoEvidenceKey, EvidenceKeyUnusable."""
    evidence = settings.AXIS.evidence
    if evidence.signing_key is None:
        raise NoEvidenceKey
    return _opened(evidence.signing_key, evidence.signing_password, evidence.certificate)


def signer() -> Sign:
    """Return what signs a text with the key of this axis. Raises NoEvidenceKey, EvidenceKeyUnusable."""
    from vanthu.standards.evidence.signatures import sign

    opened = key()
    return lambda text: sign(text, opened)


@lru_cache(maxsize=4)
def _opened(path: Path, password: str, certificates: Path | None) -> SoftwareKey:
    # Late: reading signatures loads a second's worth of libraries, which a process that signs nothing never needs.
    from vanthu.standards.evidence.errors import SigningKeyUnusable
    from vanthu.standards.evidence.signatures import open_key

    try:
        return open_key(path.read_bytes(), password, certificates.read_bytes() if certificates else None)
    except SigningKeyUnusable as error:
        raise EvidenceKeyUnusable(reason=f"{error.sentence} ({error.detail[:200]})") from error
    except OSError as error:
        raise EvidenceKeyUnusable(reason=f"không đọc được tệp {error.filename}: {error.strerror}.") from error
