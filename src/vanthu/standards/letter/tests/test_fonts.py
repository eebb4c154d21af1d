"""The faces and the collected web files are those that were collected, whole, and complete for Vietnamese."""

import hashlib
import shutil
from pathlib import Path

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

import vanthu
from vanthu.standards.letter import Composer, FontIncomplete, fonts
from vanthu.standards.letter.fonts import FOLDER, STYLES, VIETNAMESE_LETTERS, font_path

VENDOR = Path(vanthu.__path__[0]) / "runtime" / "static" / "vendor"


def sums(folder: Path) -> dict[str, str]:
    rows = (folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (row.split("  ", 1) for row in rows)}


def forget() -> None:
    fonts._covered.cache_clear()
    fonts.printable_characters.cache_clear()


def collected(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.name != "MANIFEST.sha256"
    }


@pytest.mark.parametrize("folder", [FOLDER, VENDOR], ids=["fonts", "web"])
def test_the_collected_files_are_those_of_the_manifest(folder: Path) -> None:
    assert collected(folder) == sums(folder) != {}


@pytest.mark.parametrize("folder", [FOLDER, *(VENDOR / n for n in ("tabler", "tabler-icons", "inter", "htmx"))])
def test_each_collected_thing_has_its_licence_beside_it(folder: Path) -> None:
    assert len((folder / "LICENSE").read_text(encoding="utf-8")) > 500


def test_no_collected_file_asks_for_a_source_map_or_a_file_from_elsewhere() -> None:
    for path in (*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text
        assert "url(http" not in text
        assert "@import" not in text


def test_there_are_134_vietnamese_letters_beyond_the_plain_ones() -> None:
    assert len(set(VIETNAMESE_LETTERS) - set("aeiouyAEIOUY")) == 134


@pytest.mark.parametrize("style", STYLES)
def test_every_face_has_every_vietnamese_letter_and_may_be_embedded(style: fonts.Style) -> None:
    with TTFont(font_path(style)) as font:
        assert set(map(ord, VIETNAMESE_LETTERS)) <= set(font.getBestCmap())
        assert font["OS/2"].fsType == 0


def test_a_face_without_a_vietnamese_letter_stops_the_composer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for style in STYLES:
        shutil.copy(font_path(style), tmp_path)
    with TTFont(font_path("Italic")) as font:
        subsetter = Subsetter()
        subsetter.populate(unicodes=set(map(ord, VIETNAMESE_LETTERS)) - {ord("ệ")})
        subsetter.subset(font)
        font.save(tmp_path / font_path("Italic").name)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    forget()
    try:
        with pytest.raises(FontIncomplete, match=r"Tinos-Italic\.ttf thiếu chữ ệ"):
            Composer()
    finally:
        forget()


def test_an_absent_face_stops_the_composer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(FontIncomplete, match="Thiếu tệp"):
        Composer()
