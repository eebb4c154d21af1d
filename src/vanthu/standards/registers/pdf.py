"""A register as PDF/A-2b: pages laid out by Typst a few dozen at a time and bound as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import typst

from vanthu.standards.letter import fonts
from vanthu.standards.registers import layout
from vanthu.standards.registers.binding import Binder
from vanthu.standards.registers.forms import Form
from vanthu.standards.registers.model import Cover, Row, Written, cover_lines

TEMPLATES = Path(__file__).parent / "templates"
AT_ONCE = 12
"""Pages in one compile. The compiler remembers the last ten or so: the memory of the whole is that of so many pages."""


class LayoutBroken(RuntimeError):
    """Pages came out otherwise than measured: a fault of this program, never of the data."""


def write_pdf(form: Form, cover: Cover, rows: Iterable[Row], target: BinaryIO, *, at: datetime) -> Written:
    """Write cover, first page and all lines with totals on each page; rows are taken as they are needed.

    The stream must be writable and is written from its present position, which has to be 0. Raises FontIncomplete.
    """
    fonts.require_vietnamese()
    press = _Press(form, cover, at)
    binder = Binder(target, title=form.title, at=at)
    binder.add(press.cover())
    written = rows_done = 0
    for some, last in _marked_last(_batches(layout.leaves(form, rows))):
        made = binder.add(press.pages(some, last=last))
        if made != len(some):
            raise LayoutBroken(f"{made} pages instead of {len(some)}")
        written, rows_done = written + made, some[-1].through
    binder.finish()
    return Written(rows_done, written)


def _batches(pages: Iterator[layout.Leaf]) -> Iterator[list[layout.Leaf]]:
    while some := list(islice(pages, AT_ONCE)):
        yield some


def _marked_last(batches: Iterator[list[layout.Leaf]]) -> Iterator[tuple[list[layout.Leaf], bool]]:
    before: list[layout.Leaf] | None = None
    for batch in batches:
        if before is not None:
            yield before, False
        before = batch
    if before is not None:
        yield before, True


class _Press:
    """Compiles the template with what is the same on every page."""

    def __init__(self, form: Form, cover: Cover, at: datetime) -> None:
        self._form, self._cover, self._at = form, cover, at.replace(microsecond=0)
        self._faces = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)]
        )

    def cover(self) -> bytes:
        """The cover and the first page."""
        said = {
            "governing_name": self._cover.governing_name,
            "agency_name": self._cover.agency_name,
            "cover": cover_lines(self._cover, numbered=self._form.numbered),
        }
        return self._compiled(said)

    def pages(self, leaves: list[layout.Leaf], *, last: bool) -> bytes:
        """Some pages; the last one of the book tells what it counts in all."""
        final = leaves[-1] if last else None
        told = [
            {
                "number": leaf.number,
                "rows": [line.cells for line in leaf.lines],
                "total": total(self._form, leaf, last=leaf is final),
            }
            for leaf in leaves
        ]
        return self._compiled({"pages": told})

    def _compiled(self, data: dict[str, Any]) -> bytes:
        widths = [column.share * layout.WIDTH for column in self._form.columns]
        titles = [
            layout.wrapped(column.title, width - 2 * layout.PAD_X - 1, "Bold")
            for column, width in zip(self._form.columns, widths, strict=True)
        ]
        data |= {
            "title": self._form.title, "form": {"columns": titles}, "widths": widths, "size": layout.SIZE,
            "line": layout.LINE, "pad_x": layout.PAD_X, "pad_y": layout.PAD_Y, "rule": layout.RULE,
        }  # fmt: skip
        # A compiler of its own each time: one that stays keeps what it laid out before.
        compiler = typst.Compiler(str(TEMPLATES / "register.typ"), root=str(TEMPLATES), font_paths=self._faces)
        pdf = compiler.compile(
            sys_inputs={"book": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=self._at,
            pdf_tags=False,
        )
        if not isinstance(pdf, bytes):
            raise TypeError("the compiler gave no PDF")
        return pdf


def total(form: Form, leaf: layout.Leaf, *, last: bool) -> str:
    """Return the line of totals of a page; that of the last page closes the book."""
    page = f"Cộng trang: {len(leaf.lines)} {form.counted}. Lũy kế: {leaf.through} {form.counted}."
    return f"{page} Sổ gồm {leaf.number} trang, tổng cộng {leaf.through} {form.counted}." if last else page
