"""Attacks on signed PDFs from the literature (pdf-insecurity.org): none of them is ever called HỢP LỆ."""

from __future__ import annotations

from io import BytesIO

from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from vanthu.standards import signing
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import AT, Desk


def signed_plainly(
    desk: Desk, pdf: bytes, name: str, field: str, *, box: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> bytes:
    """An ordinary approval signature, as tools other than ours make it: it certifies and locks nothing."""
    writer = attacks._writer(pdf)
    append_signature_field(writer, SigFieldSpec(field))
    embedder = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(embedder)
    embedder.send(SigObjSetup(SignatureObject(timestamp=AT, bytes_reserved=16384)))
    out, key = BytesIO(), desk.key(name)
    digest, _ = embedder.send(SigIOSetup("sha256", output=out))
    attributes = signed_attributes(key.certificate, digest.document_digest)
    digest.fill_with_cms(out, signed_data(key.certificate, attributes, key.sign(attributes)))
    return out.getvalue()


def approved(desk: Desk) -> bytes:
    """The draft, signed by the leader with another tool."""
    return signed_plainly(desk, desk.draft, "dung", "Signature1")


def sealed_by_force(desk: Desk, pdf: bytes) -> bytes:
    """The agency signs whatever it is given."""
    return signed_plainly(desk, pdf, "so-noi-vu", "Signature2")


def test_two_signatures_of_another_tool_are_valid(desk: Desk) -> None:
    verdict = desk.verify(sealed_by_force(desk, approved(desk)))
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
