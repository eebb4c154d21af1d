"""The agency's signature as text (S4, S5), and several people who sign one document."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from vanthu.standards import signing
from vanthu.standards.letter import Slot
from vanthu.standards.signing import errors
from vanthu.standards.signing.findings import Role
from vanthu.standards.signing.fonts import font_subset
from vanthu.standards.signing.tests.conftest import AT, LATER, SLOTS, Desk
from vanthu.standards.signing.text_stamps import broken, stamp_text

PLACE = Slot("copy_stamp", 0, 300.0, 800.0, 255.0, 22.14, size=10.0, style="Regular")
AGENCY = frozenset({Role.AGENCY})


def stamped(desk: Desk, pdf: bytes, words: str = "Sao y; Sở Nội vụ") -> bytes:
    key = desk.key("so-noi-vu")
    prepared = signing.begin_stamp(pdf, slot=PLACE, words=words, certificate=key.certificate, at=AT)
    return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=desk.tsa())


def test_the_text_ends_with_the_time_of_signing_in_vietnam() -> None:
    at = datetime(2020, 1, 5, 7, 30, 5, tzinfo=ZoneInfo("UTC"))
    assert stamp_text("Số: 15/QĐ-BNV", at) == "Số: 15/QĐ-BNV; 05/01/2020; 14:30:05 +07:00"


def test_a_stamped_file_is_valid_with_the_agency_alone_and_keeps_the_bytes_before(desk: Desk) -> None:
    pdf = stamped(desk, desk.draft)
    assert pdf.startswith(desk.draft)
    verdict = signing.verify(pdf, desk.trust, at=LATER, expected=AGENCY)
    assert (verdict.outcome, [one.role for one in verdict.signatures]) == (signing.Outcome.VALID, [Role.AGENCY])
    assert desk.verify(pdf).outcome is not signing.Outcome.VALID  # of a document a person's signature is wanted too


def test_the_text_on_the_page_is_what_the_signature_says(desk: Desk) -> None:
    pdf = stamped(desk, desk.draft)
    (found,) = signing.verify(pdf, desk.trust, at=LATER, expected=AGENCY).signatures
    assert found.signed_at is not None
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert stamp_text("Sao y; Sở Nội vụ", found.signed_at) in text


def test_nothing_is_stamped_that_is_signed_already(desk: Desk, issued: bytes) -> None:
    for pdf in (issued, stamped(desk, desk.draft)):
        with pytest.raises(errors.AlreadyReserved):
            stamped(desk, pdf)


def test_a_persons_key_stamps_nothing(desk: Desk) -> None:
    key = desk.key("dung")
    with pytest.raises(errors.CertificateOfWrongKind):
        signing.begin_stamp(desk.draft, slot=PLACE, words="Sao y", certificate=key.certificate, at=AT)


def test_long_names_are_broken_after_a_semicolon_and_else_between_words() -> None:
    text = "Sao y; Ủy ban nhân dân tỉnh Thử Nghiệm; 05/01/2020; 14:30:05 +07:00"
    widths = font_subset("Regular", "".join(sorted(set(text)))).widths
    assert broken(text, widths, 1000) == [text]
    assert broken(text, widths, 255) == ["Sao y; Ủy ban nhân dân tỉnh Thử Nghiệm; 05/01/2020;", "14:30:05 +07:00"]
    assert broken(text, widths, 120)[0] == "Sao y; Ủy ban nhân dân tỉnh"


def several(desk: Desk, *signed_by: tuple[str, str]) -> bytes:
    beside = SLOTS["leader"]
    second = Slot("leader_2", beside.page, 60.0, beside.y, beside.width, beside.height)
    pdf = signing.reserve(desk.draft, {**SLOTS, "leader_2": second})
    for field, name in signed_by:
        pdf = desk.sign(pdf, field, name)
    return pdf


def test_two_people_sign_then_number_then_seal_and_all_three_hold(
    desk: Desk, codes: Callable[[signing.Verdict], set[str]]
) -> None:
    signed = several(desk, ("leader_2", "dung"), ("leader", "dung"))
    numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    verdict = desk.verify(desk.sign(numbered, "agency", "so-noi-vu"))
    assert (verdict.outcome, codes(verdict)) == (signing.Outcome.VALID, set())
    assert [one.field for one in verdict.signatures] == ["ChuKyLanhDao2", "ChuKyLanhDao", "DauCoQuan"]


@pytest.mark.parametrize("field", ["leader", "leader_2"])
def test_number_and_seal_wait_for_everybody(desk: Desk, field: str) -> None:
    signed = several(desk, (field, "dung"))
    with pytest.raises(errors.NumberTooEarly):
        signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    with pytest.raises(errors.LeaderSignatureMissing):
        desk.sign(signed, "agency", "so-noi-vu")
