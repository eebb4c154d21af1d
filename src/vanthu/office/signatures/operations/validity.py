"""Whether a certificate is good now, by our own trust and revocation data (ND23-A15); nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vanthu.office.signatures.operations.errors import CertificateUnusable, office_errors
from vanthu.office.signatures.operations.material import trust_in_force
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import SigningCertificate
from vanthu.standards.signing.chains import why_not

_WHY = {
    "untrusted": "do «{issuer}» cấp, không có trong danh sách tin cậy của hệ thống cho loại chứng thư này",
    "revoked": "đã bị «{issuer}» thu hồi",
    "usage": "không được cấp cho mục đích ký số văn bản",
    "weak": "dùng thuật toán không còn được tin cậy",
    "expired": "đã hết hạn",
    "not_yet_valid": "chưa đến ngày có hiệu lực",
    "chain": "có chứng thư cấp trên không hợp lệ",
}


@dataclass(frozen=True)
class Remark:
    """One thing about a certificate that does not fit; what `hinders` keeps it from being used."""

    sentence: str
    hinders: bool


def remark_on(certificate: SigningCertificate, *, at: datetime) -> Remark | None:
    """Return why it is not good now, None where it is; that a revocation is not known hinders nothing.

    Raises TrustMissing.
    """
    with office_errors():
        word = why_not(certificate, trust_in_force(), moment=at)
    if word is None:
        return None
    if word == "no_revocation_data":
        why = f"Chưa có dữ liệu thu hồi của «{certificate.issuer}» nên chưa biết chứng thư còn hiệu lực hay không."
        return Remark(why, hinders=False)
    begin, end = (f"{day.astimezone(VIETNAM):%d/%m/%Y}" for day in (certificate.not_before, certificate.not_after))
    why = _WHY.get(word, _WHY["chain"]).format(issuer=certificate.issuer)
    return Remark(f"Chứng thư {why} (hiệu lực {begin} – {end}).", hinders=True)


def require_good(certificate: SigningCertificate, *, at: datetime) -> None:
    """Raise CertificateUnusable before anything is signed with a certificate that would not hold (ND23-A15)."""
    found = remark_on(certificate, at=at)
    if found and found.hinders:
        raise CertificateUnusable(sentence=found.sentence, certificate=certificate.name)
