"""Sổ đăng ký bản sao: each copy with what was copied, on screen and in print (ND30-A25)."""

from __future__ import annotations

import zipfile

from vanthu.office.copies import operations as copies
from vanthu.office.copies.tests import stories
from vanthu.office.copies.tests.conftest import office
from vanthu.office.files import queries as files
from vanthu.office.reports import operations, queries
from vanthu.office.reports.queries import Chosen
from vanthu.office.reports.states import BookKey, PrintFormat
from vanthu.office.testing.cast import Cast

__all__ = ["office"]


def made(cast: Cast) -> None:
    """One sao y on paper, made by Chi."""
    copy = stories.agreed(cast, target="paper", source="electronic", places=("Phòng Nội vụ",))
    copies.make_on_paper(copy.pk, by=cast.chi, at=cast.after(hours=3))


def test_a_line_tells_the_copy_and_what_was_copied(office: Cast) -> None:
    made(office)
    (line,) = queries.listing(BookKey.COPYING, office.chi, Chosen(year=2026), at=office.after(hours=4)).rows
    assert line.row == (
        "01/SY-SNV", office.at.date(), "Sao y", "07/SNV-CCVC, ngày 09/03/2026, Sở Nội vụ",
        "Công văn: rà soát danh mục vị trí việc làm năm 2026", "Phạm Tiến Dũng", "Phòng Nội vụ", "gửi Phòng Nội vụ",
    )  # fmt: skip
    assert (line.way, line.document_id is not None) == ("copy", True)


def test_others_see_the_copies_that_they_asked_for(office: Cast) -> None:
    made(office)
    seen = {
        name: len(queries.listing(BookKey.COPYING, one, Chosen(year=2026), at=office.after(hours=4)).rows)
        for name, one in office.everybody().items()
    }
    assert {name for name, many in seen.items() if many} >= {"an", "chi", "dung"}
    assert not seen["binh"]


def test_it_is_exported_like_the_others(office: Cast) -> None:
    made(office)
    at = office.after(hours=5)
    asked = operations.order_print(BookKey.COPYING, PrintFormat.XLSX, Chosen(year=2026), by=office.chi, at=at)
    done = operations.print_now(asked.pk, at=at)
    assert (done.state, done.rows) == ("done", 1)
    with zipfile.ZipFile(files.path_of(done.file_id)) as book:
        assert any(b"01/SY-SNV" in book.read(name) for name in book.namelist())
