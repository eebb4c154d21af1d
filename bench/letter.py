"""How many letters a second one process lays out, each with its own text, and how fast places are found again.

The preview of a decision of five pages is what a drafter waits for after each change of a paragraph.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bench.rows import Row
from vanthu.standards.letter import Composer, Letter, locate_slots
from vanthu.standards.letter.blocks import Article, Block, Clause, Point, runs, table
from vanthu.standards.letter.checking import check_pdf
from vanthu.standards.letter.model import Enactment

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
FIVE_PAGES = 44
PREVIEWS = 50


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
    five = composer.compose(_letter(0, FIVE_PAGES), at=AT)
    if five.pages != 5:
        raise RuntimeError(f"the letter meant to have five pages has {five.pages}")
    milliseconds = 1000 / _per_second(lambda _: check_pdf(five.pdf))
    rows.append(_row("form of a letter of 5 pages checked, all rules", milliseconds, "milliseconds"))
    return rows + _previews(composer)


def _previews(composer: Composer) -> list[Row]:
    """Each with one paragraph changed, as while somebody writes; the signature alone on its page costs a second try."""
    rows = []
    for label, articles in {"5 pages": 12, "5 pages, text carried over to the signature": 10}.items():
        composer.compose(_decision(0, articles), at=AT)
        taken, spent, pages = [], [], set()
        for serial in range(1, PREVIEWS + 1):
            letter = _decision(serial, articles)
            started, before = time.perf_counter(), time.process_time()
            pages.add(composer.compose(letter, at=AT).pages)
            taken.append(1000 * (time.perf_counter() - started))
            spent.append(1000 * (time.process_time() - before))
        taken.sort()
        name = f"preview of a quyết định of {label}"
        if pages != {5}:
            raise RuntimeError(f"{name} has {pages} pages")
        rows.append(_row(f"{name}, p50", taken[PREVIEWS // 2], "ms"))
        rows.append(_row(f"{name}, p95", taken[PREVIEWS * 95 // 100], "ms"))
        rows.append(_row(f"{name}, processor time p50", sorted(spent)[PREVIEWS // 2], "ms"))
    return rows


def _decision(serial: int, articles: int) -> Letter:
    body: list[Block] = []
    for number in range(1, articles + 1):
        changed = f" Đợt {serial}." if number == articles // 2 else ""
        body += [Article(f"Trách nhiệm của đơn vị thứ {number}"), Clause(runs(PARAGRAPH + changed))]
        body += [Clause(title="Nội dung"), Point(runs(PARAGRAPH)), Point(runs(PARAGRAPH))]
    rows = (("STT", "Đơn vị", "Thời hạn"), *((str(n), "Sở Nội vụ", "15/6/2026") for n in range(1, 9)))
    body.insert(8, table(*rows, widths=(1, 6, 3)))
    return replace(
        LETTER,
        kind="quyet_dinh",
        notation="QĐ-SNV",
        addressed_to=(),
        particulars=Enactment(authority="Giám đốc Sở Nội vụ"),
        legal_bases=(PARAGRAPH, "Theo đề nghị của Chánh Văn phòng Sở"),
        body=tuple(body),
        recipients=("Như Điều 3", "Lưu: VT, CCVC"),
    )


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
