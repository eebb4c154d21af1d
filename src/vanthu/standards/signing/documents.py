"""Open PDFs with named errors, and write to them only by appending."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import DuplicateExtension, InvalidVersion, UnsupportedGeneralNameType
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError, PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from vanthu.standards.signing.changes import POLICY
from vanthu.standards.signing.errors import PdfEncrypted, PdfUnreadable
from vanthu.standards.signing.quick_reading import install
from vanthu.standards.signing.raw import holds_as_claimed

MALFORMED = (
    PdfError, CMSExtractionError, CMSStructuralError, SignatureValidationError,
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, NotImplementedError,
    OSError, ArithmeticError, UnsupportedAlgorithm, InvalidVersion, DuplicateExtension, UnsupportedGeneralNameType,
)  # fmt: skip
"""What pyHanko, asn1crypto and cryptography raise on malformed input: not one family."""

install()


class AppendingWriter(IncrementalPdfFileWriter):
    """Appends a revision and leaves the document's metadata alone.

    pyHanko would stamp "now" into XMP and the information dictionary on every save; the time of a signing is in the
    signature itself, and no clock is read here.
    """

    def _update_meta(self) -> None:
        pass


def open_reader(pdf: bytes) -> PdfFileReader:
    """A reader over the bytes; raises `PdfUnreadable` or `PdfEncrypted`."""
    if b"%PDF-" not in pdf[:1024]:
        raise PdfUnreadable("no PDF header")
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        if "/Encrypt" in reader.trailer:
            raise PdfEncrypted
        if not isinstance(reader.root["/Pages"], generic.DictionaryObject):
            raise PdfUnreadable("no pages")
    except MALFORMED as error:
        # An encrypted file may fail before its trailer is read to the end.
        raise (PdfEncrypted if b"/Encrypt" in pdf[-4096:] else PdfUnreadable)(repr(error)) from error
    return reader


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfFileReader]:
    """As `open_reader`, for as long as is needed: what was read, and the bytes, do not wait for the garbage collector.

    Every object leads back to its reader, which knows them all; without that they would be kept until all of memory
    is gone through.
    """
    reader = open_reader(pdf)
    try:
        yield reader
    finally:
        for one in (*reader._historical_resolver_cache.values(), reader):
            vars(one).clear()


def open_writer(pdf: bytes) -> AppendingWriter:
    """An appending writer over the bytes; raises `PdfUnreadable` or `PdfEncrypted`."""
    reader = open_reader(pdf)
    try:
        return AppendingWriter(reader.stream, prev=reader)
    except MALFORMED as error:
        raise PdfUnreadable(repr(error)) from error


def saved(writer: AppendingWriter) -> bytes:
    """The old bytes followed by the new revision."""
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def form_fields(handler: Any) -> dict[str, Any]:
    """Top-level form fields by name, as references. Ours are all top-level."""
    form = entry(handler.root, "/AcroForm")
    if not isinstance(form, generic.DictionaryObject):
        return {}
    found: dict[str, Any] = {}
    fields = entry(form, "/Fields", generic.ArrayObject())
    for index in range(len(fields)):
        reference = fields.raw_get(index)
        field = reference.get_object()
        if isinstance(field, generic.DictionaryObject) and "/T" in field:
            found[str(field["/T"])] = reference
    return found


def entry(dictionary: generic.DictionaryObject, key: str, default: Any = None) -> Any:
    """An entry with references followed, which pyHanko's `get` does not do."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401 (`get` gives the bare reference)


def signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """The signatures of the file, without document timestamps, in order of signing; raises what `MALFORMED` lists."""
    return [item for item in reader.embedded_signatures if item.sig_object_type == "/Sig"]


def is_signed(pdf: bytes) -> bool:
    """Whether the file carries a signature, good or bad; raises `PdfUnreadable` or `PdfEncrypted`."""
    reader = open_reader(pdf)
    try:
        return bool(signatures(reader))
    except MALFORMED as error:
        raise PdfUnreadable(repr(error)) from error


def still_holds(signature: EmbeddedPdfSignature) -> bool:
    """Whether bytes, signature value and later changes are all in order; says nothing about trust."""
    try:
        signature.compute_integrity_info(POLICY)
        summary = signature.summarise_integrity_info()
        if not (summary["docmdp_ok"] and isinstance(summary["diff_result"], DiffResult)):
            return False
        return holds_as_claimed(signature.signer_info, signature.signer_cert, signature.compute_digest())
    except MALFORMED:
        return False


def coordinate(value: float) -> generic.FloatObject:
    """A coordinate with two decimals: a hundredth of a point is finer than any printer."""
    return generic.FloatObject(f"{value:.2f}")


__all__ = [
    "MALFORMED",
    "AppendingWriter",
    "PdfReadError",
    "coordinate",
    "entry",
    "form_fields",
    "is_signed",
    "open_reader",
    "open_writer",
    "saved",
    "signatures",
    "still_holds",
]
