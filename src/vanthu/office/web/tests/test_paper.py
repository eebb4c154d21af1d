"""Pages as pictures: drawn by a process of its own, kept, and refused in words when a file cannot be drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web import paper
from vanthu.office.web.tests.conftest import Browse, text_of


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    place = tmp_path / "thu.pdf"
    place.write_bytes(stories.made_elsewhere())
    return place


def test_the_pages_are_known_with_their_words_and_shape(letter: Path) -> None:
    (page,) = paper.pages("a" * 64, letter)
    assert page.number == 1
    assert page.height == pytest.approx(1414, abs=2)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page.text


def test_a_picture_has_the_width_asked_for_and_is_drawn_once(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = paper.picture("b" * 64, letter, page=1, width=720)
    with Image.open(place) as image:
        assert image.width in {720, 721}
    monkeypatch.setattr(paper, "_draw", None)
    assert paper.picture("b" * 64, letter, page=1, width=720) == place


def test_a_page_beyond_the_last_is_refused(letter: Path) -> None:
    with pytest.raises(paper.CannotDraw, match="không có trang 9"):
        paper.picture("c" * 64, letter, page=9, width=720)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"%PDF-1.7 khong co gi")
    with pytest.raises(paper.CannotDraw, match="không phải PDF, bị hỏng hoặc có mật khẩu"):
        paper.pages("d" * 64, tmp_path / "x")


def test_drawing_that_takes_too_long_is_ended(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "SECONDS", 0.001)
    with pytest.raises(paper.CannotDraw, match="quá thời gian"):
        paper.pages("e" * 64, letter)


def test_secrets_of_the_settings_are_not_given_to_the_drawing_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANTHU_OFFICE_SECRET_KEY", "bi-mat")
    assert "VANTHU_OFFICE_SECRET_KEY" not in paper._environment()


def test_the_document_page_shows_its_pages_in_three_sharpnesses(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    client = browse(office.an)
    page = text_of(client.get(reverse("web:outgoing_document", kwargs={"document_id": outgoing.pk})))
    assert "720w" in page
    assert "1600w" in page
    assert 'alt="Trang 1 trên 1 của Công văn"' in page
    version = outgoing.document.versions.get()
    args = {"document_id": outgoing.pk, "version_id": version.pk}
    picture = client.get(reverse("web:outgoing_page", kwargs={**args, "page": 1, "width": 720}))
    assert picture["Content-Type"] == "image/png"
    assert "immutable" in picture["Cache-Control"]
    assert client.get(reverse("web:outgoing_page", kwargs={**args, "page": 1, "width": 999})).status_code == 404
    exact = client.get(reverse("web:outgoing_download", kwargs=args))
    assert b"".join(exact.streaming_content) == stories.latest_pdf(outgoing)


def test_a_file_that_cannot_be_drawn_still_leaves_the_page_and_the_download(
    office: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    outgoing = stories.submitted(office)

    def broken(*_: object) -> None:
        raise paper.CannotDraw(why="tệp hỏng")

    monkeypatch.setattr(paper, "pages", broken)
    answer = browse(office.an).get(reverse("web:outgoing_document", kwargs={"document_id": outgoing.pk}))
    assert answer.status_code == 200
    assert "VT-WEB-KHONG-VE-DUOC" in text_of(answer)
    assert "Tải tệp gốc" in text_of(answer)
