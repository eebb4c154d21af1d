"""Whoever holds a copy on paper scans its code: told what it is, and nothing else (ND137-A5)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from vanthu.office.copies import operations
from vanthu.office.copies.tests import stories
from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import text_of
from vanthu.office.web.views import copy_codes
from vanthu.standards.letter import copies
from vanthu.standards.letter.reading import read_pages

PUBLIC = "https://vanban.so.tinh.gov.vn"


@pytest.fixture
def printed(office: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address in the QR code of a copy that was just printed."""
    told = {"lookup_url": f"{PUBLIC}/", "owner": "UBND tỉnh Thử Nghiệm"}
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update=told))
    drawn: list[str] = []

    def make_qr(address: str, **how: Any) -> Any:
        drawn.append(address)
        return original(address, **how)

    original = copies.segno.make_qr
    monkeypatch.setattr(copies.segno, "make_qr", make_qr)
    copy = stories.agreed(office, stories.issued(office), source="electronic", target="paper")
    operations.make_on_paper(copy.pk, by=office.chi, at=office.after(hours=3))
    version = documents.latest_version(copy.pk)
    assert version is not None
    lines = [line.text for page in read_pages(files.read(version.file_id)) for line in page.lines]
    assert any("vanban.so.tinh.gov.vn/ban-sao" in line for line in lines)
    assert "chủ quản: UBND tỉnh Thử Nghiệm" in " ".join(lines)
    assert drawn[-1].startswith(f"{PUBLIC}/ban-sao/")
    return drawn[-1].removeprefix(PUBLIC)


def test_the_address_in_the_qr_code_tells_anybody_what_the_copy_is_and_what_it_is_worth(printed: str) -> None:
    answer = Client().get(printed)
    shown = text_of(answer)
    for words in ("Sao y", "01/SY-SNV", "09/03/2026", "07/SNV-CCVC", "Sở Nội vụ", "chưa có ghi nhận bị thay thế"):
        assert words in shown
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_neither_subject_nor_file_nor_anything_behind_the_login_is_told(printed: str, office: Cast) -> None:
    content = Client().get(printed).content.decode()
    assert "rà soát" not in content
    assert "lưu hồ sơ" not in content
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", content)


def test_the_code_may_be_typed_as_it_is_read(printed: str) -> None:
    code = printed.rpartition("/")[2]
    answer = Client().get("/ban-sao", {"ma": f" {code[:10].lower()}-{code[10:]} "})
    assert (answer.status_code, answer["Location"]) == (302, printed)


@pytest.mark.parametrize("typed", ["0123456789ABCDEFGHJK", "01-SY-SNV", "<script>"])
def test_an_unknown_code_is_told_so_and_what_was_typed_stays(printed: str, typed: str) -> None:
    answer = Client().get(f"/ban-sao/{typed}")
    assert answer.status_code == 404
    assert "Không có bản sao nào do hệ thống này cấp mang mã" in text_of(answer)
    assert "<script>0" not in answer.content.decode()


def test_after_too_many_lookups_one_address_waits_and_others_do_not(
    printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_codes, "LOOKUPS", 2)
    answers = [Client().get(printed, REMOTE_ADDR="10.0.0.1").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert Client().get(printed, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_asking_leaves_no_fact_behind(printed: str) -> None:
    facts = apps.get_model("audit", "Fact").of_all_agencies.count
    before = facts()
    Client().get(printed)
    assert facts() == before
