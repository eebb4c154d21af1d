"""Make an evidence file: begin (the manifest and what is to be signed), complete. The key may be anywhere in between.

Where the agency has no key that signs such a file, a time stamp alone stands for the signature: `begin_stamped`.

entries = entries_of(statement, document, trust_files=…, receipts=…)
unsigned = begin(digests_of(entries), certificate, at=now)
raw = key.sign(unsigned.signed_attributes)
file = complete(unsigned, entries, raw, timestamp_token=…)
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from vanthu.standards.evidence.signatures import stamp_of
from vanthu.standards.evidence_file import manifest
from vanthu.standards.evidence_file.container import MANIFEST_ENTRY, SIGNATURE_ENTRY, STAMP_ENTRY, pack
from vanthu.standards.evidence_file.page import page
from vanthu.standards.evidence_file.statement import Statement
from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.errors import PreparedUnreadable, SignatureMismatch
from vanthu.standards.signing.raw import holds

STATEMENT_ENTRY, PAGE_ENTRY = "ket-luan/ket-luan.json", "ket-luan/ket-luan.html"
TRUST, RECEIPTS = "tin-cay", "bien-nhan"
RECEIPT_ENDING, PACKAGE_ENDING = ".json", ".edxml"


@dataclass(frozen=True)
class Given:
    """A receipt of the axis (its JSON document), and the package it speaks of, byte for byte as it was sent."""

    receipt: bytes
    package: bytes | None = None


def entries_of(
    statement: Statement,
    document: bytes,
    *,
    trust_files: Mapping[str, bytes],
    receipts: Sequence[Given] = (),
    sealed: bool = True,
) -> dict[str, bytes]:
    """Return what goes into an evidence file, by name. `trust_files`: a trust folder, as the verdict was given with.

    `sealed`: the agency will sign it; else it gets a time stamp alone, and its page says what that does not prove.
    """
    entries = {
        statement.entry: document,
        PAGE_ENTRY: page(statement, receipts=len(receipts), sealed=sealed).encode(),
        STATEMENT_ENTRY: statement.to_json().encode(),
    }
    for number, given in enumerate(receipts, start=1):
        entries[f"{RECEIPTS}/{number}{RECEIPT_ENDING}"] = given.receipt
        if given.package is not None:
            entries[f"{RECEIPTS}/{number}{PACKAGE_ENDING}"] = given.package
    return entries | {f"{TRUST}/{name}": content for name, content in sorted(trust_files.items())}


def digests_of(entries: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 (hex) of each entry."""
    return {name: sha256(content).hexdigest() for name, content in entries.items()}


@dataclass(frozen=True)
class Unsigned:
    """An evidence file that waits for its signature; storable, since the bytes of its entries lie elsewhere."""

    digests: Mapping[str, str]
    manifest: bytes
    signed_attributes: bytes
    certificate: SigningCertificate
    at: datetime

    def to_bytes(self) -> bytes:
        """For a column."""
        members = {
            "digests": dict(self.digests),
            "manifest": _text(self.manifest),
            "signed_attributes": _text(self.signed_attributes),
            "certificate": [_text(item) for item in (self.certificate.der, *self.certificate.chain)],
            "at": self.at.isoformat(),
        }
        return json.dumps(members).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The inverse of `to_bytes`; raises `PreparedUnreadable`."""
        try:
            members = json.loads(data)
            own, *chain = (base64.b64decode(item) for item in members["certificate"])
            return cls(
                members["digests"],
                base64.b64decode(members["manifest"]),
                base64.b64decode(members["signed_attributes"]),
                SigningCertificate(own, tuple(chain)),
                datetime.fromisoformat(members["at"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise PreparedUnreadable(repr(error)) from error


def begin(digests: Mapping[str, str], certificate: SigningCertificate, *, document: str, at: datetime) -> Unsigned:
    """Prepare the signature of an agency over entries given by digest; `document` is the entry all is about.

    Raises `CertificateExpired`, `CertificateNotYetValid`, `CertificateNotForSigning`.
    """
    certificate.require_usable(at=at)
    made = manifest.write(digests, root=document)
    attributes = signed_attributes(certificate, sha256(made).digest(), signed_at=at)
    return Unsigned(dict(digests), made, attributes, certificate, at)


def complete(
    unsigned: Unsigned, entries: Mapping[str, bytes], raw_signature: bytes, *, timestamp_token: bytes | None = None
) -> bytes:
    """Put the file together; with a token the signature is CAdES B-T, else B-B.

    Raises `SignatureMismatch` when the raw signature is not over `signed_attributes`, or an entry is not what it was.
    """
    if not holds(unsigned.certificate.parsed, raw_signature, unsigned.signed_attributes):
        raise SignatureMismatch("evidence file")
    if digests_of(entries) != dict(unsigned.digests):
        raise SignatureMismatch("the entries are not those that were signed")
    message = signed_data(
        unsigned.certificate, unsigned.signed_attributes, raw_signature, timestamp_token=timestamp_token
    )
    return pack({**entries, MANIFEST_ENTRY: unsigned.manifest, SIGNATURE_ENTRY: message}, at=unsigned.at)


@dataclass(frozen=True)
class Unstamped:
    """An evidence file that waits for the time stamp on its manifest; storable as `Unsigned` is."""

    digests: Mapping[str, str]
    manifest: bytes
    at: datetime

    @property
    def imprint(self) -> bytes:
        """The SHA-256 that the time stamp is asked for."""
        return sha256(self.manifest).digest()

    def to_bytes(self) -> bytes:
        """Return what `from_bytes` reads."""
        members = {"digests": dict(self.digests), "manifest": _text(self.manifest), "at": self.at.isoformat()}
        return json.dumps(members).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The inverse of `to_bytes`; raises `PreparedUnreadable`."""
        try:
            members = json.loads(data)
            made = base64.b64decode(members["manifest"])
            return cls(members["digests"], made, datetime.fromisoformat(members["at"]))
        except (ValueError, KeyError, TypeError) as error:
            raise PreparedUnreadable(repr(error)) from error


def begin_stamped(digests: Mapping[str, str], *, document: str, at: datetime) -> Unstamped:
    """Prepare an evidence file that no key signs (EN 319 162-1: ASiC-E with a time assertion)."""
    return Unstamped(dict(digests), manifest.write(digests, root=document, proof=STAMP_ENTRY), at)


def complete_stamped(unstamped: Unstamped, entries: Mapping[str, bytes], token: bytes) -> bytes:
    """Put the file together; raises `SignatureMismatch` when token or entries are of something else."""
    stamp = stamp_of(token, unstamped.imprint)
    if stamp is None or not stamp.holds:
        raise SignatureMismatch("time stamp of an evidence file")
    if digests_of(entries) != dict(unstamped.digests):
        raise SignatureMismatch("the entries are not those of the manifest")
    return pack({**entries, MANIFEST_ENTRY: unstamped.manifest, STAMP_ENTRY: token}, at=unstamped.at)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
