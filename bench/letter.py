"""How many letters a second one process lays out, each with its own text, and how fast places are found again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bench.rows import Row
from vanthu.standards.letter import Composer, Letter, locate_slots

SECONDS = 5.0
AT = datetime(2026, 3, 9, 8, 30, tzinfo=timezone(timedelta(hours=7)))

PARAGRAPH = (
    "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Sở Nội vụ "
    "đề nghị các cơ quan, đơn vị rà soát danh mục vị trí việc làm, gửi kết quả trước ngày 15 tháng 6 năm 2026."
)
LETTER = Letter(
    governing_name="Ủy ban nhân dân tỉnh Thử Nghiệm",
    agency_name="Sở Nội vụ",
    notation="SNV-CCVC",
    place="Thử Nghiệm",
    year=2026,
    subject="rà soát danh mục vị trí việc làm",
    addressed_to=("Sở Tài chính", "Sở Y tế"),
    body=(),
    signer_authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Phạm Thị Dũng",
    recipients=("Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC"),
)
PARAGRAPHS = {"1 page": 3, "3 pages": 20}


def run() -> list[Row]:
    """Measure and return the rows."""
    started = time.perf_counter()
    composer = Composer()
    composer.compose(_letter(0, 1), at=AT)
    rows = [_row("start: fonts checked, compiler warm, first letter", time.perf_counter() - started, "seconds")]
    for label, paragraphs in PARAGRAPHS.items():
        rate = _per_second(lambda serial, count=paragraphs: composer.compose(_letter(serial, count), at=AT))
        rows.append(_row(f"letters of {label} composed, PDF/A-2b", rate, "per second"))
        pdf = composer.compose(_letter(0, paragraphs), at=AT).pdf
        rate = _per_second(lambda _, pdf=pdf: locate_slots(pdf, signer_name=LETTER.signer_name))
        rows.append(_row(f"places located in a PDF of {label}", rate, "per second"))
    return rows


def _letter(serial: int, paragraphs: int) -> Letter:
    """A letter no other call made: a compiler that remembers gains nothing."""
    body = tuple(f"{number}. Đợt {serial}: {PARAGRAPH}" for number in range(1, paragraphs + 1))
    return replace(LETTER, body=body, subject=f"{LETTER.subject} đợt {serial}")


def _per_second(work: Callable[[int], object]) -> float:
    started, serial = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        serial += 1
        work(serial)
    return serial / (time.perf_counter() - started)


def _row(name: str, value: float, unit: str) -> Row:
    return Row(name, value, unit)
