"""The pages of a PDF as pictures, drawn once and kept.

Strangers send PDFs, and the library that draws them is large C++ that must not run in two threads at once. So a
process of its own draws, with limits on memory and time; if it dies, the page of the office does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from vanthu.runtime.errors import VanThuError

WIDTHS = (720, 1080, 1600)
"""Pixels a page is drawn wide; the browser chooses by its own width and sharpness."""
SECONDS = 40
BLOCK = 4
"""Pages drawn by one process."""


class CannotDraw(VanThuError):
    """The file is no PDF that can be drawn: broken, encrypted, or beyond the limits."""

    code = "VT-WEB-KHONG-VE-DUOC"
    template = (
        "Không hiển thị được trang của tệp này ({why}). Tệp gốc vẫn được lưu nguyên vẹn; "
        "hãy tải về để xem, hoặc từ chối văn bản nếu tệp hỏng."
    )
    http_status = 422


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its height for a width of 1000, its words for those who cannot see the picture."""

    number: int
    height: int
    text: str


def pages(sha256: str, source: Path) -> tuple[Page, ...]:
    """Return the pages of the PDF; raises CannotDraw."""
    known = _folder(sha256) / "pages.json"
    if not known.is_file():
        _draw(source, _folder(sha256), first=0, count=0, width=0)
    return tuple(Page(**page) for page in json.loads(known.read_text(encoding="utf-8")))


def picture(sha256: str, source: Path, *, page: int, width: int) -> Path:
    """Return the PNG of a page (from 1) at one of WIDTHS, drawing it with its neighbours; raises CannotDraw."""
    place = _folder(sha256) / f"{page}-{width}.png"
    if not place.is_file():
        first = (page - 1) // BLOCK * BLOCK
        _draw(source, _folder(sha256), first=first, count=BLOCK, width=width)
    if not place.is_file():
        raise CannotDraw(why=f"không có trang {page}")
    return place


def preview(pdf: bytes, width: int) -> list[bytes]:
    """Draw a PDF that is not kept, up to ten pages, and keep nothing; raises CannotDraw."""
    with tempfile.TemporaryDirectory(prefix="vanthu-xem-") as name:
        folder = Path(name)
        (folder / "letter.pdf").write_bytes(pdf)
        _draw(folder / "letter.pdf", folder, first=0, count=10, width=width)
        drawn = sorted(folder.glob("*.png"), key=lambda path: int(path.name.split("-")[0]))
        return [path.read_bytes() for path in drawn]


def _folder(sha256: str) -> Path:
    # The drawing process imports this package, and has neither settings nor a database.
    from vanthu.office.files import queries as files

    return files.drawn(sha256)


def _draw(source: Path, folder: Path, *, first: int, count: int, width: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-I", "-m", f"{__name__}.draw"]
    command += [str(source), str(folder), str(first), str(count), str(width)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=_environment())
    except subprocess.TimeoutExpired as error:
        raise CannotDraw(why="tệp quá phức tạp, quá thời gian cho phép") from error
    if done.returncode != 0:
        raise CannotDraw(why=_reason(done.returncode))


def _reason(code: int) -> str:
    if code == os.EX_DATAERR:
        return "tệp không phải PDF, bị hỏng hoặc có mật khẩu"
    return "tệp vượt giới hạn bộ nhớ hoặc bị hỏng"


def _environment() -> dict[str, str]:
    """Secrets of the settings stay out of the drawing process."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VANTHU_")}
