"""Files that cannot be checked, must not be opened, or do more than show a page."""

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from vanthu.standards.letter.checking import CheckRefused, Report, check_file, check_pdf, converting
from vanthu.standards.letter.checking.tests.paper import END, LETTER, PROSE, altered, paragraph, pdf_of
from vanthu.standards.letter.checking.tests.word import docx
from vanthu.standards.letter.reading import read_pages

_RELATION = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'  # noqa: E501


@cache
def letter() -> bytes:
    return pdf_of(LETTER)


def changed(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """The letter after something was done to its objects."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter())) as document:
        change(document)
        document.save(made, **options)
    return made.getvalue()


def codes(data: bytes) -> list[str]:
    return sorted(finding.code for finding in check_pdf(data))


def refusal(data: bytes | Path) -> str:
    with pytest.raises(CheckRefused) as refused:
        check_file(data)
    assert refused.value.sentence.endswith(".")
    return refused.value.code


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_neither_pdf_nor_docx_is_refused(tmp_path: Path) -> None:
    assert refusal(b"") == "letter.check.empty"
    assert refusal(b"GIF89a" + bytes(100)) == "letter.check.format"
    assert refusal(b"%PDF-1.7\nhong") == "letter.check.damaged"
    assert refusal(tmp_path / "khong-co.pdf") == "letter.check.missing"
    assert refusal(tmp_path) == "letter.check.missing"


def test_a_pdf_with_a_password_is_refused() -> None:
    locked = changed(lambda _: None, encryption=pikepdf.Encryption(owner="chu", user="doc"))
    assert refusal(locked) == "letter.check.encrypted"


def test_a_scan_says_that_its_letters_cannot_be_checked() -> None:
    made = io.BytesIO()
    Image.new("L", (827, 1169), 200).save(made, "PDF", resolution=100)
    with pytest.raises(CheckRefused, match="Bản quét: không kiểm tra được chữ"):
        check_pdf(made.getvalue())


def test_a_scanned_page_among_others_is_told_with_its_number() -> None:
    picture = io.BytesIO()
    Image.new("L", (827, 1169), 200).save(picture, "PDF", resolution=100)

    def append(document: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(picture.getvalue())) as scan:
            document.pages.extend(scan.pages)

    found = {finding.code: finding for finding in check_pdf(changed(append))}
    assert set(found) == {"TT-TRANG-QUET"}
    assert "Trang 2 là ảnh quét" in found["TT-TRANG-QUET"].sentence


def test_an_image_of_twenty_thousand_points_a_side_is_never_unpacked() -> None:
    made = io.BytesIO()
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595.28, 841.89))
    image = pikepdf.Stream(document, bytes(50_000_000))
    image["/Type"], image["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    image["/Width"], image["/Height"] = 20_000, 20_000
    image["/ColorSpace"], image["/BitsPerComponent"] = pikepdf.Name.DeviceGray, 1
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(document, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    document.save(made, compress_streams=True)
    assert refusal(made.getvalue()) == "letter.check.scanned"


def test_a_face_without_a_table_of_characters_is_told_and_nothing_else_is_guessed() -> None:
    def forget(document: pikepdf.Pdf) -> None:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]

    assert codes(changed(forget)) == ["TT-KHONG-DOC-DUOC-CHU"]


def test_a_page_that_is_no_administrative_document_is_not_judged_as_one() -> None:
    nothing = altered(
        LETTER, national=None, motto=None, number=None, date=None, letter_subject=[], superior=[], agency=[],
        addressed=[], heading=None, recipients=[], capacity=[], name=None,
    )  # fmt: skip
    assert codes(pdf_of(nothing)) == ["TT-KHONG-NHAN-RA"]


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"}, "TT-PDF-JAVASCRIPT"),
        ({"/S": pikepdf.Name.Launch, "/F": "cmd.exe"}, "TT-PDF-LENH-CHAY"),
        ({"/S": pikepdf.Name.SubmitForm, "/F": "http://example.invalid/"}, "TT-PDF-LENH-CHAY"),
    ],
)
@pytest.mark.parametrize("where", ["opening", "page", "link", "indirect"])
def test_a_pdf_that_does_something_is_reported(action: dict[str, object], code: str, where: str) -> None:
    def plant(document: pikepdf.Pdf) -> None:
        planted = pikepdf.Dictionary(action)
        if where == "opening":
            document.Root.OpenAction = planted
        elif where == "page":
            document.pages[0].obj["/AA"] = pikepdf.Dictionary({"/O": planted})
        elif where == "indirect":
            document.Root.OpenAction = document.make_indirect(planted)
        else:
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=planted)
            document.pages[0].obj["/Annots"] = pikepdf.Array([link])

    assert codes(changed(plant)) == [code]


def test_a_link_to_a_web_page_is_nothing_to_report() -> None:
    def plant(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary({"/S": pikepdf.Name.URI, "/URI": "https://example.invalid/"})
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        document.pages[0].obj["/Annots"] = pikepdf.Array([link])

    assert codes(changed(plant)) == []


def test_a_file_inside_the_pdf_is_reported() -> None:
    def plant(document: pikepdf.Pdf) -> None:
        document.attachments["bang.xlsx"] = b"PK"

    assert codes(changed(plant)) == ["TT-PDF-TEP-NHUNG"]


@pytest.mark.slow
def test_three_hundred_pages_are_checked_to_the_last() -> None:
    body = [*[paragraph(PROSE)] * 20, *[paragraph(PROSE) | {"break": True}] * 298]
    found = check_pdf(pdf_of(altered(LETTER, body=[*body, paragraph(PROSE, fill="#2040c0"), paragraph(END)])))
    assert [finding.code for finding in found] == ["TT-MAU-CHU"]
    assert found[0].places[0].page >= 300


def test_threads_get_the_same_answers_as_one_alone() -> None:
    data = pdf_of(altered(LETTER, date={"size": 14}))
    alone = check_pdf(data)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(check_pdf, [data] * 8)) == [alone] * 8


# ── DOCX, before it is opened ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def _no_conversion_by_accident(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be refused is refused before LibreOffice sees it."""
    if request.node.get_closest_marker("slow") is None:

        def opened(*_: object, **__: object) -> bytes:
            raise AssertionError("opened")

        monkeypatch.setattr("vanthu.standards.letter.checking.files.to_pdf", opened)


_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "docm": (lambda: docx(main_type=_MACRO_TYPE), "letter.check.macros"),
    "vbaProject hidden in a docx": (lambda: docx(parts={"word/vbaProject.bin": b"\xd0\xcf"}), "letter.check.macros"),
    "template from elsewhere": (
        lambda: docx(relations=_RELATION.format("attachedTemplate", "http://example.invalid/a.dotm")),
        "letter.check.external",
    ),
    "picture from elsewhere": (
        lambda: docx(relations=_RELATION.format("image", "file:///etc/passwd")),
        "letter.check.external",
    ),
    "field that includes a file": (lambda: docx(field="INCLUDETEXT c:\\x.docx"), "letter.check.external"),
    "field that runs a program": (lambda: docx(field="DDEAUTO cmd"), "letter.check.external"),
    "bomb": (lambda: docx(parts={"word/media/a.xml": bytes(60_000_000)}), "letter.check.bomb"),
    "entities": (
        lambda: docx(parts={"word/header1.xml": b'<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'}),
        "letter.check.damaged",
    ),
    "cut short": (lambda: docx()[:900], "letter.check.damaged"),
    "other archive": (lambda: _archive({"a.txt": b"a"}), "letter.check.damaged"),
    "spreadsheet": (lambda: docx(main_type="application/vnd.ms-excel"), "letter.check.format"),
    "password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "letter.check.encrypted",
    ),
    "old doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "letter.check.format"),
}


