"""A log with one package in it, a key for its axis, a TSA, and another CA nobody trusts. Times are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem, tsp
from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.heads import SignedHead, TreeHead
from vanthu.standards.evidence.leaves import canonical, leaf_text
from vanthu.standards.evidence.receipts import Proof, Receipt
from vanthu.standards.evidence.signatures import sign
from vanthu.standards.evidence.trust import EvidenceTrust
from vanthu.standards.signing import SoftwareKey, open_pkcs12, pki
from vanthu.standards.signing.cms_parts import SEQUENCE, der
from vanthu.standards.signing.pki import responders
from vanthu.standards.signing.pki.issuing import Issued

AT = datetime(2026, 3, 9, 7, 5, 33, tzinfo=UTC)
STAMPED = AT + timedelta(minutes=2)
LATER = AT + timedelta(days=5)
PACKAGE = "019cd0f2-0000-7000-8000-000000000001"
DELIVERY = "019cd0f2-0000-7000-8000-000000000002"
BYTES = b"PK goi tin"
SHA256 = "0" * 64
PIN = "12345678"


@dataclass(frozen=True)
class World:
    """What the tests need: keys, trust, and a log."""

    pki: pki.Pki
    ca_pem: Path
    truc_pem: Path
    log: str = "a" * 32
    organ_id: str = "VN.TRUC"
    texts: tuple[str, ...] = field(default=())

    def key(self, name: str = "truc") -> SoftwareKey:
        return open_pkcs12(self.pki.p12_bytes(name), PIN)

    @property
    def trust(self) -> EvidenceTrust:
        """The CAs, without revocation lists."""
        return EvidenceTrust.of([self.ca_pem])

    @property
    def full_trust(self) -> EvidenceTrust:
        """The folder with revocation lists."""
        return EvidenceTrust.of([self.pki.trust_dir])

    @property
    def named_trust(self) -> EvidenceTrust:
        """The certificate of the axis alone."""
        return EvidenceTrust.of([self.truc_pem])

    def token(self, imprint: bytes, at: datetime = STAMPED, by: str = "tsa") -> bytes:
        asked = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint}
        request = tsp.TimeStampReq({"version": "v1", "message_imprint": asked, "cert_req": True}).dump()
        answer = tsp.TimeStampResp.load(responders.timestamp(request, self._stamper(by), at=at))
        return der(SEQUENCE, answer["time_stamp_token"].contents)

    def _stamper(self, by: str) -> Issued:
        if by == "tsa":
            return self.pki.issued(by)
        return Issued(self.key(by).private, self.pki.certificate(by))

    @property
    def hashed(self) -> list[bytes]:
        return [merkle.leaf_hash(text.encode()) for text in self.texts]

    def node(self, level: int, index: int) -> bytes:
        return merkle.root_of(self.hashed[index << level : (index + 1) << level])

    def head(self, size: int = 7, *, by: str = "truc", stamped: datetime | None = STAMPED) -> SignedHead:
        root = merkle.root_of(self.hashed[:size]).hex()
        at = (AT + timedelta(minutes=1)).isoformat()
        key = self.key(by)
        head = SignedHead.sign(TreeHead(self.log, self.organ_id, size, root, at), lambda text: sign(text, key))
        return head.stamped(self.token(head.imprint, stamped)) if stamped else head

    def receipt(self, *, by: str = "truc", heads: tuple[SignedHead, ...] | None = None) -> Receipt:
        """The package is leaf 3, its hand-over leaf 5."""
        mine = (self.texts[3], self.texts[5])
        plain = Receipt(self.log, self.organ_id, PACKAGE, LATER.isoformat(), mine)
        given = (self.head(),) if heads is None else heads
        proofs = [
            Proof(index, head.head.size, tuple(merkle.inclusion_proof(index, head.head.size, self.node)))
            for index in (3, 5)
            for head in given
            if index < head.head.size
        ]
        key = self.key(by)
        return plain.signed(lambda text: sign(text, key), given, proofs)


def the_leaves() -> tuple[str, ...]:
    accepted = {"sha256": SHA256, "size": len(BYTES), "from": "H37.02", "type": "edoc", "to": ["G09"]}
    accepted |= {"document_id": "H37.02,2026/03/09,05/SNV", "deliveries": {DELIVERY.replace("-", ""): "x"}}
    handed = {"package": PACKAGE.replace("-", ""), "state": "done", "description": ""}
    told = {3: ("package.accepted", PACKAGE, accepted), 5: ("delivery.status", DELIVERY, handed)}
    texts = []
    for index in range(12):
        kind, subject, data = told.get(index, ("agency.opened", f"H37.{index}", {}))
        texts.append(leaf_text(index + 1, kind, subject, canonical(data), "system:TINH", AT.isoformat()))
    return tuple(texts)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("evidence")
    holders = (
        pki.Holder("truc", "agency", "Trục liên thông tỉnh Thử Nghiệm", PIN, identifier="VN.TRUC"),
        pki.Holder("thu-hoi", "agency", "Trục đã thu hồi", PIN, identifier="VN.TRUC"),
        pki.Holder("het-han", "agency", "Trục hết hạn", PIN, valid_from=AT - timedelta(days=9),
                   valid_to=AT + timedelta(days=3)),
    )  # fmt: skip
    made = pki.init(folder / "pki", pki.Spec(holders, algorithm="p-256"), at=AT - timedelta(days=1), url="http://x")
    made = made.revoke("thu-hoi", at=AT - timedelta(hours=1))
    ca_pem, truc_pem = folder / "ca.pem", folder / "truc.pem"
    files = [made.directory / "certs" / f"{name}.pem" for name in pki.folder.ISSUERS]
    ca_pem.write_bytes(b"".join(file.read_bytes() for file in files))
    truc_pem.write_bytes(made.certificate("truc").public_bytes(Encoding.PEM))
    assert pem.detect(ca_pem.read_bytes())
    return World(made, ca_pem, truc_pem, texts=the_leaves())
