"""Make keys and certificates with the profiles of the development PKI."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from vanthu.standards.signing.pki.spec import Holder

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

ROOT, PEOPLE, AGENCIES, TSA, OCSP = "root", "people-ca", "agencies-ca", "tsa", "ocsp"
"""Names of the certificates of the infrastructure itself, in the folder and in the served addresses."""

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336)."""

CA_YEARS, SERVICE_YEARS, HOLDER_YEARS = 10, 5, 2


@dataclass(frozen=True)
class Issued:
    """A certificate with its private key."""

    key: PrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class Addresses:
    """Where the services of this PKI are reached; written into every certificate."""

    url: str

    def certificate(self, issuer: str) -> str:
        """CA certificate, DER."""
        return f"{self.url}/certs/{issuer}.crt"

    def crl(self, issuer: str) -> str:
        """Revocation list of an issuer, DER."""
        return f"{self.url}/crls/{issuer}.crl"

    @property
    def ocsp(self) -> str:
        """OCSP responder."""
        return f"{self.url}/ocsp"

    @property
    def tsa(self) -> str:
        """RFC 3161 time-stamping authority."""
        return f"{self.url}/tsa"


def new_key(algorithm: str) -> PrivateKey:
    """A fresh private key: "rsa-2048", "rsa-3072" or "p-256"."""
    if algorithm == "p-256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, int(algorithm.removeprefix("rsa-")))


def name(common: str, *, organization: str | None = None, **more: str | None) -> x509.Name:
    """A subject: country, organisation, what else is given (unit, title, identifier, uid), the common name."""
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organization)]
    parts += [(_OIDS[kind], value) for kind, value in more.items()]
    parts.append((NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


_OIDS = {
    "unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "title": NameOID.TITLE,
    "identifier": NameOID.ORGANIZATION_IDENTIFIER,
    "uid": NameOID.USER_ID,
}


def holder_name(holder: Holder) -> x509.Name:
    """Subject of a holder: a person carries title and UID "CCCD:…", an agency its code as organizationIdentifier."""
    if holder.kind == "person":
        uid = f"CCCD:{holder.identifier}" if holder.identifier else None
        return name(holder.name, organization=holder.organization, unit=holder.unit, title=holder.title, uid=uid)
    uid = f"MĐD:{holder.identifier}" if holder.identifier else None
    return name(
        holder.name,
        organization=holder.organization or holder.name,
        unit=holder.unit,
        identifier=holder.identifier,
        uid=uid,
    )


def root(algorithm: str, organization: str, *, at: datetime) -> Issued:
    """The self-signed root."""
    key, subject = new_key(algorithm), name("CA gốc thử nghiệm Văn Thư", organization=organization)
    builder = _builder(subject, subject, key.public_key(), at, at + timedelta(days=365 * CA_YEARS))
    builder = _as_ca(builder, key.public_key(), path_length=1)
    return Issued(key, builder.sign(key, hashes.SHA256()))


def issuing_ca(
    common: str, organization: str, algorithm: str, parent: Issued, where: Addresses, *, at: datetime
) -> Issued:
    """A CA under the root that issues to people or to agencies."""
    key = new_key(algorithm)
    end = at + timedelta(days=365 * CA_YEARS - 1)
    subject = name(common, organization=organization)
    builder = _builder(subject, parent.certificate.subject, key.public_key(), at, end)
    builder = _pointers(_as_ca(builder, key.public_key(), path_length=0), parent, ROOT, where)
    return Issued(key, builder.sign(parent.key, hashes.SHA256()))


def service(
    common: str,
    organization: str,
    usage: ObjectIdentifier,
    algorithm: str,
    parent: Issued,
    parent_name: str,
    where: Addresses,
    *,
    at: datetime,
) -> Issued:
    """A TSA or OCSP responder certificate; the single extended key usage is critical (RFC 3161 §2.3)."""
    key = new_key(algorithm)
    end = at + timedelta(days=365 * SERVICE_YEARS)
    subject = name(common, organization=organization)
    builder = _builder(subject, parent.certificate.subject, key.public_key(), at, end)
    builder = _as_leaf(builder, key.public_key(), [usage], critical=True)
    if usage == ExtendedKeyUsageOID.OCSP_SIGNING:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return Issued(key, _pointers(builder, parent, parent_name, where).sign(parent.key, hashes.SHA256()))


def holder(
    entry: Holder, algorithm: str, parent: Issued, parent_name: str, where: Addresses, *, at: datetime
) -> Issued:
    """The certificate of a person or an agency."""
    key = new_key(entry.algorithm or algorithm)
    start = entry.valid_from or at
    end = entry.valid_to or at + timedelta(days=365 * HOLDER_YEARS)
    builder = _builder(holder_name(entry), parent.certificate.subject, key.public_key(), start, end)
    usages = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    builder = _pointers(_as_leaf(builder, key.public_key(), usages, critical=False), parent, parent_name, where)
    return Issued(key, builder.sign(parent.key, hashes.SHA256()))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _as_ca(
    builder: x509.CertificateBuilder, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, *, path_length: int
) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(True, path_length), critical=True).add_extension(
        _usage(key_cert_sign=True, crl_sign=True), critical=True
    )


def _as_leaf(
    builder: x509.CertificateBuilder,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    usages: list[ObjectIdentifier],
    *,
    critical: bool,
) -> x509.CertificateBuilder:
    return (
        builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    )


def _usage(**flags: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{item: flags.get(item, False) for item in names})


def _pointers(
    builder: x509.CertificateBuilder, parent: Issued, parent_name: str, where: Addresses
) -> x509.CertificateBuilder:
    """Authority key, and where to ask for the issuer, its revocation list and its OCSP responder."""
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(parent.key.public_key())
    access = [
        x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(where.ocsp)),
        x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(where.certificate(parent_name))
        ),
    ]
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(where.crl(parent_name))], None, None, None)
    return (
        builder.add_extension(authority, critical=False)
        .add_extension(x509.AuthorityInformationAccess(access), critical=False)
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
    )
