"""Placeholder while the parts are written: the signatures others may code against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol, Self

from vanthu.standards.signing.findings import Role, Verdict
from vanthu.standards.signing.places import Slot

Who = Literal["leader", "agency"]


@dataclass(frozen=True)
class SigningCertificate:
    """The signer's certificate and the certificates above it, DER, nearest issuer first."""

    der: bytes
    chain: tuple[bytes, ...] = ()

    @property
    def name(self) -> str:
        raise NotImplementedError

    @property
    def organization(self) -> str | None:
        raise NotImplementedError

    @property
    def serial(self) -> str:
        raise NotImplementedError

    @property
    def issuer(self) -> str:
        raise NotImplementedError

    @property
    def role(self) -> Role:
        raise NotImplementedError

    @property
    def not_before(self) -> datetime:
        raise NotImplementedError

    @property
    def not_after(self) -> datetime:
        raise NotImplementedError


class Key(Protocol):
    """Anything that signs: a software key, a token, a remote service."""

    @property
    def certificate(self) -> SigningCertificate: ...
    def sign(self, signed_attributes: bytes) -> bytes: ...


class Timestamper(Protocol):
    """Anything that gives an RFC 3161 token over a SHA-256 digest."""

    def token(self, digest: bytes) -> bytes: ...


@dataclass(frozen=True)
class Prepared:
    """A signing that waits for its raw signature; storable for as long as that takes."""

    pdf: bytes
    signed_attributes: bytes
    state: bytes

    def to_bytes(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        raise NotImplementedError


@dataclass(frozen=True)
class Trust:
    """Whom we believe: anchors, intermediates and revocation lists of our own, never what a file points to."""

    version: str

    @classmethod
    def from_dir(cls, path: Path) -> Self:
        raise NotImplementedError


def reserve(pdf: bytes, slots: Mapping[str, Slot], *, number_suffix: str | None = None) -> bytes:
    raise NotImplementedError


def begin(
    pdf: bytes,
    *,
    field: Who,
    certificate: SigningCertificate,
    image_png: bytes | None,
    at: datetime,
    reason: str | None = None,
    trust: Trust | None = None,
) -> Prepared:
    raise NotImplementedError


def fill_number(pdf: bytes, *, number: str, issued_on: date) -> bytes:
    raise NotImplementedError


def timestamp_imprint(raw_signature: bytes) -> bytes:
    raise NotImplementedError


def complete(
    prepared: Prepared,
    raw_signature: bytes,
    *,
    timestamp_token: bytes | None = None,
    timestamper: Timestamper | None = None,
) -> bytes:
    raise NotImplementedError


def request_timestamp(url: str, digest: bytes, *, timeout: float = 30.0) -> bytes:
    raise NotImplementedError


def verify(pdf: bytes | Path, trust: Trust, *, at: datetime) -> Verdict:
    raise NotImplementedError


def verify_isolated(
    path: Path, trust_dir: Path, *, at: datetime, memory_mb: int = 1024, seconds: float = 60.0
) -> Verdict:
    raise NotImplementedError
