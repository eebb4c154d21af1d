"""Pictures and appendices of a typed letter."""

from __future__ import annotations

import io
import zlib
from functools import cache
from typing import Any

import pypdfium2
import pytest
from django.apps import apps
from PIL import Image

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.models import DraftPicture
from vanthu.office.outgoing.tests.stories import draft, fields, latest_pdf
from vanthu.office.testing.cast import Cast
from vanthu.runtime.errors import VanThuError

BODY = "Sơ đồ như sau:\n[Hình: so-do.png | Hình 1. Sơ đồ | 80]\nĐề nghị thực hiện.\nPhụ lục\nDANH MỤC\n1. Một\n2. Hai"


@cache
def png(side: int = 300) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(made, "PNG")
    return made.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def huge(side: int = 20_000) -> bytes:
    """The head of a picture of so many dots a side; its dots would never fit."""
    head = side.to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(100))) + _chunk(b"IEND", b"")
    )


def added(cast: Cast, outgoing: Any, content: bytes = b"", name: str = "sơ đồ [1].PNG") -> DraftPicture:
    return operations.add_picture(outgoing.pk, content or png(), name, by=cast.an, at=cast.after(minutes=1))


def test_a_picture_gets_a_name_that_a_line_can_say(office: Cast) -> None:
    outgoing = draft(office)
    assert added(office, outgoing).name == "sơ-đồ-1.png"
    assert [one.name for one in queries.pictures(outgoing)] == ["sơ-đồ-1.png"]
    assert [change.label for change in queries.between(outgoing, 1, 2)] == ["Hình"]


def test_the_picture_and_the_appendix_are_printed(office: Cast) -> None:
    outgoing = draft(office, body=BODY)
    added(office, outgoing, name="so-do.png")
    pdf = latest_pdf(operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=2)))
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    assert len(texts) == 2
    assert "Hình 1. Sơ đồ" in texts[0]
    assert "Phụ lục" in texts[1]
    assert "DANH MỤC" in texts[1]
    assert any(item.type == 3 for item in document[0].get_objects()), "an image on the first page"


def test_a_line_without_its_picture_hinders_submitting_with_its_name(office: Cast) -> None:
    outgoing = draft(office, body=BODY)
    with pytest.raises(operations.LetterNotPrintable, match="không tìm thấy tệp hình"):
        operations.submit(outgoing.pk, by=office.an, at=office.after(minutes=2))


def test_the_same_name_replaces_the_picture(office: Cast) -> None:
    outgoing = draft(office)
    added(office, outgoing)
    added(office, outgoing, png(400))
    (one,) = queries.pictures(outgoing)
    assert one.file.size == len(png(400))


def test_a_picture_is_taken_off(office: Cast) -> None:
    outgoing = draft(office)
    one = added(office, outgoing)
    operations.remove_picture(outgoing.pk, one.pk, by=office.an, at=office.after(minutes=2))
    assert queries.pictures(outgoing) == []
    with pytest.raises(NotFound):
        operations.remove_picture(outgoing.pk, one.pk, by=office.an, at=office.after(minutes=3))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (huge(), "quá lớn: tối đa 40 triệu điểm ảnh"),
        (b"GIF89a" + bytes(50), "không phải tệp PNG hoặc JPEG"),
        (png()[:200], "bị hỏng"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused_and_not_kept(office: Cast, content: bytes, words: str) -> None:
    outgoing = draft(office)
    with pytest.raises(operations.PictureRefused, match=words):
        added(office, outgoing, content)
    assert apps.get_model("files", "StoredFile").objects.count() == 0


def test_too_many_pictures_are_refused(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanthu.office.outgoing.operations.picturing.MOST", 1)
    outgoing = draft(office)
    added(office, outgoing)
    with pytest.raises(operations.TooManyPictures):
        added(office, outgoing, name="khac.png")


def test_a_picture_added_meanwhile_hinders_no_saving_and_its_bytes_are_needed(office: Cast) -> None:
    outgoing = draft(office)
    one = added(office, outgoing)
    operations.change_draft(
        outgoing.pk, fields(office, body=BODY), revision=1, by=office.an, at=office.after(minutes=3)
    )
    assert queries.is_needed(one.file_id)


@pytest.mark.parametrize(
    ("body", "words"), [("A.\nPhụ lục I\nBIỂU\nx", "Dòng 2: đã gõ “Phụ lục I”"), ("[Hình: a.png | | 5]", "chiều rộng")]
)
def test_what_is_typed_wrongly_is_told_at_the_text(office: Cast, body: str, words: str) -> None:
    found = operations.problems(fields(office, body=body), by=office.an, at=office.at)
    assert [problem.code for problem in found] == ["VT-DI-DANH-SO"]
    assert words in found[0].sentence
    with pytest.raises(VanThuError):
        operations.submit(draft(office, body=body).pk, by=office.an, at=office.at)
