"""A key for an axis under test, with the PKI it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vanthu.standards.evidence.trust import EvidenceTrust
from vanthu.standards.signing import pki

MADE_AT = datetime(2026, 3, 1, tzinfo=UTC)
PIN = "12345678"


@dataclass(frozen=True)
class SigningFiles:
    """Files as an operator has them: key, certificate with its CA, what a verifier trusts."""

    pki: pki.Pki
    p12: Path
    key_pem: Path
    certificate_pem: Path
    ca_pem: Path

    @property
    def trust(self) -> EvidenceTrust:
        """Return the trust of one who knows the CA of the axis and that of the TSA."""
        return EvidenceTrust.of([self.ca_pem])


def make_signing_files(folder: Path) -> SigningFiles:
    """Make a PKI with one key for an axis."""
    holder = pki.Holder("truc", "agency", "Trục liên thông tỉnh Thử Nghiệm", PIN, identifier="VN.TRUC")
    made = pki.init(folder / "pki", pki.Spec((holder,), algorithm="p-256"), at=MADE_AT, url="http://127.0.0.1:9")
    files = [folder / name for name in ("truc.p12", "truc.key", "truc.pem", "ca.pem")]
    files[0].write_bytes(made.p12_bytes("truc"))
    key, chain = _taken_apart(files[0].read_bytes())
    files[1].write_bytes(key)
    files[2].write_bytes(chain)
    anchors = [made.directory / "certs" / f"{name}.pem" for name in pki.folder.ISSUERS]
    files[3].write_bytes(b"".join(file.read_bytes() for file in anchors))
    return SigningFiles(made, *files)


def _taken_apart(p12: bytes) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.serialization import pkcs12

    key, leaf, others = pkcs12.load_key_and_certificates(p12, PIN.encode())
    assert key is not None
    assert leaf is not None
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, b"".join(item.public_bytes(Encoding.PEM) for item in (leaf, *others))


@pytest.fixture(scope="session")
def signing_files(tmp_path_factory: pytest.TempPathFactory) -> SigningFiles:
    """Return the files, made once."""
    return make_signing_files(tmp_path_factory.mktemp("evidence"))


@pytest.fixture
def signing(signing_files: SigningFiles, axis_folders: Path, monkeypatch: pytest.MonkeyPatch) -> SigningFiles:
    """Let the axis of this process sign."""
    from django.conf import settings

    from vanthu.axis.settings import EvidenceSettings

    evidence = EvidenceSettings(signing_key=signing_files.p12, signing_password=PIN)
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"evidence": evidence}))
    return signing_files


def stamp_with(monkeypatch: pytest.MonkeyPatch, files: SigningFiles, at: datetime) -> None:
    """Give the axis of this process a TSA without a network, whose clock stands at `at`."""
    from asn1crypto import tsp  # type: ignore[import-untyped]
    from django.conf import settings

    from vanthu.standards.signing import timestamps
    from vanthu.standards.signing.cms_parts import SEQUENCE, der
    from vanthu.standards.signing.pki import responders

    def token(url: str, digest: bytes, *, timeout: float) -> bytes:
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
        answer = tsp.TimeStampResp.load(responders.timestamp(request, files.pki.issued("tsa"), at=at))
        return der(SEQUENCE, answer["time_stamp_token"].contents)

    monkeypatch.setattr(timestamps, "request_timestamp", token)
    evidence = settings.AXIS.evidence.model_copy(update={"tsa_url": "http://127.0.0.1:9/tsa"})
    monkeypatch.setattr(settings, "AXIS", settings.AXIS.model_copy(update={"evidence": evidence}))
