"""Receipts of an axis in an evidence file: each must be about the package that carries this document."""

from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards import edxml
from vanthu.standards.edxml.tests.packages import attachment, document
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence.leaves import canonical, leaf_text
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.signatures import sign
from vanthu.standards.evidence_file.making import Given
from vanthu.standards.evidence_file.tests.conftest import AT, Maker, told, why

PACKAGE = "019cd0f2-0000-7000-8000-000000000001"


def receipt(maker: Maker, package: bytes, *, by: str = "so-noi-vu") -> Given:
    data = {
        "sha256": sha256(package).hexdigest(),
        "size": len(package),
        "from": "H37.02",
        "type": "edoc",
        "to": ["G09"],
    }
    leaf = leaf_text(1, "package.accepted", PACKAGE, canonical(data), "system:TINH", AT.isoformat())
    key = maker.desk.key(by)
    signed = Receipt("a" * 32, "VN.TRUC", PACKAGE, AT.isoformat(), (leaf,)).signed(lambda text: sign(text, key), [], [])
    return Given(canonical(signed.document()).encode(), package)


def package(content: bytes) -> bytes:
    return edxml.write_bytes(document(attachments=(attachment(data=content),)))


def test_a_receipt_about_the_package_of_the_document_is_proved(maker: Maker, tmp_path: Path) -> None:
    given = receipt(maker, package(maker.document))
    verdict = maker.check(maker.file(maker.entries(receipts=(given,))), tmp_path)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert (told(verdict)["RECEIPT"], told(verdict)["RECEIPT_DOCUMENT"]) == (True, True)
    assert any("từ H37.02 đến G09" in sentence for sentence in verdict.proved)


def test_a_receipt_about_another_document_is_refuted(maker: Maker, tmp_path: Path) -> None:
    given = receipt(maker, package(b"%PDF-1.7 another letter"))
    verdict = maker.check(maker.file(maker.entries(receipts=(given,))), tmp_path)
    assert (verdict.outcome, told(verdict)["RECEIPT_DOCUMENT"]) == (Outcome.REFUTED, False)


def test_a_receipt_with_another_package_beside_it_is_refuted(maker: Maker, tmp_path: Path) -> None:
    given = Given(receipt(maker, package(b"%PDF-1.7 another letter")).receipt, package(maker.document))
    verdict = maker.check(maker.file(maker.entries(receipts=(given,))), tmp_path)
    assert (verdict.outcome, told(verdict)["RECEIPT"]) == (Outcome.REFUTED, False)


def test_a_receipt_without_its_package_or_of_an_axis_nobody_named_stays_open(maker: Maker, tmp_path: Path) -> None:
    alone = Given(receipt(maker, package(maker.document)).receipt)
    leader = tmp_path / "leader.pem"
    leader.write_bytes(maker.desk.pki.certificate("dung").public_bytes(Encoding.PEM))
    verdict = maker.check(maker.file(maker.entries(receipts=(alone,))), tmp_path, leader)
    assert (told(verdict)["RECEIPT"], told(verdict)["RECEIPT_DOCUMENT"]) == (None, None)


def test_what_is_no_receipt_or_no_package_is_told(maker: Maker, tmp_path: Path) -> None:
    broken = Given(b"{}", b"")
    assert told(maker.check(maker.file(maker.entries(receipts=(broken,))), tmp_path / "a"))["RECEIPT"] is False
    noise = receipt(maker, b"no package")
    assert told(maker.check(maker.file(maker.entries(receipts=(noise,))), tmp_path / "b"))["RECEIPT_DOCUMENT"] is None
