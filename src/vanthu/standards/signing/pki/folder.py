"""The folder a development PKI lives in: make it, open it, revoke in it."""

import json
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from vanthu.standards.signing import images
from vanthu.standards.signing.errors import PkiError
from vanthu.standards.signing.pki import issuing
from vanthu.standards.signing.pki.issuing import AGENCIES, OCSP, PEOPLE, ROOT, TSA, Addresses, Issued
from vanthu.standards.signing.pki.spec import Holder, Spec
from vanthu.standards.signing.stores import DEVELOPMENT, Listing, Purpose, write_store
from vanthu.standards.signing.trust import STORES

INDEX = "index.json"
PURPOSES = {
    ROOT: frozenset(Purpose),
    PEOPLE: frozenset({Purpose.PERSON}),
    AGENCIES: frozenset({Purpose.ORGANISATION}),
}
"""What each CA is trusted for."""
ISSUERS = (ROOT, PEOPLE, AGENCIES)
BACKDATED = timedelta(hours=1)
"""Validity starts a little before the making, so that machines whose clocks differ slightly can use the keys."""
CRL_LIFE = timedelta(days=30)
README = """\
Hạ tầng khóa công khai THỬ NGHIỆM của Văn Thư.

Chỉ dùng để phát triển và trình diễn; chữ ký tạo bằng các khóa này không có giá trị pháp lý.
people/, agencies/: tệp PKCS#12 của từng người, từng cơ quan (mã PIN ghi trong index.json);
images/: ảnh chữ ký và dấu để trình diễn;
trust/: kho chứng thư tin cậy "development" và danh sách thu hồi để kiểm tra chữ ký.
"""


@dataclass(frozen=True)
class Entry:
    """One certificate the PKI has issued, as `index.json` keeps it; `pin` and `p12` only for holders."""

    key: str
    kind: str
    name: str
    issuer: str
    serial: str
    p12: str | None = None
    image: str | None = None
    pin: str | None = None
    revoked_at: str | None = None


@dataclass(frozen=True)
class Pki:
    """A development PKI on disk. `trust_dir` is ready for `Trust.from_dir`."""

    directory: Path
    url: str
    organization: str
    entries: tuple[Entry, ...]

    @classmethod
    def open(cls, directory: Path) -> Self:
        """Read the folder; raises `PkiError` when it holds no PKI."""
        try:
            data: dict[str, Any] = json.loads((directory / INDEX).read_text("utf-8"))
            entries = tuple(Entry(**item) for item in data["entries"])
            return cls(directory, data["url"], data["organization"], entries)
        except (OSError, ValueError, KeyError, TypeError) as error:
            sentence = (
                f"Thư mục {directory} không chứa hạ tầng khóa công khai thử nghiệm; hãy chạy “vanthu pki init” trước."
            )
            raise PkiError(str(error), sentence=sentence) from error

    @property
    def trust_dir(self) -> Path:
        """The store "development" with revocation lists."""
        return self.directory / "trust"

    @property
    def addresses(self) -> Addresses:
        """Where the services are, once served."""
        return Addresses(self.url)

    @property
    def holders(self) -> tuple[Entry, ...]:
        """People and agencies, with file and PIN of their keys."""
        return tuple(entry for entry in self.entries if entry.p12)

    def holder(self, key: str) -> Entry:
        """One person or agency by key name; raises `PkiError` when there is none."""
        for entry in self.holders:
            if entry.key == key:
                return entry
        known = ", ".join(entry.key for entry in self.holders)
        raise PkiError(sentence=f"Không có khóa tên “{key}”. Các khóa hiện có: {known}.")

    def p12_bytes(self, key: str) -> bytes:
        """The PKCS#12 file of a holder."""
        return (self.directory / (self.holder(key).p12 or "")).read_bytes()

    def image_bytes(self, key: str) -> bytes:
        """The PNG of a person's signature or an agency's seal."""
        return (self.directory / (self.holder(key).image or "")).read_bytes()

    def issued(self, key: str) -> Issued:
        """Key and certificate of the infrastructure itself: root, CAs, TSA, OCSP responders."""
        private = serialization.load_pem_private_key((self.directory / "keys" / f"{key}.pem").read_bytes(), None)
        if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise PkiError(sentence=f"Khóa “{key}” trong thư mục không đúng loại.")
        return Issued(private, self.certificate(key))

    def certificate(self, key: str) -> x509.Certificate:
        """Certificate of anyone in the PKI."""
        return x509.load_pem_x509_certificate((self.directory / "certs" / f"{key}.pem").read_bytes())

    def revoke(self, key: str, *, at: datetime) -> Self:
        """Mark a holder's certificate as revoked and renew the lists; a second time changes nothing."""
        chosen = self.holder(key)
        if chosen.revoked_at:
            return self
        marked = replace(chosen, revoked_at=at.isoformat())
        changed = replace(self, entries=tuple(marked if entry == chosen else entry for entry in self.entries))
        changed._save()
        changed.refresh(at=at)
        return changed

    def refresh(self, *, at: datetime) -> None:
        """Sign the revocation lists of the trust folder anew; they hold for 30 days."""
        for issuer in ISSUERS:
            _write(self.trust_dir / "crls" / f"{issuer}.crl", self.crl(issuer, at=at))

    def crl(self, issuer: str, *, at: datetime, signer: Issued | None = None) -> bytes:
        """The revocation list of one issuer, DER, signed now."""
        signer = signer or self.issued(issuer)
        builder = x509.CertificateRevocationListBuilder().issuer_name(signer.certificate.subject)
        builder = builder.last_update(at).next_update(at + CRL_LIFE)
        for entry in self.entries:
            if entry.issuer == issuer and entry.revoked_at:
                builder = builder.add_revoked_certificate(_revoked(entry))
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
        builder = builder.add_extension(authority, critical=False)
        builder = builder.add_extension(x509.CRLNumber(int(at.timestamp() * 1000)), critical=False)
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _save(self) -> None:
        data = {
            "url": self.url,
            "organization": self.organization,
            "entries": [asdict(entry) for entry in self.entries],
        }
        _write(self.directory / INDEX, json.dumps(data, ensure_ascii=False, indent=1).encode(), secret=True)


