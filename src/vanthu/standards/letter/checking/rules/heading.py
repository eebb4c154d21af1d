"""Boxes 1 and 2: Quốc hiệu, Tiêu ngữ and the names of the agencies (ND30 Phụ lục I sections II.1, II.2, V)."""

from collections.abc import Iterator

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM, size_of
from vanthu.standards.letter.checking.model import Finding, Place, place_of
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import nfc
from vanthu.standards.letter.reading import Line, Rule

NATIONAL_NAMES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_CENTRED = 2.5 * MM
_AS_LONG = 0.08  # of the text: so much longer or shorter the line under the motto may be
_THIRD, _HALF = 1 / 3 - 0.03, 1 / 2 + 0.03
SETS: dict[tuple[float, ...], str] = {(13.0, 14.0, 14.0): "A", (12.0, 13.0, 13.0): "B"}
_AGENCY_NOUNS = ("SỞ ", "CỤC ", "CHI CỤC ", "VỤ ", "VĂN PHÒNG", "TRUNG TÂM ", "THANH TRA")
_SUPERIOR_NOUNS = ("BỘ ", "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND ", "TỔNG CỤC ")


def check(document: Document) -> Iterator[Finding]:
    """All that concerns the two columns at the top of page 1."""
    yield from _national_name(document)
    yield from _motto(document)
    yield from _motto_rule(document)
    yield from _one_set(document)
    yield from _agency(document)
    yield from _agency_rule(document)


def _top_of_page(document: Document) -> tuple[Place, ...]:
    page = document.pages[0]
    return (place_of(page, 30 * MM, page.height - 50 * MM, page.width - 15 * MM, page.height - 20 * MM),)


def _national_name(document: Document) -> Iterator[Finding]:
    line, page = document.head.national_name, document.pages[0]
    if line is None:
        yield breach(
            "TT-QUOC-HIEU-THIEU",
            _top_of_page(document),
            "Không nhận ra Quốc hiệu ở trang 1.",
            f"Ghi “{NATIONAL_NAMES[0]}” ở trên cùng, bên phải trang 1.",
        )
        return
    if nfc(" ".join(line.text.split())) not in NATIONAL_NAMES:
        yield breach(
            "TT-QUOC-HIEU-CHU",
            document.places([line]),
            f"Quốc hiệu ghi “{line.text}”; quy định “{NATIONAL_NAMES[0]}”.",
            "Gõ lại đúng từng chữ, in hoa.",
        )
    if line.centre < page.width * 0.55:
        yield breach(
            "TT-QUOC-HIEU-VI-TRI",
            document.places([line]),
            "Quốc hiệu không ở bên phải trang 1.",
            "Đặt Quốc hiệu ở trên cùng, bên phải, ngang tên cơ quan.",
        )


def _motto(document: Document) -> Iterator[Finding]:
    line, national = document.head.motto, document.head.national_name
    if line is None:
        yield breach(
            "TT-TIEU-NGU-THIEU",
            _top_of_page(document),
            "Không nhận ra Tiêu ngữ ở trang 1.",
            f"Ghi “{MOTTO}” ngay dưới Quốc hiệu.",
        )
        return
    if nfc(" ".join(line.text.split())) != MOTTO:
        yield breach(
            "TT-TIEU-NGU-CHU",
            document.places([line]),
            f"Tiêu ngữ ghi “{line.text}”; quy định “{MOTTO}”.",
            "Gõ lại: ba cụm từ nối bằng gạch nối (-) có cách chữ, viết hoa chữ đầu mỗi cụm.",
        )
    if national is not None and abs(line.centre - national.centre) > _CENTRED:
        yield breach(
            "TT-TIEU-NGU-VI-TRI",
            document.places([line]),
            f"Tiêu ngữ lệch {_mm(line.centre - national.centre)} mm so với giữa Quốc hiệu.",
            "Canh giữa Tiêu ngữ dưới Quốc hiệu.",
        )


def _motto_rule(document: Document) -> Iterator[Finding]:
    line, rule = document.head.motto, document.head.motto_rule
    if line is None:
        return
    if rule is None:
        yield breach(
            "TT-TIEU-NGU-KE-THIEU",
            document.places([line]),
            "Dưới Tiêu ngữ không có đường kẻ ngang.",
            "Kẻ đường nét liền dưới Tiêu ngữ, dài bằng dòng chữ.",
        )
    elif abs(rule.length / line.width - 1) > _AS_LONG:
        yield breach(
            "TT-TIEU-NGU-KE-DAI",
            (_of_rule(document, rule),),
            f"Đường kẻ dưới Tiêu ngữ dài {_mm(rule.length)} mm, dòng chữ dài {_mm(line.width)} mm; quy định bằng nhau.",
            "Kéo đường kẻ dài bằng dòng Tiêu ngữ.",
        )


