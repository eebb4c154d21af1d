"""A contract that the other party has signed: we sign after it, and everything that was signed stays as it was."""

from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec

from vanthu.standards import signing
from vanthu.standards.signing import errors
from vanthu.standards.signing.tests.conftest import AT, SLOTS, Box, Desk

PLACES = {name: SLOTS[name] for name in ("leader", "seal")}
CORNER = Box(0, 360, 790, 200, 33)


def signed_elsewhere(desk: Desk, **how: Any) -> bytes:
    """The draft with a signature that another program made."""
    holder = desk.pki.holder("old")
    signer = signers.SimpleSigner.load_pkcs12_data(
        desk.pki.p12_bytes("old"), other_certs=[], passphrase=(holder.pin or "").encode()
    )
    assert signer is not None
    said = signers.PdfSignatureMetadata(field_name="BenB", **how)
    place = SigFieldSpec("BenB", on_page=0, box=(80, 330, 200, 390))
    made = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(desk.draft)), said, signer=signer, new_field_spec=place, output=BytesIO()
    )
    return bytes(made.getbuffer())


def numbered(desk: Desk, pdf: bytes) -> bytes:
    key = desk.key("so-noi-vu")
    prepared = signing.begin_number(pdf, slot=CORNER, words="Số: 15/HĐ-SNV", certificate=key.certificate, at=AT)
    return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=desk.tsa())


def holding(desk: Desk, pdf: bytes) -> list[tuple[str, bool]]:
    """The signatures in order, and whether bytes and later changes are in order; of trust nothing is asked."""
    told = {"CHANGED_AFTER_SIGNING", "CONTENT_CHANGED", "SIGNATURE_BROKEN", "PARTIAL_COVERAGE"}
    found = desk.verify(pdf).signatures
    return [(one.field, told.isdisjoint(reason.code for reason in one.reasons)) for one in found]


def test_leader_number_and_seal_are_added_and_the_earlier_signature_stays_valid(desk: Desk) -> None:
    given = signed_elsewhere(desk)
    reserved = signing.reserve_beside(given, PLACES)
    assert signing.is_countersigned(reserved)
    signed = desk.sign(reserved, "leader", "dung")
    with_number = numbered(desk, signed)
    sealed = desk.sign(with_number, "agency", "so-noi-vu")
    assert sealed.startswith(given)
    assert holding(desk, sealed) == [
        ("BenB", True), ("ChuKyLanhDao", True), ("DauChuCoQuan", True), ("DauCoQuan", True),
    ]  # fmt: skip


def test_the_number_is_signed_once_and_only_after_our_leader(desk: Desk) -> None:
    reserved = signing.reserve_beside(signed_elsewhere(desk), PLACES)
    with pytest.raises(errors.LeaderSignatureMissing):
        numbered(desk, reserved)
    done = numbered(desk, desk.sign(reserved, "leader", "dung"))
    assert signing.is_number_signed(done)
    with pytest.raises(errors.AlreadySigned):
        numbered(desk, done)


@pytest.mark.parametrize("permission", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS])
def test_a_certification_forbids_new_places_for_signatures(desk: Desk, permission: MDPPerm) -> None:
    locked = signed_elsewhere(desk, certify=True, docmdp_permissions=permission)
    with pytest.raises(errors.FurtherSigningForbidden, match="khóa tệp"):
        signing.reserve_beside(locked, PLACES)


def test_what_was_changed_after_it_was_signed_is_not_signed_again(desk: Desk) -> None:
    given = bytearray(signed_elsewhere(desk))
    given[given.index(b"/MediaBox") + 12] ^= 1
    with pytest.raises(errors.PdfAltered):
        signing.reserve_beside(bytes(given), PLACES)
