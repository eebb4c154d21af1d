"""The drawing process: `python -m vanthu.office.web.paper.draw FILE FOLDER FIRST COUNT WIDTH`.

It knows neither Django nor the settings, limits its own memory and time, reaches no network, writes whole files only.
Ends with EX_DATAERR (65) when the file is no PDF that opens without a password.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import pypdfium2

from vanthu.standards.confinement import confine

MEMORY = 1536 << 20
CPU_SECONDS = 30
MOST_PAGES = 500
MOST_TEXT = 4000


def main(source: Path, folder: Path, first: int, count: int, width: int) -> int:
    """Write what the pages are, and the pictures of `count` pages from `first` (0-based)."""
    confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError:
        return os.EX_DATAERR
    document.init_forms()
    if not (folder / "pages.json").is_file():
        shapes = [_shape(document[index], index + 1) for index in range(min(len(document), MOST_PAGES))]
        _write(folder / "pages.json", json.dumps(shapes, ensure_ascii=False).encode())
    for index in range(first, min(first + count, len(document), MOST_PAGES)):
        _picture(document[index], folder / f"{index + 1}-{width}.png", width)
    return os.EX_OK


def _shape(page: pypdfium2.PdfPage, number: int) -> dict[str, object]:
    wide, high = page.get_size()
    words = page.get_textpage().get_text_bounded()[:MOST_TEXT] if number <= 50 else ""
    return {"number": number, "height": round(1000 * high / max(wide, 1)), "text": words}


def _picture(page: pypdfium2.PdfPage, place: Path, width: int) -> None:
    if place.is_file():
        return
    wide, high = page.get_size()
    scale = min(width / max(wide, 1), 6000 / max(high, 1))
    image = page.render(scale=scale, may_draw_forms=True).to_pil()
    with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".part", delete=False) as out:
        image.save(out, "PNG", compress_level=3)
    Path(out.name).replace(place)


def _write(place: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".part", delete=False) as out:
        out.write(content)
    Path(out.name).replace(place)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *(int(text) for text in sys.argv[3:6])))
