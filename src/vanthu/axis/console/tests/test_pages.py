"""Every page, for an axis where nothing has happened and one where everything has."""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vanthu.axis.console.metrics import text
from vanthu.axis.console.queries import overview
from vanthu.axis.console.tests.conftest import NOW, Browse, Staff, Story, text_of
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.tests.cast import submit
from vanthu.axis.jobs.duties import duties
from vanthu.axis.testing.messages import document
from vanthu.runtime.bell import Bell

pytestmark = pytest.mark.django_db

PLAIN = (
    "",
    "hien-tai",
    "tim",
    "tim?q=khong-co-gi",
    "tu-choi",
    "so-lieu",
    "nhat-ky",
    "cap-tren",
    "kiem-toan",
    "co-quan",
    "co-quan/them",
    "he-thong",
    "he-thong/them",
    "de-nghi",
    "mat-khau",
    "giao/canh-bao",
    "giao/that-bai",
    "giao/qua-han",
)
FILLED = ("co-quan/ma/H37.02", "co-quan/ma/G07", "he-thong/id/BO", "tu-choi?he-thong=TINH", "giao/that-bai?he-thong=BO")
MOST_QUERIES = 40


@pytest.mark.parametrize("address", PLAIN)
def test_every_page_opens_on_an_empty_axis(address: str, staff: Staff, browse: Browse) -> None:
    response = browse(staff.chi).get(f"/quan-tri/{address}")
    assert response.status_code == 200
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("address", [*PLAIN, *FILLED])
def test_every_page_opens_on_a_full_axis_with_few_queries(
    address: str, staff: Staff, story: Story, browse: Browse
) -> None:
    browser = browse(staff.an)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(f"/quan-tri/{address}")
    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize("address", ["", "giao/canh-bao", "he-thong"])
def test_more_rows_ask_no_more_questions(address: str, staff: Staff, story: Story, browse: Browse) -> None:
    browser = browse(staff.an)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/quan-tri/{address}")
        return len(queries)

    before = asked()
    for _ in range(10):
        submit(document("H37.02", "G09", "H37.05"))
    assert asked() == before


def test_the_overview_names_each_problem(staff: Staff, story: Story, browse: Browse) -> None:
    text = text_of(browse(staff.an).get("/quan-tri/"))
    assert "1 gói tin nơi nhận chưa lấy xong quá thời hạn cảnh báo" in text
    assert "1 gói tin nơi nhận báo thất bại" in text
    assert "1 gói tin quá hạn giao trong 7 ngày qua" in text
    assert "1 gói tin bị từ chối trong 24 giờ qua" in text
    assert "Hệ thống BO im lặng" in text
    assert "Hệ thống TINH im lặng" not in text


def test_the_overview_of_a_quiet_axis_says_only_what_is_missing(staff: Staff, browse: Browse) -> None:
    text = text_of(browse(staff.an).get("/quan-tri/"))
    assert "gói tin nơi nhận" not in text
    assert "Chưa cấu hình khóa ký chứng cứ" in text


def test_a_package_tells_its_whole_history(staff: Staff, story: Story, browse: Browse) -> None:
    text = text_of(browse(staff.an).get(f"/quan-tri/goi-tin/{story.done}"))
    assert "Bộ Nội vụ" in text
    assert "Sở Y tế" in text
    assert "Lấy gói tin, hệ thống BO" in text
    assert "Đã nhận xong, hệ thống BO" in text
    assert "Đã tiếp nhận" in text
    for word, minutes in (("gửi", 30), ("đến", 20), ("nhận xong", 19)):
        moment = timezone.localtime(NOW - timedelta(minutes=minutes))
        assert f"{word} {moment:%d/%m/%Y %H:%M:%S}" in re.sub("<[^>]+>", "", text)
    assert "Sự kiện tiếp nhận" in text
    for row in Delivery.objects.filter(package=story.done):
        assert str(row.pk) in text


def test_the_queries_of_a_package_do_not_grow_with_its_recipients(staff: Staff, story: Story, browse: Browse) -> None:
    few = submit(document("H37.02", "G09"))
    many = submit(document("H37.02", "G09", "H37.05", "H37", "H37.02"))
    browser, counts = browse(staff.chi), []
    for package in (few, many):
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/quan-tri/goi-tin/{package}")
        counts.append(len(queries))
    # The successor of each recipient, and the proposals about it: two a recipient, no more.
    assert counts[1] - counts[0] <= 2 * 3


def test_an_unknown_package_and_an_unknown_page_are_said_in_words(staff: Staff, story: Story, browse: Browse) -> None:
    browser = browse(staff.an)
    gone = browser.get("/quan-tri/goi-tin/00000000-0000-7000-8000-000000000000")
    assert gone.status_code in (404, 409)
    assert "Không có gói tin" in text_of(gone)
    assert browser.get("/quan-tri/khong-co").status_code == 404
    assert browser.get("/quan-tri/co-quan/ma/XYZ").status_code == 404


def test_a_receipt_is_given_when_the_axis_can_sign(staff: Staff, story: Story, browse: Browse, signing: object) -> None:
    browser = browse(staff.chi)
    assert "Tải biên nhận" in text_of(browser.get(f"/quan-tri/goi-tin/{story.done}"))
    response = browser.get(f"/quan-tri/goi-tin/{story.done}/bien-nhan")
    assert "attachment" in response.headers["Content-Disposition"]
    assert str(story.done) in json.dumps(json.loads(response.content))


def test_without_a_key_the_page_says_that_there_is_no_receipt(staff: Staff, story: Story, browse: Browse) -> None:
    browser = browse(staff.chi)
    assert "chưa có khóa ký" in text_of(browser.get(f"/quan-tri/goi-tin/{story.done}"))
    assert "evidence.signing_key" in text_of(browser.get(f"/quan-tri/goi-tin/{story.done}/bien-nhan"))


def test_refusals_show_their_reason(staff: Staff, story: Story, browse: Browse) -> None:
    text = text_of(browse(staff.an).get("/quan-tri/tu-choi"))
    assert "G99" in text
    assert "VT-TRUC-BEN-NHAN" in text


def test_a_worker_that_does_not_run_is_the_first_problem(
    staff: Staff, cast: None, browse: Browse, settings: Any, tmp_path: Path
) -> None:
    settings.HEARTBEAT = tmp_path / "worker-alive"
    told = "Không thấy tiến trình nền chạy"
    assert f"{told} lần nào" in text_of(browse(staff.an).get("/quan-tri/"))
    Bell(settings.HEARTBEAT).ring()
    assert told not in text_of(browse(staff.an).get("/quan-tri/"))
    assert b"vanthu_axis_worker_seen_timestamp_seconds" in text(at=NOW)
    ages_ago = NOW.timestamp() - 600
    os.utime(settings.HEARTBEAT, (ages_ago, ages_ago))
    (first, *_) = overview.overview(at=NOW).troubles
    assert first.text.startswith(f"{told} từ ")


def test_a_worker_shows_that_it_runs(settings: Any, tmp_path: Path) -> None:
    settings.HEARTBEAT = tmp_path / "worker-alive"
    (alive,) = [duty for duty in duties() if duty.name == "alive"]
    assert overview.worker_seen() is None
    assert alive.run() == 0
    assert overview.worker_seen() is not None
