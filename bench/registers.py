"""How long a register of 100,000 lines takes as PDF, DOCX and XLSX, and how much memory its process needs at most."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from bench.rows import Row
from vanthu.standards import registers

ROWS, FEW = 100_000, 2_000
AT = datetime(2026, 12, 31, 16, 30, tzinfo=timezone(timedelta(hours=7)))
FORM = registers.FORMS["outgoing"]
WRITERS = ("xlsx", "docx", "pdf")


def run(*, quick: bool = False) -> list[Row]:
    """Measure each format in a process of its own and return the rows."""
    return [row for kind in WRITERS for row in _measured(kind, FEW if quick else ROWS)]


def lines(count: int) -> Iterator[registers.Row]:
    """Lines no other one equals, as a busy office writes them."""
    first = date(2026, 1, 1)
    for number in range(1, count + 1):
        day = first + timedelta(days=number * 364 // count)
        subject = f"Công văn: V/v rà soát danh mục vị trí việc làm, cơ cấu ngạch công chức, đợt {number}"
        recipients = "Sở Y tế; Sở Tài chính; Ủy ban nhân dân phường Bến Thử"
        yield (
            f"{number:02d}/SNV-CCVC", day, subject, "Phạm Tiến Dũng", recipients,
            "Văn thư, Phòng Công chức, viên chức", 1 + number % 5, day, "Trục liên thông",
            "" if number % 50 else "Đã hủy: không ký nữa",
        )  # fmt: skip


def one(kind: str, count: int) -> None:
    """Write one register and print seconds, peak memory and size; runs in the measured process."""
    cover = registers.Cover(
        governing_name="Ủy ban nhân dân tỉnh Thử Nghiệm", agency_name="Sở Nội vụ", year=2026, from_number=1,
        to_number=count, from_day=date(2026, 1, 1), to_day=date(2026, 12, 31), volume="01",
    )  # fmt: skip
    started = time.perf_counter()
    with tempfile.TemporaryFile() as target:
        if kind == "xlsx":
            written = registers.write_xlsx(FORM, cover, lines(count), target)
        else:
            write = registers.write_pdf if kind == "pdf" else registers.write_docx
            written = write(FORM, cover, lines(count), target, at=AT)
        size = target.seek(0, 2)
    seconds, cpu = time.perf_counter() - started, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, cpu, peak, size / 1e6, written.pages)


def _measured(kind: str, count: int) -> Iterator[Row]:
    command = [sys.executable, "-c", f"from bench import registers; registers.one({kind!r}, {count})"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    seconds, cpu, peak, size, pages = map(float, done.stdout.split())
    told = f"{kind.upper()}, {count:,} lines" + (f", {pages:,.0f} pages" if pages else "")
    yield Row(told, seconds, "seconds")
    yield Row(f"{told}: of the processor", cpu, "seconds")
    yield Row(f"{told}: peak memory of the process", peak, "MB")
    yield Row(f"{told}: size", size, "MB")
