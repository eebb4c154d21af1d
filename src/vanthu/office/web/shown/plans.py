"""A plan of work as a sheet, to be printed or worked on elsewhere."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _

from vanthu.office.assignments.queries import PlanLine

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Plan

_WIDTHS = (8, 60, 30, 24, 14, 10, 18, 40)
_PAPER_A4 = 9


def as_xlsx(plan: Plan, agency_name: str, lines: Sequence[PlanLine]) -> bytes:
    """Return the tree as a sheet that prints on A4; text stays text, whatever it begins with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Kế hoạch"))
    looks = _looks(book)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, (plan.unit.name if plan.unit else agency_name).upper(), looks["name"])
    sheet.write_string(1, 0, plan.title, looks["title"])
    period = f"{plan.starts_on:%d/%m/%Y} – {plan.ends_on:%d/%m/%Y}"
    approved = f" · {plan.document.type_name} {plan.document.code_text}" if plan.document else ""
    sheet.write_string(2, 0, f"{plan.get_kind_display()} · {period}{approved}")
    _heads(sheet, looks)
    for number, line in enumerate(lines, start=5):
        _line(sheet, number, line, looks)
    sheet.freeze_panes(5, 0)
    sheet.repeat_rows(4)
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "text_wrap": True, "valign": "top"}
    looks = {
        "name": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#EEF3F9"}),
        "cell": book.add_format(cell),
        "branch": book.add_format({**cell, "bold": True}),
        "late": book.add_format({**cell, "font_color": "#B3261E"}),
        "day": book.add_format({**cell, "num_format": "dd/mm/yyyy"}),
        "percent": book.add_format({**cell, "num_format": '0"%"'}),
    }
    for depth in range(1, 8):
        looks[f"in{depth}"] = book.add_format({**cell, "indent": depth})
    return looks


def _heads(sheet: Any, looks: dict[str, Any]) -> None:
    heads = (
        _("STT"), _("Nội dung công việc"), _("Đơn vị chủ trì"), _("Người xử lý chính"), _("Hạn xử lý"), _("Tiến độ"),
        _("Trạng thái"), _("Kết quả"),
    )  # fmt: skip
    for column, words in enumerate(heads):
        sheet.write_string(4, column, words, looks["heading"])


def _line(sheet: Any, number: int, line: PlanLine, looks: dict[str, Any]) -> None:
    row = line.row
    state = _("Quá hạn") if row.late else row.state_label
    title = looks["branch"] if line.branch and not line.depth else looks.get(f"in{min(line.depth, 7)}", looks["cell"])
    sheet.write_string(number, 0, line.number, looks["cell"])
    sheet.write_string(number, 1, row.subject, title)
    sheet.write_string(number, 2, row.unit_name, looks["cell"])
    sheet.write_string(number, 3, row.person_name, looks["cell"])
    if row.due_on:
        sheet.write_datetime(number, 4, row.due_on, looks["day"])
    else:
        sheet.write_blank(number, 4, None, looks["cell"])
    sheet.write_number(number, 5, line.progress.percent, looks["percent"])
    sheet.write_string(number, 6, state, looks["late"] if row.late else looks["cell"])
    sheet.write_string(number, 7, row.result, looks["cell"])
