"""A small PKI and one letter, made once; times are given, nothing leaves the process except where a test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
import typst

from vanthu.standards import signing
from vanthu.standards.signing import images, pki
from vanthu.standards.signing.cms_parts import SEQUENCE, der
from vanthu.standards.signing.pki import responders

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""When everything here is signed: 08:00 in Việt Nam."""
Codes = Callable[[signing.Verdict], set[str]]
LATER = AT + timedelta(days=1)

DRAFT = """#set page(paper: "a4", margin: 2cm)
#set text(font: "Tinos", size: 13pt)
#place(top + left, dy: 2cm)[Số: #h(34pt)/SNV-CCVC]
#place(top + left, dx: 9cm, dy: 2cm)[_Hà Nội, ngày #h(15pt) tháng #h(15pt) năm #h(28pt)_]
#place(top + left, dy: 6cm)[Nội dung công văn về chế độ công vụ.]
#place(top + left, dx: 11cm, dy: 16cm)[*Phạm Thị Dũng*]
"""


@dataclass(frozen=True)
class Box:
    """A slot, without depending on the package that lays letters out."""

    page: int
    x: float
    y: float
    width: float
    height: float


LINE = 13 * 1.107
SLOTS = {
    "number": Box(0, 82, 714, 34, LINE),
    "day": Box(0, 387, 714, 14, LINE),
    "month": Box(0, 440, 714, 14, LINE),
    "year": Box(0, 480, 714, 27, LINE),
    "leader": Box(0, 370, 330, 120, 60),
    "seal": Box(0, 308, 300, 102, 102),
}

SPEC = pki.Spec(
    algorithm="p-256",
    holders=(
        pki.Holder("dung", "person", "Phạm Thị Dũng", "12345678", "Sở Nội vụ", title="Giám đốc",
                   identifier="000000000001"),
        pki.Holder("revoked", "person", "Lê Văn Thu", "12345678", "Sở Nội vụ", title="Phó Giám đốc"),
        pki.Holder("old", "person", "Hồ Văn Cũ", "12345678", "Sở Nội vụ", valid_from=AT - timedelta(days=800),
                   valid_to=AT + timedelta(days=3)),
        pki.Holder("ended", "person", "Hồ Văn Hết", "12345678", "Sở Nội vụ", valid_from=AT - timedelta(days=800),
                   valid_to=AT - timedelta(days=70)),
        pki.Holder("so-noi-vu", "agency", "Sở Nội vụ tỉnh Thử Nghiệm", "87654321", identifier="H99.09"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class LocalTsa:
    """The TSA of the PKI, asked without a network."""

    issued: pki.issuing.Issued
    at: datetime

    def token(self, digest: bytes) -> bytes:
        from asn1crypto import tsp

        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
        answer = tsp.TimeStampResp.load(responders.timestamp(request, self.issued, at=self.at))
        return der(SEQUENCE, answer["time_stamp_token"].contents)


@dataclass(frozen=True)
class Desk:
    """What a test needs to sign: the PKI, its trust, images, and the steps in short form."""

    pki: pki.Pki
    trust: signing.Trust
    draft: bytes
    blue: bytes
    red: bytes

    def key(self, name: str) -> signing.SoftwareKey:
        holder = self.pki.holder(name)
        return signing.open_pkcs12(self.pki.p12_bytes(name), holder.pin or "")

    def tsa(self, at: datetime = AT) -> LocalTsa:
        return LocalTsa(self.pki.issued("tsa"), at)

    def sign(
        self,
        pdf: bytes,
        field: signing.Who,
        name: str,
        *,
        at: datetime = AT,
        tsa: LocalTsa | bool | None = True,
        chain: bool = True,
    ) -> bytes:
        key, image = self.key(name), self.blue if field == "leader" else self.red
        certificate = key.certificate if chain else signing.SigningCertificate(key.certificate.der)
        prepared = signing.begin(pdf, field=field, certificate=certificate, image_png=image, at=at)
        stamper = self.tsa(at) if tsa is True else tsa or None
        return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=stamper)

    def reserved(self) -> bytes:
        return signing.reserve(self.draft, SLOTS)

    def numbered(self, leader: str = "dung", **how: object) -> bytes:
        signed = self.sign(self.reserved(), "leader", leader, **how)
        return signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))

    def issued(self, leader: str = "dung", **how: object) -> bytes:
        return self.sign(self.numbered(leader, **how), "agency", "so-noi-vu", **how)

    def verify(self, pdf: bytes, *, at: datetime = LATER) -> signing.Verdict:
        return signing.verify(pdf, self.trust, at=at)


def make_pki(directory: Path) -> pki.Pki:
    """The PKI of the tests, made long enough ago that a certificate could end meanwhile."""
    return pki.init(directory, SPEC, at=AT - timedelta(days=1), url="http://127.0.0.1:9")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("pki") / "pki")


def make_desk(directory: Path) -> Desk:
    """The PKI with one certificate revoked, its trust, and a draft to sign."""
    made = make_pki(directory).revoke("revoked", at=AT - timedelta(hours=2))
    with resources.as_file(resources.files("vanthu.standards.letter") / "fonts") as fonts:
        draft = typst.compile(
            DRAFT.encode(),
            format="pdf",
            pdf_standards="a-2b",
            font_paths=[fonts],
            ignore_system_fonts=True,
            timestamp=0,
        )
    return Desk(
        made,
        signing.Trust.from_dir(made.trust_dir),
        draft,
        images.signature_png("Phạm Thị Dũng"),
        images.seal_png("Sở Nội vụ tỉnh Thử Nghiệm"),
    )


@pytest.fixture(scope="session")
def issued(desk: Desk) -> bytes:
    """The letter with all three marks."""
    return desk.issued()


@pytest.fixture(scope="session")
def numbered(desk: Desk) -> bytes:
    """The letter signed by the leader and numbered, not yet sealed."""
    return desk.numbered()


@pytest.fixture
def codes() -> Callable[[signing.Verdict], set[str]]:
    """The codes of a verdict's reasons."""
    return lambda verdict: {reason.code for reason in verdict.reasons}
