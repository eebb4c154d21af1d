"""A register as a sheet, for counting and sorting elsewhere; what is printed and bound is PDF or DOCX."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from vanthu.standards.registers.forms import Form
from vanthu.standards.registers.model import Cell, Cover, Row, Written, cover_lines, text_of

WIDTH = 190
"""Characters across all columns."""
_LONGEST = 32_767  # characters a cell may hold


def write_xlsx(form: Form, cover: Cover, rows: Iterable[Row], target: BinaryIO) -> Written:
    """Write the lines below a head with the words of the cover; rows go to the disk as they come.

    Text stays text, whatever it begins with: a subject that starts with "=" is no formula.
    """
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Sổ")
    looks = _looks(book)
    first = _head(sheet, form, cover, looks)
    written = 0
    for written, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, first + written - 1, column, cell, looks)
    sheet.autofilter(first - 1, 0, max(first, first + written - 1), len(form.columns) - 1)
    book.close()
    return Written(written, 0)


def _head(sheet: Any, form: Form, cover: Cover, looks: dict[str, Any]) -> int:
    """Write the words of the cover and the headings; return the first row of the lines."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for column, one in enumerate(form.columns):
        sheet.set_column(column, column, max(8, one.share * WIDTH))
    words = (cover.governing_name.upper(), cover.agency_name.upper(), form.title.upper(), _said(form, cover))
    for row, text in enumerate(words):
        sheet.write_string(row, 0, text, looks["title" if row == 2 else "name"])
    top = len(words)
    for column, one in enumerate(form.columns):
        sheet.write_string(top, column, one.title, looks["heading"])
        sheet.write_string(top + 1, column, f"({column + 1})", looks["order"])
    sheet.freeze_panes(top + 2, 0)
    sheet.repeat_rows(top, top + 1)
    return top + 2


def _said(form: Form, cover: Cover) -> str:
    return " · ".join(cover_lines(cover, numbered=form.numbered))


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, looks["day"])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, looks["text"])
    else:
        sheet.write_string(row, column, text_of(cell)[:_LONGEST], looks["text"])


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11}
    cell = {**font, "border": 1, "text_wrap": True, "valign": "top"}
    middle = {"align": "center", "valign": "vcenter"}
    return {
        "name": book.add_format({**font, "bold": True}),
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "heading": book.add_format({**cell, "bold": True, **middle}),
        "order": book.add_format({**cell, "italic": True, **middle}),
        "text": book.add_format(cell),
        "day": book.add_format({**cell, "num_format": "dd/mm/yyyy"}),
    }
