"""Files that become drafts: DOCX is converted, what must not be opened or signed is refused, nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
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
from vanthu.office.outgoing.models import Conversion, OutgoingDocument
from vanthu.office.outgoing.operations import uploading
from vanthu.office.outgoing.tests.stories import draft, fields, made_elsewhere
from vanthu.office.outgoing.tests.test_secret_uploads import MARKED
from vanthu.office.testing.cast import Cast
from vanthu.runtime import leases
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.store import BytesMissing
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


def secret(place: str) -> bytes:
    """A công văn in Word with a mark of secrecy."""
    if place == "number":
        return docx(**BLANKS | {"number": "Số: 05/BC-SNV-MẬT"})
    look = '<w:color w:val="FF0000"/>' if place == "red" else ""
    sides = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "bottom")) if place == "boxed" else ""
    mark = f"<w:p><w:pPr><w:pBdr>{sides}</w:pBdr></w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>TỐI MẬT</w:t></w:r></w:p>"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(**BLANKS))) as source, zipfile.ZipFile(made, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"<w:body>", b"<w:body>" + mark.encode()))
    return made.getvalue()


def upload(cast: Cast, content: bytes, name: str = "du-thao.docx") -> OutgoingDocument:
    return operations.upload_draft(fields(cast), content, name, by=cast.an, at=cast.at)


def kept() -> int:
    return apps.get_model("files", "StoredFile").objects.count()


def turned(cast: Cast, content: bytes) -> OutgoingDocument:
    """The draft made of a DOCX, after the worker looked at what is due."""
    begun = upload(cast, content)
    operations.convert_due(at=cast.at)
    return queries.get(cast.an, begun.pk, at=cast.at)


def waiting(outgoing: OutgoingDocument) -> Conversion:
    found = queries.conversion(outgoing)
    assert found is not None
    return found


def test_a_docx_is_converted_by_the_worker_and_not_while_somebody_waits(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    assert converter == []
    assert waiting(outgoing).finished_at is None
    assert (documents.versions(outgoing.pk), queries.form_check(outgoing)) == ([], None)
    assert operations.convert_due(at=office.at) == 1
    assert converter == [word()]
    assert queries.conversion(outgoing) is None


def test_a_docx_is_kept_as_the_source_and_its_pdf_is_what_will_be_signed(office: Cast, converter: list[bytes]) -> None:
    outgoing = turned(office, word())
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
    content = queries.content_at(outgoing, outgoing.revision)
    assert content is not None
    assert content["source_file"] == {"name": "du-thao.pdf", "sha256": pdf.file_id}


def test_a_docx_is_submitted_as_its_pdf_and_not_before_there_is_one(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    with pytest.raises(operations.StillConverting, match="docx» đang được chuyển"):
        operations.submit(outgoing.pk, by=office.an, at=office.at)
    operations.convert_due(at=office.at)
    outgoing = operations.submit(outgoing.pk, by=office.an, at=office.at)
    assert set(outgoing.slots) >= {"number", "day", "month", "leader", "seal"}
    latest = documents.latest_version(outgoing.pk)
    assert latest is not None
    assert latest.kind == VersionKind.UPLOADED


def test_both_the_docx_and_its_pdf_are_checked(
    office: Cast, converter: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standard, "check_isolated", report_as_json)
    wide = docx(**BLANKS, margins={"top": 20, "bottom": 20, "left": 25, "right": 20})
    outgoing = turned(office, wide)
    operations.check_forms_due(at=office.at)
    row = queries.form_check(outgoing)
    assert row is not None
    assert row.report is not None
    assert row.report["format"] == "docx"
    assert "TT-LE-TRAI" in {finding["code"] for finding in row.report["findings"]}


def test_a_pdf_that_follows_has_no_docx_any_more(office: Cast, converter: list[bytes]) -> None:
    outgoing = turned(office, word())
    outgoing = operations.replace_pdf(outgoing.pk, made_elsewhere(), "moi.pdf", by=office.an, at=office.at)
    assert documents.versions(outgoing.pk)[-1].file_name == "moi.pdf"
    assert documents.versions(outgoing.pk)[0].kind == VersionKind.SOURCE


def test_a_pdf_that_follows_at_once_is_the_draft_and_the_docx_is_not_converted(
    office: Cast, converter: list[bytes]
) -> None:
    outgoing = upload(office, word())
    operations.replace_pdf(outgoing.pk, made_elsewhere(), "moi.pdf", by=office.an, at=office.at)
    assert (operations.convert_due(at=office.at), converter) == (0, [])
    assert [one.file_name for one in documents.versions(outgoing.pk)] == ["moi.pdf"]


def test_a_file_that_came_while_the_worker_converted_wins(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    outgoing = upload(office, word())

    def convert(_: bytes, **__: object) -> bytes:
        operations.replace_pdf(outgoing.pk, made_elsewhere(), "moi.pdf", by=office.an, at=office.at)
        return made_elsewhere()

    monkeypatch.setattr(standard, "to_pdf", convert)
    operations.convert_due(at=office.at)
    assert [one.file_name for one in documents.versions(outgoing.pk)] == ["moi.pdf"]


def test_a_worker_that_dies_leaves_the_conversion_to_the_next(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    leases.lease(Conversion.of_all_agencies.all(), at=office.at, seconds=420)
    assert operations.convert_due(at=office.after(minutes=1)) == 0
    assert operations.convert_due(at=office.after(minutes=8)) == 1
    assert operations.convert_due(at=office.after(minutes=8)) == 0
    assert len(documents.versions(outgoing.pk)) == 2


def test_nobody_waits_for_the_file_of_a_draft_that_was_withdrawn(office: Cast, converter: list[bytes]) -> None:
    outgoing = upload(office, word())
    operations.withdraw(outgoing.pk, reason="Không cần nữa.", by=office.an, at=office.at)
    assert (operations.convert_due(at=office.at), converter) == (1, [])


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
    ("code", "told", "tries"),
    [
        ("letter.check.not_converted", "VT-DI-DOCX-CHUA-CHUYEN", 2),
        ("letter.check.converter_missing", "VT-DI-DOCX-THIEU-LIBREOFFICE", 1),
    ],
)
def test_a_conversion_that_fails_says_what_to_do_and_may_be_asked_for_again(
    office: Cast, monkeypatch: pytest.MonkeyPatch, code: str, told: str, tries: int
) -> None:
    def fail(_: bytes, **__: object) -> bytes:
        raise standard.CheckRefused(code)

    monkeypatch.setattr(standard, "to_pdf", fail)
    outgoing = upload(office, word())
    ended = [operations.convert_due(at=office.after(minutes=minute)) for minute in range(tries)]
    assert ended == [0] * (tries - 1) + [1]
    row = waiting(outgoing)
    assert row.error_code == told
    assert "PDF" in row.error_sentence
    with pytest.raises(operations.ConversionFailed, match="docx» chưa chuyển được"):
        operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=9))
    monkeypatch.setattr(standard, "to_pdf", lambda _content, **_: made_elsewhere())
    operations.convert_again(outgoing.pk, by=office.an, at=office.after(minutes=10))
    assert operations.convert_due(at=office.after(minutes=10)) == 1
    assert queries.conversion(outgoing) is None
    with pytest.raises(operations.NothingToConvert):
        operations.convert_again(outgoing.pk, by=office.an, at=office.after(minutes=11))


def test_what_nobody_expected_is_tried_three_times_then_told(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes, **__: object) -> bytes:
        raise OSError("đĩa hỏng")

    monkeypatch.setattr(standard, "to_pdf", broken)
    outgoing = upload(office, word())
    assert [operations.convert_due(at=office.after(minutes=minute)) for minute in range(4)] == [0, 0, 1, 0]
    assert waiting(outgoing).error_code == "VT-DI-CHUYEN-DOI-LOI"


def test_a_page_that_shows_a_mark_of_secrecy_only_after_the_conversion_is_destroyed(
    office: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standard, "to_pdf", lambda _content, **_: MARKED)
    outgoing = upload(office, word())
    sha256 = waiting(outgoing).docx
    operations.convert_due(at=office.at)
    row = waiting(outgoing)
    assert (row.error_code, row.docx) == ("VT-DI-DOCX-MAT", "")
    assert "đã bị xóa khỏi hệ thống" in row.error_sentence
    with pytest.raises(BytesMissing):
        files.read(sha256)


@pytest.mark.parametrize("place", ["red", "boxed", "number"])
def test_a_docx_that_shows_its_mark_of_secrecy_is_refused_before_anything_is_stored(
    office: Cast, converter: list[bytes], place: str
) -> None:
    with pytest.raises(operations.UploadSecret, match="MẬT"):
        upload(office, secret(place))
    assert (converter, kept()) == ([], 0)


@pytest.mark.slow
def test_a_word_file_becomes_a_draft_with_its_places_found_in_the_converted_page(office: Cast) -> None:
    outgoing = operations.submit(turned(office, word()).pk, by=office.an, at=office.at)
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
