"""Pictures are made fit for PDF/A, or refused before they are decoded."""

import io
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image as Pillow

from vanthu.standards.letter import ImageRefused, compose
from vanthu.standards.letter.blocks import Image
from vanthu.standards.letter.images import fit
from vanthu.standards.letter.model import ImageFile
from vanthu.standards.letter.reading import read_pages
from vanthu.standards.letter.tests.letters import AT, MM, ONE_PAGE


def saved(picture: Pillow.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(fit(content, width_mm=100, name="hình")[1]))


def head_of_png(width: int, height: int) -> bytes:
    """A file that claims its measures and has no dots at all: whoever decodes it first fails otherwise."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = struct.pack(">I", 13), chunk, struct.pack(">I", zlib.crc32(chunk))
    return (
        b"\x89PNG\r\n\x1a\n" + b"".join(parts) + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


@pytest.mark.parametrize("measures", [(20_000, 20_000), (9_000, 9_000), (10_001, 10)])
def test_a_picture_with_too_many_dots_is_refused_by_its_head(measures: tuple[int, int]) -> None:
    with pytest.raises(ImageRefused, match=r"quá lớn:.*hãy thu nhỏ hình") as refused:
        fit(head_of_png(*measures), width_mm=100, name="Sơ đồ")
    assert refused.value.code == "letter.image_refused"


def test_a_file_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(ImageRefused, match="20 MB"):
        fit(b"\x89PNG" + bytes(20_000_001), width_mm=100, name="Sơ đồ")


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(40), b"<svg/>", b"%PDF-1.7", head_of_png(10, 10)])
def test_what_is_no_picture_or_cut_short_is_refused(content: bytes) -> None:
    with pytest.raises(ImageRefused, match=r"không phải tệp PNG hoặc JPEG|bị hỏng"):
        fit(content, width_mm=100, name="Sơ đồ")


def test_transparency_becomes_white() -> None:
    clear = Pillow.new("RGBA", (20, 20), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 10, 20))
    result = opened(saved(clear))
    assert (result.mode, result.getpixel((15, 5)), result.getpixel((5, 5))) == ("RGB", (255, 255, 255), (0, 0, 255))


def test_a_palette_with_a_clear_colour_becomes_white_too() -> None:
    picture = Pillow.new("P", (4, 4), 0)
    picture.putpalette([10, 20, 30] * 256)
    assert opened(saved(picture, transparency=0)).getpixel((1, 1)) == (255, 255, 255)


def test_the_colours_of_a_printer_become_those_of_a_screen() -> None:
    result = opened(saved(Pillow.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))
    assert result.mode == "RGB"
    red, green, blue = result.getpixel((5, 5))
    assert red > 200 > 90 > max(green, blue)


def test_a_picture_lying_on_its_side_is_set_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    assert opened(saved(Pillow.new("RGB", (40, 20)), "JPEG", exif=exif)).size == (20, 40)


def test_a_picture_has_no_more_dots_than_paper_shows_and_a_plain_one_keeps_its_bytes() -> None:
    large = saved(Pillow.new("L", (4000, 1000), 200))
    assert opened(large).size == (1181, 295)
    plain = saved(Pillow.new("RGB", (200, 100), "blue"), "JPEG")
    name, kept = fit(plain, width_mm=100, name="x")
    assert (kept, name.endswith(".jpg")) == (plain, True)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_gives_pdf_a_at_its_width_in_the_middle(mode: str) -> None:
    content = saved(Pillow.new(mode, (120, 60)), "JPEG" if mode == "CMYK" else "PNG")
    letter = replace(
        ONE_PAGE, body=("Xem hình", Image("so-do", 80, "Hình 1"), "Hết"), images=(ImageFile("so-do", content),)
    )
    result = compose(letter, at=AT)
    assert b"<pdfaid:part>2</pdfaid:part>" in result.pdf
    (picture,) = read_pages(result.pdf)[0].pictures
    assert picture.x1 - picture.x0 == pytest.approx(80 * MM, abs=0.5)
    assert (picture.x0 + picture.x1) / 2 == pytest.approx(110 * MM, abs=0.5)


def test_pictures_of_one_letter_are_not_those_of_the_next() -> None:
    def letter(colour: str) -> bytes:
        picture = ImageFile("so-do", saved(Pillow.new("RGB", (60, 30), colour)))
        return compose(replace(ONE_PAGE, body=(Image("so-do", 80), "Hết"), images=(picture,)), at=AT).pdf

    assert letter("red") != letter("blue")
    assert letter("red") == letter("red")


def test_a_picture_that_is_not_with_the_letter_is_named() -> None:
    with pytest.raises(ImageRefused, match=r"khối thứ 2 \(hình ảnh\): không tìm thấy"):
        compose(replace(ONE_PAGE, body=("x", Image("đã xóa", 80))), at=AT)
