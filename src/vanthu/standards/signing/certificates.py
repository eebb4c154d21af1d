"""The signer's certificate: who it names, and whether that is a person or an agency."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from vanthu.standards.signing.errors import CertificateExpired, CertificateNotForSigning, CertificateNotYetValid
from vanthu.standards.signing.findings import Role

PERSON_ID = re.compile(r"^(CCCD|CMND|CC|HC|SĐD|SDD)\s*:", re.IGNORECASE)
AGENCY_ID = re.compile(r"^(MST|MĐD|MDD|MNS|MQHNS|MSDN)\s*:", re.IGNORECASE)
"""Prefixes of the subject's UID in Vietnamese certificates: papers of a person, codes of an organisation."""

AGENCY_WORDS = (
    "bộ", "sở", "cục", "tổng cục", "chi cục", "vụ", "ban", "viện", "trường", "học viện", "trung tâm", "phòng",
    "văn phòng", "ủy ban", "uỷ ban", "ubnd", "hđnd", "hội đồng", "thanh tra", "tòa án", "toà án", "công ty",
    "tổng công ty", "tập đoàn", "bệnh viện", "kho bạc", "ngân hàng", "chi nhánh", "đại học", "báo", "đài", "hội",
    "liên đoàn", "cơ quan", "công an", "đảng ủy", "tỉnh ủy", "thành ủy", "chính phủ", "quốc hội", "kiểm toán",
    "thông tấn xã", "bảo hiểm", "quỹ",
)  # fmt: skip
"""First words of the names of agencies; no Vietnamese family name is among them."""


@dataclass(frozen=True)
class SigningCertificate:
    """The signer's certificate and the certificates above it, DER, nearest issuer first (the root may be left out)."""

    der: bytes
    chain: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, leaf: x509.Certificate, chain: tuple[x509.Certificate, ...] = ()) -> "SigningCertificate":
        """From certificates already parsed."""
        return cls(leaf.public_bytes(Encoding.DER), tuple(item.public_bytes(Encoding.DER) for item in chain))

    @cached_property
    def parsed(self) -> x509.Certificate:
        """The certificate itself."""
        return x509.load_der_x509_certificate(self.der)

    @property
    def name(self) -> str:
        """Common name of the subject: a person's or an agency's name."""
        return subject_text(self.parsed, NameOID.COMMON_NAME) or ""

    @property
    def organization(self) -> str | None:
        """Organisation the person works for, or the one above the agency."""
        return subject_text(self.parsed, NameOID.ORGANIZATION_NAME)

    @property
    def title(self) -> str | None:
        """What office the certificate says a person holds ("Giám đốc")."""
        return subject_text(self.parsed, NameOID.TITLE)

    @property
    def serial(self) -> str:
        """Serial number, upper-case hexadecimal as certificate viewers show it."""
        return f"{self.parsed.serial_number:X}"

    @property
    def issuer(self) -> str:
        """Common name of the issuing CA."""
        names = self.parsed.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.parsed.issuer.rfc4514_string()

    @property
    def role(self) -> Role:
        """Person, agency, or not to be told."""
        return role_of(self.parsed)

    @property
    def not_before(self) -> datetime:
        """Start of validity, UTC."""
        return self.parsed.not_valid_before_utc

    @property
    def not_after(self) -> datetime:
        """End of validity, UTC."""
        return self.parsed.not_valid_after_utc

    def require_usable(self, *, at: datetime) -> None:
        """Raise `CertificateExpired`, `CertificateNotYetValid` or `CertificateNotForSigning` (ND23-A15)."""
        if at > self.not_after:
            raise CertificateExpired(f"{self.name}: {self.not_after.isoformat()}")
        if at < self.not_before:
            raise CertificateNotYetValid(f"{self.name}: {self.not_before.isoformat()}")
        if not allows_signing(self.parsed):
            raise CertificateNotForSigning(self.name)


def allows_signing(certificate: x509.Certificate) -> bool:
    """Whether the key usage has digitalSignature or nonRepudiation; no key usage at all forbids nothing."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def subject_text(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str | None:
    """First value of an attribute of the subject, NFC; None when absent."""
    values = certificate.subject.get_attributes_for_oid(oid)
    return unicodedata.normalize("NFC", str(values[0].value)).strip() if values else None


def role_of(certificate: x509.Certificate) -> Role:
    """Tell a person's certificate from an agency's by what the subject says, the surest sign first.

    1. UID "CCCD:…" (papers of a person) or "MST:…", "MĐD:…" (codes of an organisation), as Vietnamese CAs write it;
    2. organizationIdentifier → agency; title, given name or surname → person;
    3. the common name equals the organisation or begins with a word such as "Sở", "Ủy ban" → agency;
    4. an organisation and a name of two to six words without digits → person; anything else stays unknown.
    """
    uid = subject_text(certificate, NameOID.USER_ID) or ""
    if PERSON_ID.match(uid):
        return Role.PERSON
    if AGENCY_ID.match(uid) or subject_text(certificate, NameOID.ORGANIZATION_IDENTIFIER):
        return Role.AGENCY
    if any(subject_text(certificate, oid) for oid in (NameOID.TITLE, NameOID.GIVEN_NAME, NameOID.SURNAME)):
        return Role.PERSON
    return _role_by_name(
        subject_text(certificate, NameOID.COMMON_NAME) or "", subject_text(certificate, NameOID.ORGANIZATION_NAME)
    )


def _role_by_name(name: str, organization: str | None) -> Role:
    lowered = name.casefold()
    if not name:
        return Role.UNKNOWN
    if (organization and lowered == organization.casefold()) or lowered.startswith(
        tuple(f"{w} " for w in AGENCY_WORDS)
    ):
        return Role.AGENCY
    words = name.split()
    like_a_person = 2 <= len(words) <= 6 and all(word[0].isupper() for word in words) and not re.search(r"\d", name)
    return Role.PERSON if organization and like_a_person else Role.UNKNOWN
