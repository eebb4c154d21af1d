"""The page of numbers: what was taken, refused, delivered and handled in a span of days, and as files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from vanthu.axis.console.queries import statistics
from vanthu.axis.console.queries.statistics import Span, Table, last_days, spans
from vanthu.axis.console.tests.conftest import NOW, Browse, Staff, Story, text_of
from vanthu.axis.delivery import states
from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.registry import operations as registry
from vanthu.axis.registry.models import Agency
from vanthu.axis.testing.fixtures import AT
from vanthu.axis.testing.messages import document, status
from vanthu.standards import edxml

pytestmark = [pytest.mark.django_db]
TODAY = timezone.localtime(NOW).date()


def table(key: str, span: Span | None = None) -> Table:
    return next(one for one in statistics.tables(span or last_days(TODAY, 30)) if one.key == key)


def lines(key: str, span: Span | None = None) -> dict[str, dict[str, float | None]]:
    found = table(key, span)
    return {row.label: dict(zip(found.columns, row.numbers, strict=True)) for row in found.rows}


def test_each_day_tells_what_came_by_kind_and_what_was_delivered(staff: Staff, story: Story) -> None:
    day = lines("ngay", last_days(TODAY, 1))[f"{TODAY:%d/%m/%Y}"]
    assert (day["Văn bản mới"], day["Trạng thái"], day["Đã giao xong"]) == (2, 1, 1)
    total = lines("ngay")["Tất cả"]
    assert (total["Văn bản mới"], total["Trạng thái"]) == (4, 1)


def test_a_long_span_is_told_by_month(staff: Staff, story: Story) -> None:
    found = table("ngay", Span(TODAY - timedelta(days=200), TODAY))
    assert found.subject == "Tháng"
    assert f"{TODAY:%m/%Y}" in {row.label for row in found.rows}


def test_deliveries_are_told_by_kind_and_state_with_the_share_that_arrived(staff: Staff, story: Story) -> None:
    kinds = lines("loai")
    new = kinds["Văn bản mới"]
    by_state = [int(new[label] or 0) for label in states.LABELS.values()]
    assert (new["Hoàn thành"], new["Cộng"]) == (1, sum(by_state))
    assert new["Đã giao xong (%)"] == round(100 / sum(by_state), 1)
    whole = kinds["Tất cả"]
    assert whole["Đã giao xong (%)"] == round(100 * int(whole["Hoàn thành"] or 0) / int(whole["Cộng"] or 0), 1)


def test_recalls_and_replacements_are_kinds_of_their_own(cast: None) -> None:
    recall = edxml.Business(edxml.BusinessType.RECALL, "Nhầm nơi nhận", document_id="x")
    submit(document("H37.02", "G09"))
    submit(document("H37.02", "G09", business=recall))
    assert {"Văn bản mới", "Thu hồi"} <= set(lines("loai", last_days(timezone.localtime(AT).date(), 1)))


def test_systems_are_told_as_senders_and_as_receivers(staff: Staff, story: Story) -> None:
    senders = lines("gui")
    assert {name: (row["Văn bản"], row["Trạng thái"]) for name, row in senders.items() if name in ("TINH", "BO")} == {
        "TINH": (4, 0),
        "BO": (0, 1),
    }
    assert sum(int(row["Bị từ chối"] or 0) for name, row in senders.items() if name != "Tất cả") == 1
    receiver = lines("nhan")["BO"]
    assert receiver["Hoàn thành"] == 1
    assert receiver["Phút tới khi nhận xong (bình quân)"] is not None


def test_what_recipients_reported_is_told_by_code(staff: Staff, story: Story) -> None:
    assert sum(int(row["Lượt báo"] or 0) for label, row in lines("nghiep-vu").items() if label != "Tất cả") == 1


def test_an_agency_counts_those_below_it(cast: None) -> None:
    """Documents of two offices are the province's too; nothing is counted twice in one line."""
    province = Agency.objects.get(code="H37.02").parent
    day = last_days(timezone.localtime(AT).date(), 1)
    submit(document("H37.02", "G09"))
    submit(document("H37.05", "G09", "H37.02"))
    submit(status("G09", document("H37.02", "G09"), "01"), "BO")
    found = table("co-quan", day)
    by_code = {row.agency_code: row.numbers for row in found.rows}
    assert by_code["H37.02"][:4] == (1, 1, 1, 1)
    assert by_code["G09"][:4] == (0, 0, 2, 2)
    assert province is not None
    assert by_code[province.code][:4] == (0, 2, 0, 1)


def test_a_circle_of_agencies_ends(cast: None) -> None:
    submit(document("H37.02", "G09"))
    one = Agency.objects.get(code="H37.02")
    Agency.objects.filter(pk=one.parent_id).update(parent=one)
    assert "H37.02" in {row.agency_code for row in table("co-quan", last_days(timezone.localtime(AT).date(), 1)).rows}


def test_the_page_offers_spans_takes_days_and_says_what_is_wrong_with_them(
    staff: Staff, story: Story, browse: Browse
) -> None:
    client = browse(staff.an)
    page = text_of(client.get("/quan-tri/so-lieu"))
    for name, _ in spans(TODAY).values():
        assert name in page
    assert "Theo hệ thống nhận" in page
    wrong = {
        "?tu=2026-01-01": "Hãy chọn cả ngày đầu và ngày cuối.",
        "?tu=2026-02-30&den=2026-03-01": "Hãy chọn cả ngày đầu và ngày cuối.",
        "?tu=2026-03-02&den=2026-03-01": "Ngày đầu phải trước hoặc trùng ngày cuối.",
        "?tu=1000-01-01&den=2026-03-01": "Khoảng thời gian dài nhất là 400 ngày",
        "?tu=9999-01-01&den=9999-12-31": "Khoảng thời gian dài nhất là 400 ngày",
    }
    for query, sentence in wrong.items():
        assert sentence in text_of(client.get(f"/quan-tri/so-lieu{query}"))
    assert "Không có số liệu" in text_of(client.get("/quan-tri/so-lieu?tu=2020-01-01&den=2020-01-02"))


def test_each_table_is_a_file_that_a_spreadsheet_takes_for_text(staff: Staff, story: Story, browse: Browse) -> None:
    registry.change_agency("H37.02", {"name": "=cmd|' /C calc'!A0"}, by="test", at=AT)
    client = browse(staff.an)
    for key in ("ngay", "loai", "gui", "nhan", "nghiep-vu", "co-quan"):
        response = client.get(f"/quan-tri/so-lieu?ky=30-ngay&bang={key}")
        assert response.content.startswith("\ufeff".encode())
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[1][0] in ("Ngày", "Loại", "Hệ thống", "Trạng thái", "Cơ quan")
        assert not any(row[0].startswith("=") for row in rows)
    assert client.get("/quan-tri/so-lieu?bang=khac").status_code == 404


def test_the_spans_of_the_quarter_are_whole() -> None:
    found = {key: span for key, (_, span) in spans(date(2026, 11, 23)).items()}
    assert found["quy"] == Span(date(2026, 10, 1), date(2026, 11, 23))
    assert found["quy-truoc"] == Span(date(2026, 7, 1), date(2026, 9, 30))
    first = {key: span for key, (_, span) in spans(date(2026, 2, 5)).items()}
    assert first["quy-truoc"] == Span(date(2025, 10, 1), date(2025, 12, 31))
