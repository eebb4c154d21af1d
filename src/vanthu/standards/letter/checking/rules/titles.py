"""Boxes 5a, 5b and 9a: tên loại, trích yếu, "V/v" and "Kính gửi" (ND30 Phụ lục I sections II.5, II.9)."""

import re
from collections.abc import Iterator, Sequence

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM
from vanthu.standards.letter.checking.kinds import LETTER
from vanthu.standards.letter.checking.model import Finding, Place, place_of
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.heading import partial_rule
from vanthu.standards.letter.reading import Line

_CENTRED = 8 * MM
_DASHES = ("-", "–", "—", "•", "+", "*")


def check(document: Document) -> Iterator[Finding]:
    """What stands between the head and the text."""
    head, kind = document.head, document.kind
    if kind is LETTER and head.title is None:
        yield from _letter_subject(document)
    elif head.title is not None:
        yield from _subject(document)
    elif kind is not None and kind.titled:
        yield breach(
            "TT-TEN-LOAI-THIEU",
            _middle(document),
            f"Không nhận ra tên loại “{kind.name.upper()}” dưới số, ký hiệu.",
            "Ghi tên loại in hoa, đậm, ở giữa, phía trên trích yếu.",
        )
    yield from _addressed_to(document)


def _middle(document: Document) -> tuple[Place, ...]:
    page = document.pages[0]
    return (place_of(page, 30 * MM, page.height - 85 * MM, page.width - 15 * MM, page.height - 50 * MM),)


def _subject(document: Document) -> Iterator[Finding]:
    head, kind = document.head, document.kind
    if kind is not None and not kind.subject_printed:
        return
    if not head.subject:
        yield breach(
            "TT-TRICH-YEU-THIEU",
            document.places([head.title]),
            "Dưới tên loại không nhận ra trích yếu nội dung.",
            "Ghi trích yếu in thường, đậm, ở giữa, ngay dưới tên loại.",
        )
    elif head.subject_rule is None:
        yield breach(
            "TT-TRICH-YEU-KE-THIEU",
            document.places([head.subject[-1]]),
            "Dưới trích yếu không có đường kẻ ngang.",
            "Kẻ đường nét liền dài bằng 1/3 đến 1/2 dòng chữ, ở giữa.",
        )
    else:
        yield from partial_rule(document, head.subject, head.subject_rule, "TT-TRICH-YEU-KE-DAI", "trích yếu")


def _letter_subject(document: Document) -> Iterator[Finding]:
    head = document.head
    if not head.letter_subject:
        yield breach(
            "TT-VV-THIEU",
            _middle(document),
            "Không nhận ra trích yếu công văn dưới số, ký hiệu.",
            "Ghi “V/v …” dưới số và ký hiệu.",
        )
        return
    places = document.places(head.letter_subject)
    if not head.letter_subject[0].text.startswith("V/v "):
        opening = head.letter_subject[0].text.split(" ")[0]
        sentence = f"Trích yếu công văn bắt đầu bằng “{opening}”; quy định “V/v”."
        yield breach("TT-VV-DANG", places, sentence, "Bắt đầu bằng “V/v” rồi cách chữ.")
    if head.agency and abs(head.letter_subject[0].centre - head.agency[-1].centre) > _CENTRED:
        off = abs(head.letter_subject[0].centre - head.agency[-1].centre) / MM
        sentence = f"Trích yếu công văn lệch {off:.0f} mm so với giữa số, ký hiệu."
        yield breach("TT-VV-VI-TRI", places, sentence, "Canh giữa trích yếu dưới số, ký hiệu.")


# ── box 9a ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _addressed_to(document: Document) -> Iterator[Finding]:
    lines, kind = document.head.addressed_to, document.kind
    if not lines:
        if kind is not None and kind.key in ("cong_van", "to_trinh") and document.head.number is not None:
            sentence = f"{kind.name} không có dòng “Kính gửi:”."
            yield breach("TT-KINH-GUI-THIEU", _middle(document), sentence, "Ghi “Kính gửi:” và nơi nhận xử lý.")
        return
    if not re.match(r"Kính gửi\s?:", lines[0].text):
        sentence = f"Dòng đầu ghi “{lines[0].text[:40]}”; quy định “Kính gửi:”."
        yield breach("TT-KINH-GUI-DANG", document.places([lines[0]]), sentence, "Ghi “Kính gửi:” có dấu hai chấm.")
        return
    yield from _listed(document, lines)


def _listed(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    first = re.sub(r"^Kính gửi\s?:\s*", "", lines[0].text)
    items = _items(lines, first)
    if first and len(items) == 1:
        return
    dashed = [item for item in items if item.startswith(_DASHES)]
    places = document.places(lines)
    if not first and len(items) == 1 and not dashed:
        sentence = "Chỉ có một nơi nhận nhưng không ghi trên cùng dòng với “Kính gửi:”."
        yield breach("TT-KINH-GUI-DANG", places, sentence, "Ghi tên nơi nhận trên cùng dòng với “Kính gửi:”.")
        return
    wrong = _wrong(items)
    if wrong:
        sentence = f"Danh sách “Kính gửi:” có dòng “{wrong[:60]}” không đúng dạng."
        mend = "Mỗi nơi một dòng, đầu dòng gạch (-), cuối dòng dấu chấm phẩy, dòng cuối dấu chấm."
        yield breach("TT-KINH-GUI-DANH-SACH", places, sentence, mend)


def _items(lines: Sequence[Line], first: str) -> list[str]:
    """One text for each recipient: a line without dash goes on with the one above."""
    items = [first] if first else []
    dashes = any(line.text.startswith(_DASHES) for line in lines[1:]) or first.startswith(_DASHES)
    for line in lines[1:]:
        if items and (not dashes or not line.text.startswith(_DASHES)) and not items[-1].endswith((";", ".")):
            items[-1] += " " + line.text
        else:
            items.append(line.text)
    return items


def _wrong(items: Sequence[str]) -> str | None:
    """The first recipient without dash or with another end than the law has."""
    for index, item in enumerate(items):
        end = "." if index == len(items) - 1 else ";"
        if not item.startswith("-") or not item.endswith(end):
            return item
    return None
