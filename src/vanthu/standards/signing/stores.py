"""Named stores of trusted certificates: a folder each, with a manifest that says what every file is and is for.

A file that its manifest does not name by fingerprint is refused: whoever can write a file into the folder cannot make
the office trust it without saying so in the manifest, which names who is trusted for what in words that can be read.
"""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509

from vanthu.standards.signing.errors import (
    TrustFileUnknown,
    TrustImportRefused,
    TrustRemovalRefused,
    TrustUnreadable,
)

MANIFEST = "manifest.toml"
CERTIFICATE_FILES = {".pem", ".crt", ".cer", ".der"}
DEVELOPMENT = "development"
TITLES = {
    "official-duty": "Chữ ký số chuyên dùng công vụ (Ban Cơ yếu Chính phủ)",
    "public": "Tổ chức cung cấp dịch vụ chứng thực chữ ký số công cộng",
    DEVELOPMENT: "Chứng thư thử nghiệm, không có giá trị pháp lý",
}
"""The stores there may be, by name."""


class Purpose(StrEnum):
    """What the certificates under a CA may be for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    TSA = "tsa"


@dataclass(frozen=True)
class TrustedCertificate:
    """One certificate of a store: an anchor or an intermediate, for which purposes."""

    file: str
    sha256: str
    role: str
    purposes: frozenset[Purpose]
    certificate: asn1_x509.Certificate = field(repr=False, compare=False)
    sha1_until: date | None = None
    """Until when certificates and lists it signed with SHA-1 count; None: not at all."""

    @property
    def is_anchor(self) -> bool:
        """Whether chains may end in it."""
        return self.role == "anchor"


@dataclass(frozen=True)
class Store:
    """A named, versioned set of certificates."""

    name: str
    title: str
    version: str
    valid_from: date
    certificates: tuple[TrustedCertificate, ...]
    digest: str
    """SHA-256 of the manifest, which names every file by its own."""


@dataclass(frozen=True)
class KnownAuthority:
    """A published CA certificate, by fingerprint (`known_authorities.toml`)."""

    store: str
    name: str
    sha256: str
    role: str
    purposes: tuple[str, ...]
    published_at: str
    generation: str = ""
    sha1_until: date | None = None


def known_authorities() -> tuple[KnownAuthority, ...]:
    """The published certificates whose whole fingerprint is known; their files are not shipped."""
    text = resources.files(__package__).joinpath("known_authorities.toml").read_text("utf-8")
    rows = tomllib.loads(text)["certificates"]
    return tuple(KnownAuthority(**{**row, "purposes": tuple(row["purposes"])}) for row in rows)


def known_authority(certificate: asn1_x509.Certificate) -> KnownAuthority | None:
    """What has been published of a certificate; None: nothing that we know."""
    actual = fingerprint_of(certificate)
    return next((item for item in known_authorities() if item.sha256 == actual), None)


def read_stores(folder: Path) -> tuple[Store, ...]:
    """Every store of `folder`, by name; raises `TrustUnreadable`, `TrustFileUnknown`."""
    if not folder.is_dir():
        raise TrustUnreadable(f"no folder {folder}")
    return tuple(read_store(path) for path in sorted(folder.iterdir()) if path.is_dir())


def read_store(folder: Path) -> Store:
    """One store, each file compared with its manifest; raises `TrustUnreadable`, `TrustFileUnknown`."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
        data: dict[str, Any] = tomllib.loads(manifest.decode())
        if data["name"] != folder.name:
            raise ValueError(f"the manifest in {folder.name} is that of {data['name']}")
        certificates = tuple(_listed(folder, row) for row in data.get("certificates", ()))
        store = Store(
            str(data["name"]), str(data["title"]), str(data["version"]), data["valid_from"], certificates,
            sha256(manifest).hexdigest(),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = f"Không đọc được kho chứng thư tin cậy «{folder.name}»: {error}"
        raise TrustUnreadable(f"{folder}: {error!r}", sentence=sentence) from error
    _require_listed(folder, {item.file for item in certificates})
    return store


def _listed(folder: Path, row: dict[str, Any]) -> TrustedCertificate:
    file = str(row["file"])
    if Path(file).name != file:
        raise ValueError(f"{file} lies outside the store")
    certificate = only_certificate((folder / file).read_bytes())
    actual = fingerprint_of(certificate)
    if actual != str(row["sha256"]).upper():
        raise _unknown(folder, file, f"vân tay của tệp là {actual}, bản kê ghi {row['sha256']}")
    if row["role"] not in ("anchor", "intermediate"):
        raise ValueError(f"role {row['role']!r}")
    purposes = frozenset(Purpose(item) for item in row["purposes"])
    return TrustedCertificate(file, actual, row["role"], purposes, certificate, row.get("sha1_until"))


def _require_listed(folder: Path, listed: set[str]) -> None:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in CERTIFICATE_FILES and path.name not in listed:
            raise _unknown(folder, path.name, "bản kê không có tệp này")


def _unknown(folder: Path, file: str, why: str) -> TrustFileUnknown:
    sentence = f"Tệp «{file}» trong kho chứng thư tin cậy «{folder.name}» bị từ chối: {why}."
    return TrustFileUnknown(f"{folder / file}", sentence=sentence)


def fingerprint_of(certificate: asn1_x509.Certificate) -> str:
    """SHA-256 over the DER, upper-case hexadecimal."""
    return sha256(certificate.dump()).hexdigest().upper()


def only_certificate(data: bytes) -> asn1_x509.Certificate:
    """The one certificate of a file, PEM or DER; raises ValueError."""
    found = certificates_in(data)
    if len(found) != 1:
        raise ValueError(f"{len(found)} certificates in one file")
    return found[0]


def certificates_in(data: bytes) -> tuple[asn1_x509.Certificate, ...]:
    """The certificates of PEM or DER, parsed to the end; raises ValueError, TypeError."""
    ders = [data]
    if pem.detect(data):
        ders = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
    return tuple(_parsed(der) for der in ders)


def _parsed(der: bytes) -> asn1_x509.Certificate:
    certificate = asn1_x509.Certificate.load(der, strict=True)
    certificate.subject.native  # noqa: B018 (parse now: lazily it would fail in the middle of a verdict)
    return certificate


# --- writing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listing:
    """A certificate to be put into a store, with what the manifest says of it."""

    certificate: asn1_x509.Certificate
    file: str
    role: str
    purposes: frozenset[Purpose]
    sha1_until: date | None = None


def write_store(folder: Path, listings: Iterable[Listing], *, version: str, valid_from: date) -> None:
    """Make or replace a store; files come before the manifest that names them, so it is never read half-way."""
    folder.mkdir(parents=True, exist_ok=True)
    items = sorted(listings, key=lambda item: item.file)
    for item in items:
        _write(folder / item.file, pem.armor("CERTIFICATE", item.certificate.dump()))
    title = TITLES.get(folder.name, folder.name)
    head = f'name = "{folder.name}"\ntitle = "{title}"\nversion = "{version}"\nvalid_from = {valid_from}\n'
    _write(folder / MANIFEST, "\n".join([head, *(_row(item) for item in items)]).encode())


def _row(item: Listing) -> str:
    purposes = ", ".join(f'"{one}"' for one in sorted(item.purposes))
    subject = str(item.certificate.subject.human_friendly).replace("\\", "").replace('"', "'")
    until = f"sha1_until = {item.sha1_until}\n" if item.sha1_until else ""
    actual = fingerprint_of(item.certificate)
    return (
        f'[[certificates]]\nfile = "{item.file}"\nsubject = "{subject}"\nsha256 = "{actual}"\n'
        f'role = "{item.role}"\npurposes = [{purposes}]\n{until}'
    )


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def add_to_store(folder: Path, listing: Listing, *, confirmed: str | None, on: date) -> None:
    """Put a certificate into a store whose fingerprint somebody vouches for.

    Its fingerprint must be that of a published certificate of this store, or the one `confirmed` (from the CA by
    another way). Raises `TrustImportRefused`, `TrustUnreadable`, `TrustFileUnknown`.
    """
    actual = fingerprint_of(listing.certificate)
    _require_vouched(folder.name, listing, actual, known_authority(listing.certificate), confirmed)
    present = read_store(folder) if (folder / MANIFEST).is_file() else None
    kept = [] if present is None else [item for item in present.certificates if item.sha256 != actual]
    if any(item.file == listing.file for item in kept):
        raise TrustImportRefused(sentence=f"Kho «{folder.name}» đã có tệp «{listing.file}» của chứng thư khác.")
    write_store(folder, [*map(_listing, kept), listing], version=_next(present, on), valid_from=on)
    for old in () if present is None else present.certificates:
        if old.sha256 == actual and old.file != listing.file:
            (folder / old.file).unlink()


def remove_from_store(folder: Path, fingerprint: str, *, on: date) -> TrustedCertificate:
    """Take a certificate out of a store, by its whole SHA-256 fingerprint, and return what it was.

    Verdicts given before are kept with the certificates they rest on. Raises `TrustRemovalRefused`,
    `TrustUnreadable`, `TrustFileUnknown`.
    """
    if folder.name not in TITLES or not (folder / MANIFEST).is_file():
        raise TrustRemovalRefused(sentence=f"Không có kho «{folder.name}» nên không có gì để bỏ.")
    present, wanted = read_store(folder), _plain(fingerprint)
    gone = next((item for item in present.certificates if item.sha256 == wanted), None)
    if gone is None:
        raise TrustRemovalRefused(
            sentence=f"Kho «{folder.name}» không có chứng thư mang vân tay {wanted}; xem «vanthu office trust list»."
        )
    kept = [_listing(item) for item in present.certificates if item is not gone]
    write_store(folder, kept, version=_next(present, on), valid_from=on)
    (folder / gone.file).unlink()
    return gone


def _require_vouched(
    store: str, listing: Listing, actual: str, known: KnownAuthority | None, confirmed: str | None
) -> None:
    if store not in TITLES:
        raise TrustImportRefused(sentence=f"Không có kho «{store}»; các kho: {', '.join(TITLES)}.")
    if not listing.certificate.ca:
        raise TrustImportRefused(sentence="Chứng thư này không phải của một CA nên không đặt vào kho tin cậy được.")
    given = _plain(confirmed or "")
    if given and given != actual:
        raise TrustImportRefused(sentence=f"Vân tay SHA-256 của tệp là {actual}, khác vân tay đã cho. Không nạp.")
    if known is not None and (known.store, known.role) != (store, listing.role):
        raise TrustImportRefused(
            sentence=f"Chứng thư «{known.name}» thuộc kho «{known.store}», vai trò «{known.role}». Không nạp."
        )
    if known is None and not given:
        raise TrustImportRefused(
            sentence=(
                f"Chưa biết vân tay công bố của chứng thư này. Hãy đối chiếu vân tay SHA-256 {actual} với công bố của "
                "nơi cấp rồi nạp lại, ghi rõ vân tay ấy (--fingerprint)."
            )
        )


def _listing(item: TrustedCertificate) -> Listing:
    return Listing(item.certificate, item.file, item.role, item.purposes, item.sha1_until)


def _plain(fingerprint: str) -> str:
    """Return a fingerprint as `fingerprint_of` writes it, however somebody grouped it."""
    return "".join(fingerprint.split()).replace(":", "").upper()


def _next(present: Store | None, on: date) -> str:
    """Day and count: "2026-11-22.2" is the second version of that day."""
    day, _, count = (present.version if present else "").rpartition(".")
    return f"{on}.{int(count) + 1 if day == str(on) and count.isdigit() else 1}"
