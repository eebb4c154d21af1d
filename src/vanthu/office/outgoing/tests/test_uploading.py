"""Files that become drafts: DOCX is converted, what must not be opened or signed is refused, nothing of it is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest
from django.apps import apps

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations import uploading
from vanthu.office.outgoing.tests.stories import draft, fields, made_elsewhere
from vanthu.office.testing.cast import Cast
from vanthu.runtime.errors import VanThuError
from vanthu.standards.letter import checking as standard
from vanthu.standards.letter.checking.isolation import report_as_json
from vanthu.standards.letter.checking.tests.word import docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINK = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.invalid/a.png" TargetMode="External"/>'  # noqa: E501
BLANKS = {
    "number": "Số:        /SNV-CCVC",
    "date": "Thử Nghiệm, ngày      tháng      năm 2026",
    "name": "Phạm Tiến Dũng",
}


@cache
def word(**change: Any) -> bytes:
    """A công văn for Dũng to sign as people type it in Word, its places left blank."""
    return docx(**BLANKS | change)


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What LibreOffice was given; it answers a PDF that is there already."""
    given: list[bytes] = []

    def convert(content: bytes, **_: object) -> bytes:
        given.append(content)
        return made_elsewhere()

    monkeypatch.setattr(standard, "to_pdf", convert)
    return given


def upload(cast: Cast, content: bytes, name: str = "du-thao.docx") -> OutgoingDocument:
    return operations.upload_draft(fields(cast), content, name, by=cast.an, at=cast.at)


def kept() -> int:
    return apps.get_model("files", "StoredFile").objects.count()


