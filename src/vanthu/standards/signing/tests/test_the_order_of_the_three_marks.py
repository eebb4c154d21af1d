"""Leader, then number and date, then seal; each once (ND30-A14, A17, A32)."""

import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from vanthu.standards import signing
from vanthu.standards.signing import errors
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import AT, SLOTS, Box, Desk


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    return page.get_textpage().get_text_range()


def test_all_three_marks_are_on_the_letter_and_both_signatures_hold(desk: Desk, issued: bytes) -> None:
    verdict = desk.verify(issued)
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
    leader, agency = verdict.signatures
    assert (leader.field, leader.role, leader.modification) == ("ChuKyLanhDao", signing.Role.PERSON, "form_filling")
    assert (agency.field, agency.role, agency.modification) == ("DauCoQuan", signing.Role.AGENCY, "none")
    assert agency.coverage == "entire_file"
    assert leader.timestamp_at == AT


def test_each_step_only_appends(desk: Desk) -> None:
    reserved = desk.reserved()
    signed = desk.sign(reserved, "leader", "dung")
    numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    assert reserved.startswith(desk.draft)
    assert signed.startswith(reserved)
    assert numbered.startswith(signed)
    assert desk.sign(numbered, "agency", "so-noi-vu").startswith(numbered)


def test_poppler_finds_both_signatures_valid(issued: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.rindex("Total document signed") > said.index("Signature #2")


def test_the_number_and_the_date_can_be_read_off_the_page(issued: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "05/SNV-CCVC" in text
    assert [word for word in text.split() if word in ("09", "2026") or word.startswith("3")]


@pytest.mark.parametrize(("month", "printed"), [(1, "01"), (2, "02"), (3, "3"), (12, "12")])
def test_only_january_and_february_get_a_leading_zero(desk: Desk, month: int, printed: str) -> None:
    signed = desk.sign(desk.reserved(), "leader", "dung")
    filled = signing.fill_number(signed, number="125", issued_on=date(2026, month, 5))
    assert _field(filled, "ThangBanHanh") == printed
    assert _field(filled, "NgayBanHanh") == "05"
    assert _field(filled, "SoVanBan") == "125"


def _field(pdf: bytes, name: str) -> str:
    from vanthu.standards.signing.documents import form_fields, open_reader

    return str(form_fields(open_reader(pdf))[name].get_object()["/V"])


def test_a_number_suffix_is_written_after_the_number_with_its_vietnamese_letters(desk: Desk) -> None:
    reserved = signing.reserve(desk.draft, SLOTS, number_suffix="/QĐ-SNV")
    filled = signing.fill_number(desk.sign(reserved, "leader", "dung"), number="07", issued_on=date(2026, 3, 9))
    assert _field(filled, "SoVanBan") == "07/QĐ-SNV"
    assert desk.verify(filled).signatures[0].outcome is signing.Outcome.VALID


def test_no_font_is_left_out_and_none_is_borrowed(issued: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines
    assert all("Tinos" in line for line in lines)
    assert all(line.split()[-5] == "yes" for line in lines), "every font embedded"
    assert b"Courier" not in issued
    assert b"NeedAppearances" not in issued


def test_the_placeholder_keeps_within_the_string_limit_of_pdf_a(issued: bytes) -> None:
    start, end = attacks._last_contents(issued)
    assert end - start <= 65_534


def test_the_red_seal_and_the_blue_signature_are_visible(issued: bytes) -> None:
    document = pypdfium2.PdfDocument(issued)
    document.init_forms()
    picture = document[0].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    assert _share(picture, SLOTS["seal"], lambda r, g, b: r > 150 and g < 120 and b < 120) > 0.03
    assert _share(picture, SLOTS["leader"], lambda r, g, b: b > 120 and r < 120) > 0.01


def _share(picture: Image.Image, box: object, matches: object) -> float:
    top = picture.height - box.y - box.height
    part = picture.crop((int(box.x), int(top), int(box.x + box.width), int(top + box.height)))
    pixels = list(part.get_flattened_data()) if hasattr(part, "get_flattened_data") else list(part.getdata())
    return sum(matches(*pixel) for pixel in pixels) / len(pixels)


def test_the_number_waits_for_the_leader(desk: Desk) -> None:
    with pytest.raises(errors.NumberTooEarly):
        signing.fill_number(desk.reserved(), number="05", issued_on=date(2026, 3, 9))


def test_a_number_is_never_written_twice(numbered: bytes) -> None:
    with pytest.raises(errors.AlreadyNumbered):
        signing.fill_number(numbered, number="06", issued_on=date(2026, 3, 9))


def test_the_seal_is_refused_without_the_leaders_signature(desk: Desk) -> None:
    with pytest.raises(errors.LeaderSignatureMissing):
        desk.sign(desk.reserved(), "agency", "so-noi-vu")


def test_the_seal_is_refused_before_the_number(desk: Desk) -> None:
    with pytest.raises(errors.NumberMissing):
        desk.sign(desk.sign(desk.reserved(), "leader", "dung"), "agency", "so-noi-vu")


@pytest.mark.parametrize(
    "attack", [attacks.replace_content, attacks.flip_a_byte, attacks.rewrite, attacks.zero_contents]
)
def test_the_seal_is_refused_when_the_leaders_signature_is_broken(desk: Desk, numbered: bytes, attack: object) -> None:
    with pytest.raises((errors.LeaderSignatureMissing, errors.PdfAltered)):
        desk.sign(attack(numbered), "agency", "so-noi-vu")


def test_the_seal_is_refused_over_a_revoked_leader_when_trust_is_asked(desk: Desk) -> None:
    pdf, key = desk.numbered("revoked"), desk.key("so-noi-vu")
    with pytest.raises(errors.LeaderSignatureMissing):
        signing.begin(pdf, field="agency", certificate=key.certificate, image_png=None, at=AT, trust=desk.trust)


@pytest.mark.parametrize("field", ["leader", "agency"])
def test_nobody_signs_twice(desk: Desk, issued: bytes, field: signing.Who) -> None:
    with pytest.raises(errors.AlreadySigned):
        desk.sign(issued, field, "dung" if field == "leader" else "so-noi-vu")


def test_the_leaders_place_takes_no_agency_and_the_seal_no_person(desk: Desk, numbered: bytes) -> None:
    with pytest.raises(errors.CertificateOfWrongKind):
        desk.sign(desk.reserved(), "leader", "so-noi-vu")
    with pytest.raises(errors.CertificateOfWrongKind):
        desk.sign(numbered, "agency", "dung")


def test_an_expired_certificate_signs_nothing(desk: Desk) -> None:
    with pytest.raises(errors.CertificateExpired):
        desk.sign(desk.reserved(), "leader", "ended")
    with pytest.raises(errors.CertificateNotYetValid):
        desk.sign(desk.reserved(), "leader", "dung", at=AT - timedelta(days=30))


def test_places_are_reserved_once_and_never_on_a_signed_file(desk: Desk, issued: bytes) -> None:
    for pdf in (desk.reserved(), issued):
        with pytest.raises(errors.AlreadyReserved):
            signing.reserve(pdf, SLOTS)


def test_all_places_must_be_known(desk: Desk) -> None:
    with pytest.raises(errors.PlaceMissing):
        signing.reserve(desk.draft, {name: slot for name, slot in SLOTS.items() if name != "seal"})
    with pytest.raises(errors.PlaceMissing):
        desk.sign(desk.draft, "leader", "dung")


def test_minutes_bear_no_date_at_their_head_and_are_signed_numbered_and_sealed_all_the_same(desk: Desk) -> None:
    undated = {name: slot for name, slot in SLOTS.items() if name not in {"day", "month", "year"}}
    with pytest.raises(errors.PlaceMissing):
        signing.reserve(desk.draft, undated)
    signed = desk.sign(signing.reserve(desk.draft, undated, dated=False), "leader", "dung")
    numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    verdict = desk.verify(desk.sign(numbered, "agency", "so-noi-vu"))
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence


@pytest.mark.parametrize("junk", [b"", b"xin chao", b"%PDF-1.7\nhong", b"PK\x03\x04" + b"0" * 500])
def test_what_is_no_pdf_is_said_to_be_none(junk: bytes) -> None:
    with pytest.raises(errors.PdfUnreadable):
        signing.reserve(junk, SLOTS)


def test_an_encrypted_pdf_is_named(desk: Desk) -> None:
    with pytest.raises(errors.PdfEncrypted):
        signing.reserve(encrypted(desk.draft), SLOTS)


def encrypted(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    writer.encrypt(owner_pass="chu", user_pass="nguoi doc")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_scripts_in_an_uploaded_pdf_are_refused(desk: Desk) -> None:
    from pyhanko.pdf_utils import generic

    writer = attacks._writer(desk.draft)
    action = {"/S": generic.pdf_name("/JavaScript"), "/JS": generic.pdf_string("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {generic.pdf_name(key): value for key, value in action.items()}
    )
    writer.update_root()
    with pytest.raises(errors.PdfActiveContent):
        signing.reserve(attacks._saved(writer), SLOTS)


@pytest.mark.parametrize("number", ["05\n", "ngày", "05😀"])
def test_a_number_is_written_in_the_letters_the_font_has(desk: Desk, number: str) -> None:
    signed = desk.sign(desk.reserved(), "leader", "dung")
    with pytest.raises(errors.NumberUnprintable):
        signing.fill_number(signed, number=number, issued_on=date(2026, 3, 9))


def test_the_image_must_be_a_transparent_png(desk: Desk) -> None:
    opaque = BytesIO()
    Image.new("RGB", (10, 10), "white").save(opaque, "PNG")
    for image in (opaque.getvalue(), b"GIF89a", desk.blue[:200]):
        with pytest.raises(errors.ImageUnusable):
            signing.begin(
                desk.reserved(), field="leader", certificate=desk.key("dung").certificate, image_png=image, at=AT
            )


def test_another_party_may_sign_after_the_agency_where_its_place_was_reserved(desk: Desk) -> None:
    slots = {**SLOTS, "partner_2": Box(0, 80, 330, 120, 60)}
    signed = desk.sign(signing.reserve(desk.draft, slots), "leader", "dung")
    numbered = signing.fill_number(signed, number="05", issued_on=date(2026, 3, 9))
    sealed = desk.sign(numbered, "agency", "so-noi-vu")
    assert desk.verify(sealed).outcome is signing.Outcome.VALID
    countersigned = desk.sign(sealed, "partner_2", "so-noi-vu")
    verdict = desk.verify(countersigned)
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
    assert [one.field for one in verdict.signatures] == ["ChuKyLanhDao", "DauCoQuan", "ChuKyBen2"]
