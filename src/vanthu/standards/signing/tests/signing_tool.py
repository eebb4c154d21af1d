"""A signing program like those of certification authorities: stock pyHanko, with a field of its own."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vanthu.standards import signing


def signed_by_tool(
    pdf: bytes, key: signing.SoftwareKey, *, field: str = "Signature1", at: datetime, draws: bool = False
) -> bytes:
    """Sign a file the way such a program does: an approval signature in a new field, or in one that is there.

    `draws`: it also writes on the page itself, as when it stamps a number.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    if draws:
        page, _ = writer.find_page_for_modification(0)
        stream = writer.add_object(StreamObject(stream_data=b"q 1 0 0 RG 60 760 80 20 re S Q"))
        page.get_object()[pdf_name("/Contents")] = stream
        writer.update_container(page.get_object())
    certificate = asn1_x509.Certificate.load(key.certificate.der)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([asn1_x509.Certificate.load(der) for der in key.certificate.chain])
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=certificate, signing_key=asn1_keys.PrivateKeyInfo.load(private), cert_registry=store
    )
    spec = fields.SigFieldSpec(field, on_page=0, box=(350, 150, 500, 210))
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    output = BytesIO()
    signers.PdfSigner(metadata, signer, new_field_spec=spec).sign_pdf(writer, output=output)
    return output.getvalue()
