"""The page of numbers, and its tables as files for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from vanthu.axis.console.queries import statistics
from vanthu.axis.console.queries.statistics import LONGEST, Span, Table
from vanthu.axis.console.views.guard import OperatorRequest, operators_only
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

SHOWN = 50
"""Lines of a table on the page; the file has all of them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DEFAULT = "7-ngay"


@operators_only
def numbers(request: OperatorRequest) -> HttpResponseBase:
    """Show the numbers of a span of days, or give one table of it as CSV (`bang`)."""
    offered = statistics.spans(clock.now().astimezone(VIETNAM).date())
    chosen, span, problem = _asked(request, offered)
    if key := request.GET.get("bang"):
        asked = statistics.table(key, span)
        if asked is None:
            raise Http404
        return _file(asked, span)
    context = {
        "tables": [(table, table.rows[:SHOWN], max(len(table.rows) - SHOWN, 0)) for table in statistics.tables(span)],
        "offered": [(key, name) for key, (name, _) in offered.items()],
        "chosen": chosen,
        "span": span,
        "problem": problem,
    }
    return render(request, "console/statistics.html", context)


def _asked(request: HttpRequest, offered: dict[str, tuple[str, Span]]) -> tuple[str, Span, str]:
    """Return the key of the span asked for ("": days that were typed), the span, and what was wrong with the days."""
    typed = request.GET.get("tu", "").strip(), request.GET.get("den", "").strip()
    chosen = request.GET.get("ky", _DEFAULT)
    chosen = chosen if chosen in offered else _DEFAULT
    usual = offered[chosen][1]
    if not any(typed):
        return chosen, usual, ""
    try:
        first, last = (date.fromisoformat(text) for text in typed)
    except ValueError:
        return chosen, usual, "Hãy chọn cả ngày đầu và ngày cuối."
    if first > last:
        return chosen, usual, "Ngày đầu phải trước hoặc trùng ngày cuối."
    if last - first >= timedelta(days=LONGEST) or last.year > usual.last.year + 1:
        return chosen, usual, f"Khoảng thời gian dài nhất là {LONGEST} ngày, không quá sang năm sau."
    return "", Span(first, last), ""


def _file(table: Table, span: Span) -> HttpResponse:
    """Return a table as spreadsheets open it: UTF-8 with a mark, and no text that they would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"{table.title}, từ {span.first:%d/%m/%Y} đến {span.last:%d/%m/%Y}"])
    writer.writerow([table.subject, *table.columns])
    for row in table.rows:
        label = f"'{row.label}" if row.label.startswith(_FORMULA) else row.label
        writer.writerow([label, *("" if number is None else number for number in row.numbers)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{table.key}-{span.first:%Y%m%d}-{span.last:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