def test_a_docx_is_kept_as_the_source_and_its_pdf_is_what_will_be_signed(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    assert converter == [word()]
    source, pdf = documents.versions(outgoing.pk)
    assert (source.kind, source.file_name, source.file.media_type) == (
        VersionKind.SOURCE,
        "du-thao.docx",
        uploading.DOCX,
    )
    assert (pdf.kind, pdf.file_name, pdf.file.media_type) == (VersionKind.UPLOADED, "du-thao.pdf", "application/pdf")
    assert files.read(source.file_id) == word()
    assert (outgoing.source_file, outgoing.source_file_name) == (pdf.file_id, "du-thao.pdf")
    assert queries.source_docx(outgoing) == source


def test_a_docx_is_submitted_as_its_pdf(office: Cast, converter: list[bytes]) -> None:
    outgoing = operations.submit(upload(office, word()).pk, by=office.an, at=office.at)
    assert set(outgoing.slots) >= {"number", "day", "month", "leader", "seal"}
    latest = documents.latest_version(outgoing.pk)
    assert latest is not None
    assert latest.kind == VersionKind.UPLOADED


def test_both_the_docx_and_its_pdf_are_checked(
    office: Cast, converter: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standard, "check_isolated", report_as_json)
    wide = docx(**BLANKS, margins={"top": 20, "bottom": 20, "left": 25, "right": 20})
    outgoing = upload(office, wide)
    operations.check_forms_due(at=office.at)
    row = queries.form_check(outgoing)
    assert row is not None
    assert row.report is not None
    assert row.report["format"] == "docx"
    assert "TT-LE-TRAI" in {finding["code"] for finding in row.report["findings"]}


def test_a_pdf_that_follows_has_no_docx_any_more(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    outgoing = operations.replace_pdf(outgoing.pk, made_elsewhere(), "moi.pdf", by=office.an, at=office.at)
    assert documents.versions(outgoing.pk)[-1].file_name == "moi.pdf"
    assert documents.versions(outgoing.pk)[0].kind == VersionKind.SOURCE


REFUSED: dict[str, tuple[Callable[[], bytes], type[VanThuError], str]] = {
    "macros": (
        lambda: docx(parts={"word/vbaProject.bin": b"\xd0\xcf"}),
        operations.UploadMacros,
        "không có macro",
    ),
    "docm": (
        lambda: docx(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        operations.UploadMacros,
        "không có macro",
    ),
    "password": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), operations.UploadEncrypted, "mật khẩu"),
    "old doc": (lambda: _OLE + bytes(512), operations.UploadNotDocx, "lưu văn bản ở dạng .docx"),
    "other archive": (lambda: docx(main_type="application/vnd.ms-excel"), operations.UploadNotDocx, "PDF hay DOCX"),
    "a picture": (lambda: b"\x89PNG\r\n" + bytes(100), operations.UploadNotDocx, "PDF hay DOCX"),
    "picture from elsewhere": (lambda: docx(relations=_LINK), operations.UploadLinked, "lấy nội dung từ nơi khác"),
    "bomb": (
        lambda: docx(parts={"word/media/a.xml": bytes(60_000_000)}),
        operations.UploadSwells,
        "phình ra quá lớn",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_docx_that_must_not_be_opened_is_refused_and_nothing_is_kept(
    office: Cast, converter: list[bytes], name: str
) -> None:
    make, refusal, words = REFUSED[name]
    with pytest.raises(refusal) as refused:
        upload(office, make())
    assert words in refused.value.sentence
    assert "«du-thao.docx»" in refused.value.sentence
    assert (converter, kept(), OutgoingDocument.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("letter.check.not_converted", operations.NotConverted),
        ("letter.check.converter_missing", operations.NoConverter),
    ],
)
def test_a_conversion_that_fails_says_what_to_do(
    office: Cast, monkeypatch: pytest.MonkeyPatch, code: str, refusal: type[VanThuError]
) -> None:
    def fail(_: bytes, **__: object) -> bytes:
        raise standard.CheckRefused(code)

    monkeypatch.setattr(standard, "to_pdf", fail)
    with pytest.raises(refusal, match="PDF"):
        upload(office, word())
    assert kept() == 0


@pytest.mark.slow
def test_a_word_file_becomes_a_draft_with_its_places_found_in_the_converted_page(office: Cast) -> None:
    outgoing = operations.submit(upload(office, word()).pk, by=office.an, at=office.at)
    assert set(outgoing.slots) == {"number", "day", "month", "leader", "seal"}
    with pikepdf.open(io.BytesIO(files.read(outgoing.source_file))) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "2"


# ── PDF that does more than show a page ──────────────────────────────────────────────────────────────────────────────


def _with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(made_elsewhere())) as document:
        change(document)
        document.save(made)
    return made.getvalue()


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary({"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"})


def _launch(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary({"/S": pikepdf.Name.Launch, "/F": "cmd.exe"})
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].obj["/Annots"] = pikepdf.Array([link])


def _embed(document: pikepdf.Pdf) -> None:
    document.attachments["bang.xlsx"] = b"PK"


PLANTED = {"script": (_script, "JavaScript"), "launch": (_launch, "Launch"), "file": (_embed, "nhúng 1 tệp khác")}


@pytest.mark.parametrize("name", PLANTED)
def test_a_pdf_with_scripts_commands_or_files_is_refused_as_draft_and_as_attachment(office: Cast, name: str) -> None:
    plant, words = PLANTED[name]
    with pytest.raises((operations.UploadDangerous, operations.UploadActive)):
        upload(office, _with(plant), "du-thao.pdf")
    assert kept() == 0
    outgoing, before = draft(office), kept()
    with pytest.raises(operations.UploadDangerous, match=words):
        operations.attach(
            outgoing.pk, _with(plant), "phu-luc.pdf", media_type="application/pdf", by=office.an, at=office.at
        )
    assert kept() == before


@pytest.mark.parametrize(
    "content",
    [docx(parts={"word/vbaProject.bin": b"x"}), _OLE + "_VBA_PROJECT".encode("utf-16-le")],
    ids=["docx", "doc"],  # the bytes hold the time, and two processes must name the cases alike
)
def test_an_attachment_with_macros_is_refused(office: Cast, content: bytes) -> None:
    outgoing, before = draft(office), kept()
    with pytest.raises(operations.UploadMacros, match="macro"):
        operations.attach(
            outgoing.pk, content, "bieu.docm", media_type="application/msword", by=office.an, at=office.at
        )
    assert kept() == before


# ── long and odd ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _pages(count: int) -> bytes:
    def repeat(document: pikepdf.Pdf) -> None:
        blank = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 595.28, 841.89])
        for place in range(count - len(document.pages)):
            document.pages.insert(1 + place, pikepdf.Page(document.make_indirect(blank)))

    return _with(repeat)


def test_three_hundred_pages_are_taken_and_checked_outside_the_request(office: Cast) -> None:
    outgoing = upload(office, _pages(300), "dai.pdf")
    assert documents.versions(outgoing.pk)[0].file_name == "dai.pdf"
    waiting = queries.form_check(outgoing)
    assert waiting is not None
    assert waiting.finished_at is None


def test_more_pages_than_can_be_shown_are_refused_with_both_numbers(office: Cast) -> None:
    with pytest.raises(operations.UploadTooLong, match="501 trang, nhiều hơn 500 trang"):
        upload(office, _pages(501), "dai.pdf")
    assert kept() == 0