def _revoked(entry: Entry) -> x509.RevokedCertificate:
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(int(entry.serial, 16))
        .revocation_date(datetime.fromisoformat(entry.revoked_at or ""))
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        .build()
    )


def init(directory: Path, spec: Spec | None = None, *, at: datetime, url: str, force: bool = False) -> Pki:
    """Make a PKI in `directory`: keys, certificates, PKCS#12 files, images, trust folder.

    Raises `PkiError` when the folder holds something already, unless `force`; even then only a PKI is replaced,
    never another folder.
    """
    spec = spec or Spec.default()
    _require_free(directory, force=force)
    directory.parent.mkdir(parents=True, exist_ok=True)
    # Built beside its place and moved there whole, so a broken run leaves no half PKI.
    building = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}-"))
    try:
        _Making(building, spec, url.rstrip("/"), at).all()
        if directory.exists():
            shutil.rmtree(directory)
        building.rename(directory)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Pki.open(directory)


def _require_free(directory: Path, *, force: bool) -> None:
    if not directory.exists() or (directory.is_dir() and not any(directory.iterdir())):
        return
    if not (directory / INDEX).is_file():
        raise PkiError(
            sentence=f"{directory} đã có và không phải hạ tầng khóa công khai thử nghiệm; hãy chọn thư mục khác."
        )
    if not force:
        raise PkiError(
            sentence=f"Thư mục {directory} đã có hạ tầng khóa công khai; thêm --force nếu thật sự muốn làm lại."
        )