def _archive(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_a_docx_that_must_not_be_opened_is_refused_before(name: str) -> None:
    make, code = REFUSED[name]
    assert refusal(make()) == code


def test_without_libreoffice_a_docx_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CheckRefused) as refused:
        converting.to_pdf(docx())
    assert refused.value.code == "letter.check.converter_missing"


# ── DOCX, converted ──────────────────────────────────────────────────────────────────────────────────────────────────


def word(**change: object) -> Report:
    return check_file(docx(**change))


@pytest.mark.slow
def test_a_right_docx_gives_no_finding_and_lines_break_as_in_times_new_roman() -> None:
    link = _RELATION.format("hyperlink", "https://example.invalid/")
    report = check_file(docx(relations=link))
    assert (report.format, report.kind and report.kind.key, report.findings) == ("docx", "cong_van", ())
    faces = {font for line in read_pages(converting.to_pdf(docx()))[0].lines for font in line.fonts}
    assert faces == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}


_WORD_FAULTS: dict[str, tuple[dict[str, object], list[str]]] = {
    "margin": ({"margins": {"top": 20, "bottom": 20, "left": 25, "right": 20}}, ["TT-LE-TRAI"]),
    "margins too wide": ({"margins": {"top": 30, "bottom": 20, "left": 30, "right": 25}}, ["TT-LE-PHAI", "TT-LE-TREN"]),
    "face": ({"body_font": "Arial"}, ["TT-PHONG-CHU"]),
    "old code": ({"body_font": ".VnTime"}, ["TT-PHONG-MA-CU"]),
    "size": ({"body_size": 12}, ["TT-NOI-DUNG-CO-CHU"]),
    "quốc hiệu": ({"national_size": 11}, ["TT-QUOC-HIEU-CO-CHU"]),
    "ragged": ({"justify": "left"}, ["TT-CANH-DEU"]),
    "decomposed": ({"body": [PROSE, END.replace("pháp luật", "pháp luâ\u0323t")]}, ["TT-CHU-TO-HOP"]),
    "rank": ({"name": "TS. Nguyễn Văn Dũng"}, ["TT-HO-TEN-HOC-HAM"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", _WORD_FAULTS)
def test_a_fault_planted_in_a_docx_gives_exactly_its_code(name: str) -> None:
    change, wanted = _WORD_FAULTS[name]
    report = word(**change)
    assert sorted(finding.code for finding in report.findings) == wanted
    if name == "face":
        assert "Arial" in report.findings[0].sentence


@pytest.mark.slow
def test_a_conversion_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CheckRefused) as refused:
        converting.to_pdf(docx(), seconds=0.05)
    assert refused.value.code == "letter.check.not_converted"


@pytest.mark.slow
def test_a_conversion_that_wants_too_much_memory_is_ended() -> None:
    with pytest.raises(CheckRefused) as refused:
        converting.to_pdf(docx(), memory_mb=64)
    assert refused.value.code == "letter.check.not_converted"
