"""The same letters signed and verified by pyHanko as its manual does it: what ours is compared with in the same run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from asn1crypto import crl, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from vanthu.standards.signing import Trust
from vanthu.standards.signing.quick_reading import as_they_are


def signing(pdf: bytes, p12: Path, pin: str) -> Callable[[], bytes]:
    """Return what signs a PDF invisibly, B-B, with `SimpleSigner` as `load_pkcs12` makes it."""
    signer = signers.SimpleSigner.load_pkcs12(str(p12), passphrase=pin.encode())
    assert signer is not None
    made = signers.PdfSignatureMetadata(field_name="Signature1", subfilter=fields.SigSeedSubFilter.PADES)

    @as_they_are()
    def sign() -> bytes:
        out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), made, signer=signer)
        return bytes(out.getbuffer())

    return sign


def checking(pdf: bytes, trust: Trust) -> Callable[[], None]:
    """Return what validates every signature of a PDF against our lists, each in a context of its own."""
    lists = [one.dump() for one in trust.crls]
    roots, others = [one.dump() for one in trust.anchors], [one.dump() for one in trust.intermediates]

    def context() -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(one) for one in roots],
            other_certs=[x509.Certificate.load(one) for one in others],
            crls=[crl.CertificateList.load(one) for one in lists],
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
        )

    return partial(_check, pdf, context)


@as_they_are()
def _check(pdf: bytes, context: Callable[[], ValidationContext]) -> None:
    for one in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(one, context(), ts_validation_context=context())
        if not status.bottom_line:
            raise RuntimeError(status.pretty_print_details())
