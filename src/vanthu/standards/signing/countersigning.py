"""Sign after somebody else has signed: a contract that the other party signed first (CT07-1c).

Nothing but signatures may be added to such a file: new form fields would break what is signed. So number and date are
not written into fields but stand in a text of the agency that is signed itself, as on an appendix (ND30 PL I: S4).
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.documents import (
    MALFORMED,
    AppendingWriter,
    form_fields,
    is_signed,
    open_reader,
    open_writer,
    saved,
    signatures,
    still_holds,
)
from vanthu.standards.signing.errors import (
    AlreadyReserved,
    AlreadySigned,
    FurtherSigningForbidden,
    LeaderSignatureMissing,
    PdfAltered,
    PlaceMissing,
)
from vanthu.standards.signing.forms import (
    add_signature_field,
    add_to_form,
    own_fields,
    require_inactive,
    signers_in,
    unsigned,
)
from vanthu.standards.signing.places import NUMBER_FIELDS, SIGNATURE_FIELDS, Slot, slot_of
from vanthu.standards.signing.prepared import Prepared
from vanthu.standards.signing.signing import prepare, require_fitting
from vanthu.standards.signing.text_stamps import draw, stamp_text


def reserve_beside(pdf: bytes, slots: Mapping[str, Slot]) -> bytes:
    """Add our signature fields to a file that others have signed; their signatures stay as they are.

    `slots`: "leader", "leader_2"…, "seal". Raises `PdfAltered` when an earlier signature does not hold,
    `FurtherSigningForbidden` when one of them allows no other, `AlreadyReserved` when our fields are there,
    `PlaceMissing`, `PdfActiveContent`, `PdfUnreadable`, `PdfEncrypted`.
    """
    if missing := {"leader", "seal"} - set(slots):
        raise PlaceMissing(", ".join(sorted(missing)))
    writer = open_writer(pdf)
    try:
        _require_held(writer, PdfAltered)
        if taken := own_fields(writer):
            raise AlreadyReserved(", ".join(sorted(taken)))
        require_inactive(writer)
        places = [(who, slots[slot_of(who)]) for who in (*signers_in(slots), "agency")]
        # Only the seal closes the file: before it the number is signed.
        add_to_form(writer, [add_signature_field(writer, who, slot, last=False) for who, slot in places], {})
        made = saved(writer)
        _require_held(open_reader(made), FurtherSigningForbidden)
    except MALFORMED as error:
        raise PlaceMissing(repr(error)) from error
    return made


def is_countersigned(pdf: bytes) -> bool:
    """Tell whether the file was signed elsewhere before our places were reserved; raises `PdfUnreadable`…"""
    reader = open_reader(pdf)
    return SIGNATURE_FIELDS["agency"] in form_fields(reader) and NUMBER_FIELDS["number"] not in form_fields(reader)


def is_number_signed(pdf: bytes) -> bool:
    """Tell whether `begin_number` was done; raises `PdfUnreadable` or `PdfEncrypted`."""
    return is_signed(pdf) and SIGNATURE_FIELDS["stamp"] in form_fields(open_reader(pdf))


def begin_number(
    pdf: bytes,
    *,
    slot: Slot,
    words: str,
    certificate: SigningCertificate,
    at: datetime,
    elsewhere: Collection[str] = (),
) -> Prepared:
    """Prepare the agency's signature that shows number and date on a file signed elsewhere first; then comes the seal.

    `words`: "Số: 15/HĐ-SNV"; `elsewhere`: as for `begin`.
    Raises `LeaderSignatureMissing` before everybody of ours has signed, `AlreadySigned`,
    `PdfAltered`, `PlaceMissing`, and those of `begin` about certificates.
    """
    require_fitting(certificate, "stamp", at=at)
    writer = open_writer(pdf)
    try:
        if SIGNATURE_FIELDS["stamp"] in form_fields(writer):
            raise AlreadySigned("stamp")
        _require_held(writer, PdfAltered)
        made = {item.field_name for item in signatures(writer.prev)}
        if missing := unsigned(form_fields(writer), {*made, *elsewhere}):
            raise LeaderSignatureMissing(", ".join(missing))
        draw(writer, slot, stamp_text(words, at), last=False)
        return prepare(writer, "stamp", certificate, None, at=at, last=False)
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def _require_held(handler: object, error: type[PdfAltered] | type[FurtherSigningForbidden]) -> None:
    reader = handler.prev if isinstance(handler, AppendingWriter) else handler
    for item in signatures(reader):  # type: ignore[arg-type]
        if not still_holds(item):
            raise error(str(item.field_name))