class _Making:
    """One run of `init`, writing into a folder nobody reads yet."""

    def __init__(self, directory: Path, spec: Spec, url: str, at: datetime) -> None:
        self.directory, self.spec, self.at = directory, spec, at
        self.where = Addresses(url)
        self.start = at - BACKDATED
        self.entries: list[Entry] = []

    def all(self) -> None:
        for folder in (
            "keys",
            "certs",
            "people",
            "agencies",
            "images",
            "trust/crls",
        ):
            (self.directory / folder).mkdir(parents=True)
        cas = self._authorities()
        with ThreadPoolExecutor() as pool:
            self.entries += pool.map(lambda holder: self._holder(holder, cas), self.spec.holders)
        self._readme()
        pki = Pki(self.directory, self.where.url, self.spec.organization, tuple(self.entries))
        pki._save()
        pki.refresh(at=self.at)

    def _authorities(self) -> dict[str, Issued]:
        spec, org = self.spec, self.spec.organization
        root = issuing.root(spec.algorithm, org, at=self.start)
        common = {PEOPLE: "CA thử nghiệm cho cá nhân", AGENCIES: "CA thử nghiệm cho cơ quan, tổ chức"}
        with ThreadPoolExecutor() as pool:
            made = {
                key: pool.submit(issuing.issuing_ca, text, org, spec.algorithm, root, self.where, at=self.start)
                for key, text in common.items()
            }
        cas = {ROOT: root} | {key: future.result() for key, future in made.items()}
        for key, issued in cas.items():
            self._keep(key, issued, "ca", ROOT)
        self._store(cas)
        self._services(cas)
        return cas

    def _store(self, cas: dict[str, Issued]) -> None:
        """Name the three CAs in the store "development", each with what it is trusted for."""
        rows = [_listing(key, issued, PURPOSES[key]) for key, issued in cas.items()]
        folder = self.directory / "trust" / STORES / DEVELOPMENT
        write_store(folder, rows, version=f"{self.at.date()}.1", valid_from=self.at.date())

    def _services(self, cas: dict[str, Issued]) -> None:
        # Smaller keys than the holders': these answer on every request.
        algorithm = "p-256" if self.spec.algorithm == "p-256" else "rsa-2048"
        services = [(TSA, "TSA thử nghiệm", ExtendedKeyUsageOID.TIME_STAMPING, ROOT)]
        services += [
            (f"{OCSP}-{issuer}", f"OCSP thử nghiệm ({issuer})", ExtendedKeyUsageOID.OCSP_SIGNING, issuer)
            for issuer in ISSUERS
        ]
        for key, common, usage, parent in services:
            issued = issuing.service(
                common, self.spec.organization, usage, algorithm, cas[parent], parent, self.where, at=self.start
            )
            self._keep(key, issued, "service", parent)

    def _keep(self, key: str, issued: Issued, kind: str, issuer: str) -> None:
        pem = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self.directory / "keys" / f"{key}.pem", pem, secret=True)
        _write(self.directory / "certs" / f"{key}.pem", issued.certificate.public_bytes(Encoding.PEM))
        serial = f"{issued.certificate.serial_number:X}"
        self.entries.append(Entry(key=key, kind=kind, name=_common(issued.certificate), issuer=issuer, serial=serial))

    def _holder(self, holder: Holder, cas: dict[str, Issued]) -> Entry:
        parent = PEOPLE if holder.kind == "person" else AGENCIES
        folder = "people" if holder.kind == "person" else "agencies"
        issued = issuing.holder(holder, self.spec.algorithm, cas[parent], parent, self.where, at=self.start)
        path = f"{folder}/{holder.key}.p12"
        _write(self.directory / path, _pkcs12(holder, issued, cas[parent]), secret=True)
        _write(self.directory / "certs" / f"{holder.key}.pem", issued.certificate.public_bytes(Encoding.PEM))
        image = f"images/{holder.key}.png"
        _write(self.directory / image, _picture(holder))
        return Entry(
            key=holder.key,
            kind=holder.kind,
            name=holder.name,
            issuer=parent,
            serial=f"{issued.certificate.serial_number:X}",
            p12=path,
            image=image,
            pin=holder.pin,
        )

    def _readme(self) -> None:
        _write(self.directory / "DOC-TOI.txt", README.encode())


def _listing(key: str, issued: Issued, purposes: frozenset[Purpose]) -> Listing:
    certificate = asn1_x509.Certificate.load(issued.certificate.public_bytes(Encoding.DER))
    return Listing(certificate, f"{key}.pem", "anchor" if key == ROOT else "intermediate", purposes)


def _picture(holder: Holder) -> bytes:
    if holder.kind == "person":
        return images.signature_png(holder.name)
    return images.seal_png(holder.name, holder.organization)


def _pkcs12(holder: Holder, issued: Issued, ca: Issued) -> bytes:
    encryption = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(20_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(holder.pin.encode())
    )
    return pkcs12.serialize_key_and_certificates(
        holder.name.encode(), issued.key, issued.certificate, [ca.certificate], encryption
    )


def _common(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def _write(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Whole or not at all; keys readable by the owner only."""
    temporary = path.with_name(f".{path.name}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
    temporary.replace(path)
