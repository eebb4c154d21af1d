"""The slip that goes back with a paper document."""

from __future__ import annotations

import pypdfium2

from vanthu.standards.letter.return_slip import ReturnSlip, compose_return_slip
from vanthu.standards.letter.tests.letters import AT

SLIP = ReturnSlip(
    governing="UBND tỉnh Thử Nghiệm",
    agency="Sở Nội vụ",
    to="Hội Nông dân tỉnh",
    code="45/HND-VP",
    what="Công văn số 45/HND-VP ngày 09/3/2026 về việc đề nghị phối hợp",
    received="09/3/2026",
    day="Thử Nghiệm, ngày 09 tháng 3 năm 2026",
    reason="Gửi nhầm cơ quan: $không# phải *Sở* Nội vụ [xử lý]",
    clerk="Lê Thị Chi",
)


def test_it_says_what_goes_back_to_whom_and_why_on_one_page() -> None:
    """What a clerk typed is words, never markup."""
    document = pypdfium2.PdfDocument(compose_return_slip(SLIP, at=AT))
    words = " ".join(str(document[0].get_textpage().get_text_range()).split())
    assert len(document) == 1
    for part in ("PHIẾU TRẢ LẠI VĂN BẢN", SLIP.to, SLIP.what, SLIP.reason, SLIP.clerk):
        assert part in words