def _one_set(document: Document) -> Iterator[Finding]:
    head = document.head
    if head.national_name is None or head.motto is None or head.date is None:
        return
    lines = (head.national_name, head.motto, head.date)
    sizes = tuple(size_of(line) for line in lines)
    ranges = ((12, 13), (13, 14), (13, 14))
    wanted = document.profile
    if (sizes in SETS and wanted in (None, SETS[sizes])) or not all(
        low <= size <= high for size, (low, high) in zip(sizes, ranges, strict=True)
    ):
        return
    yield breach(
        "TT-BO-CO-CHU",
        document.places(lines),
        "Quốc hiệu, Tiêu ngữ, địa danh và thời gian cỡ "
        + ", ".join(f"{size:g}" for size in sizes)
        + "; "
        + ("quy định cùng tăng hoặc cùng giảm: 13, 14, 14 hoặc 12, 13, 13." if wanted is None else f"cần bộ {wanted}."),
        "Chọn một bộ cỡ chữ cho cả ba thành phần.",
    )


def _agency(document: Document) -> Iterator[Finding]:
    head = document.head
    if head.national_name is None:
        return
    if not head.agency:
        yield breach(
            "TT-CO-QUAN-THIEU",
            _top_of_page(document),
            "Không nhận ra tên cơ quan ban hành ở bên trái Quốc hiệu.",
            "Ghi tên cơ quan ban hành in hoa, đậm, phía trên số và ký hiệu.",
        )
        return
    column = (*head.superior, *head.agency)
    middle = column[0].centre
    crooked = [line for line in column if abs(line.centre - middle) > _CENTRED]
    if crooked:
        yield breach(
            "TT-CO-QUAN-VI-TRI",
            document.places(crooked),
            f"Dòng “{crooked[0].text}” lệch {_mm(crooked[0].centre - middle)} mm so với dòng đầu.",
            "Canh giữa các dòng tên cơ quan với nhau.",
        )
    yield from _superior_not_bold(document)


def _superior_not_bold(document: Document) -> Iterator[Finding]:
    """Certain only where the first bold line is plainly a superior body and the next plainly another agency."""
    bold = document.head.agency
    if document.head.superior or len(bold) < 2 or not bold[0].bold or not bold[0].text.startswith(_SUPERIOR_NOUNS):
        return
    if any(line.bold and line.text.startswith(_AGENCY_NOUNS) for line in bold[1:]):
        yield breach(
            "TT-CHU-QUAN-KIEU-CHU",
            document.places([bold[0]]),
            f"Tên cơ quan chủ quản “{bold[0].text}” trình bày chữ đậm; quy định chữ đứng, không đậm.",
            "Bỏ chữ đậm ở tên cơ quan chủ quản; chỉ tên cơ quan ban hành đậm.",
        )


def _agency_rule(document: Document) -> Iterator[Finding]:
    agency, rule = document.head.agency, document.head.agency_rule
    if not agency:
        return
    if rule is None:
        yield breach(
            "TT-CO-QUAN-KE-THIEU",
            document.places([agency[-1]]),
            "Dưới tên cơ quan ban hành không có đường kẻ ngang.",
            "Kẻ đường nét liền dài bằng 1/3 đến 1/2 dòng chữ, ở giữa.",
        )
    else:
        yield from partial_rule(document, agency, rule, "TT-CO-QUAN-KE-DAI", "tên cơ quan ban hành")


def partial_rule(document: Document, lines: tuple[Line, ...], rule: Rule, code: str, name: str) -> Iterator[Finding]:
    """The line under a component: from a third to a half of its text, in the middle.

    Where the text takes several lines any of them may be the measure.
    """
    widths = [line.width for line in lines]
    fits = any(_THIRD <= rule.length / width <= _HALF for width in (*widths, max(widths)))
    centred = abs(rule.centre - lines[-1].centre) < _CENTRED
    if fits and centred:
        return
    what = f"dài {_mm(rule.length)} mm, dòng chữ dài {_mm(max(widths))} mm" if not fits else "không ở giữa dòng chữ"
    yield breach(
        code,
        (_of_rule(document, rule),),
        f"Đường kẻ dưới {name} {what}; quy định dài bằng 1/3 đến 1/2 dòng chữ và đặt cân đối.",
        f"Chỉnh đường kẻ dài {_mm(max(widths) / 3)}–{_mm(max(widths) / 2)} mm, ở giữa dưới dòng chữ.",
    )


def _of_rule(document: Document, rule: Rule) -> Place:
    return place_of(document.pages[rule.page], rule.x0, rule.y - 1, rule.x1, rule.y + 1)


def _mm(points: float) -> str:
    return f"{abs(points) / MM:.1f}".replace(".", ",").removesuffix(",0")
