"""From a Letter to its PDF/A-2b: the same letter at the same time gives the same bytes."""

import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from vanthu.standards.letter import copies, fonts
from vanthu.standards.letter.errors import FontIncomplete, LetterRefused
from vanthu.standards.letter.model import SEAL_MM, Attachment, Composed, Letter, PaperCopy, Slot
from vanthu.standards.letter.sheet import attachment_sheet, letter_sheet

TEMPLATES = Path(__file__).parent / "templates"
_TEMPLATE_FILES = tuple(TEMPLATES.glob("*.typ"))
PAGE_HEIGHT = 297 / 25.4 * 72
PAGE_WIDTH = 210 / 25.4 * 72
TOP_MARGIN = 20 / 25.4 * 72

# In points: one line of the body and the space after a paragraph end higher than this, two lines lower.
_TWO_LINES = 29


class Composer:
    """A warm compiler with the fonts loaded; one may be shared by threads, which then take turns."""

    def __init__(self) -> None:
        """Raises FontIncomplete when the faces that came with the program are damaged."""
        fonts.require_vietnamese()
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])
        # Without its face the compiler would print nothing, and say nothing.
        if faces.families() != [fonts.FAMILY] or len(faces.fonts()) != len(fonts.STYLES):
            raise FontIncomplete("Trình soạn thảo không đọc được phông chữ Tinos; hãy cài lại phần mềm.")
        self._lock = threading.Lock()
        # The compiler reads files below its root only: the templates, the letter at hand and its pictures.
        self._folder = tempfile.TemporaryDirectory(prefix="vanthu-letter-")
        self._root = Path(self._folder.name)
        self._images = self._root / "images"
        self._furnish()
        self._compilers = {
            name: typst.Compiler(str(self._root / name), root=str(self._root), font_paths=faces)
            for name in ("letter.typ", "separate.typ", "copy.typ")
        }

    def compose(self, letter: Letter, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
        """Lay the letter out with its attachments, but those that are files of their own.

        Raises LetterRefused naming the component that cannot be printed.
        """
        sheet = letter_sheet(letter)
        data = sheet.data | {"seal": seal_mm}
        with self._lock:
            self._show(sheet.pictures)
            pdf = self._compile("letter.typ", data, at=at)
            if self._signature_stands_alone():
                pdf = self._compile("letter.typ", data | {"keep_with_signature": True}, at=at)
            return self._composed("letter.typ", pdf, height=_height(letter.landscape))

    def compose_attachment(self, letter: Letter, attachment: Attachment, *, at: datetime) -> Composed:
        """Lay out one attachment as a file of its own, with the slot "appendix_stamp" (S4); raises LetterRefused."""
        sheet = attachment_sheet(letter, attachment)
        with self._lock:
            self._show(sheet.pictures)
            pdf = self._compile("separate.typ", sheet.data, at=at)
            return self._composed("separate.typ", pdf, height=_height(attachment.landscape))

    def compose_copy(self, original: bytes, copy: PaperCopy, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
        """The pages of a PDF with the copy's components under the end of its text, or on a page more (mẫu 3.1).

        For paper: not PDF/A, since the original is set as pictures. Raises LetterRefused.
        """
        data = copies.copy_data(copy, original) | {"seal": seal_mm}
        shown = copies.flattened(original)
        name = f"{hashlib.sha256(shown).hexdigest()}.pdf"
        with self._lock:
            self._show({name: shown})
            try:
                pdf = self._compile("copy.typ", data | {"original": name}, at=at, archival=False)
            except typst.TypstError as error:
                raise LetterRefused("Tệp PDF của văn bản cần sao không in lại được; hãy xuất lại tệp.") from error
            return self._composed("copy.typ", pdf, height=data["height"])

    def _furnish(self) -> None:
        """Put the templates where the compiler reads them; again where a system cleared out what lay there for days."""
        if not all((self._root / path.name).is_file() for path in _TEMPLATE_FILES):
            shutil.copytree(TEMPLATES, self._root, dirs_exist_ok=True)
        self._images.mkdir(exist_ok=True)

    def _show(self, pictures: Mapping[str, bytes]) -> None:
        """Put the pictures where the compiler finds them, and take those of other letters away."""
        self._furnish()
        kept = {path.name for path in self._images.iterdir()}
        for name in kept - set(pictures):
            (self._images / name).unlink()
        for name in set(pictures) - kept:
            (self._images / name).write_bytes(pictures[name])

    def _compile(self, template: str, data: Mapping[str, Any], *, at: datetime, archival: bool = True) -> bytes:
        # As a file, not as an input: with other inputs the compiler would take nothing over from its last run, and a
        # document of five pages would take 80 ms of the processor instead of 15.
        (self._root / "letter.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        second = at.replace(microsecond=0)  # a PDF keeps no finer time, and the compiler refuses one
        pdf = self._compilers[template].compile(
            format="pdf", pdf_standards=["a-2b"] if archival else [], timestamp=second
        )
        if not isinstance(pdf, bytes):
            raise TypeError("the compiler gave no PDF")
        return pdf

    def _composed(self, template: str, pdf: bytes, *, height: float) -> Composed:
        slots = {found["name"]: _slot(found, height) for found in self._positions("<slot>", template)}
        return Composed(pdf, slots, pages=self._positions("<last-page>", template)[0]["page"])

    def _positions(self, label: str, template: str = "letter.typ") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._compilers[template].query(label, field="value"))
        return found

    def _signature_stands_alone(self) -> bool:
        """Whether fewer than two lines of text are on the page of the signature."""
        (end,), (signature,) = self._positions("<text-end>"), self._positions("<signature>")
        if end["page"] != signature["page"]:
            return True
        return bool(end["page"] > 1 and end["y"] - TOP_MARGIN < _TWO_LINES)


def _height(landscape: bool) -> float:
    return PAGE_WIDTH if landscape else PAGE_HEIGHT


_shared: Composer | None = None
_shared_lock = threading.Lock()


def _forget() -> None:
    """A child process must not write its letters into the folder of its parent."""
    global _shared, _shared_lock
    _shared, _shared_lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)


def _composer() -> Composer:
    global _shared
    with _shared_lock:
        _shared = _shared or Composer()
    return _shared


def compose(letter: Letter, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
    """Lay out one letter with the compiler this process keeps warm; see Composer.compose."""
    return _composer().compose(letter, at=at, seal_mm=seal_mm)


def compose_attachment(letter: Letter, attachment: Attachment, *, at: datetime) -> Composed:
    """Lay out one attachment as a file of its own; see Composer.compose_attachment."""
    return _composer().compose_attachment(letter, attachment, at=at)


def compose_copy(original: bytes, copy: PaperCopy, *, at: datetime, seal_mm: float = SEAL_MM) -> Composed:
    """Print a copy onto paper; see Composer.compose_copy."""
    return _composer().compose_copy(original, copy, at=at, seal_mm=seal_mm)


def _slot(found: Mapping[str, Any], page_height: float) -> Slot:
    y = page_height - found["y"] - found["height"]
    return Slot(
        name=found["name"],
        page=found["page"] - 1,
        x=found["x"],
        y=y,
        width=found["width"],
        height=found["height"],
        size=found["size"],
        style=found["style"],
    )
