"""Phụ lục: heading, number, title and "(Kèm theo …)" (ND30 Phụ lục I section III.1)."""

import re
from collections.abc import Iterator

from vanthu.standards.letter.checking.components import Attachment, Document
from vanthu.standards.letter.checking.geometry import size_of
from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.recognising.attachments import HEADING
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.styles import faces_named
from vanthu.standards.letter.checking.words import in_capitals


def check(document: Document) -> Iterator[Finding]:
    """Every appendix; other attached texts have a form of their own."""
    appendices = [attachment for attachment in document.attachments if attachment.heading is not None]
    unnumbered = [a for a in appendices if not re.fullmatch(r"[IVXLC]+", _number(a))]
    if len(appendices) > 1 and unnumbered:
        sentence = f"Có {len(appendices)} phụ lục nhưng “{_heading(unnumbered[0])}” không đánh số La Mã."
        places = document.places([attachment.heading for attachment in unnumbered])
        yield breach("TT-PHU-LUC-SO", places, sentence, "Đánh số La Mã: Phụ lục I, Phụ lục II…")
    for attachment in appendices:
        yield from _title(document, attachment)
        yield from _note(document, attachment)


def _heading(attachment: Attachment) -> str:
    return attachment.heading.text if attachment.heading is not None else ""


def _number(attachment: Attachment) -> str:
    match = HEADING.match(_heading(attachment))
    return (match["number"] or "").strip() if match else ""


def _title(document: Document, attachment: Attachment) -> Iterator[Finding]:
    lines = attachment.title
    wrong = [
        line
        for line in lines
        if not in_capitals(line.text) or (faces_named(line) and (not line.bold or line.italic))
        or not 12.7 <= size_of(line) <= 14.3
    ]  # fmt: skip
    if wrong:
        sentence = f"Tên phụ lục “{wrong[0].text[:50]}” không in hoa, đứng, đậm, cỡ 13–14."
        yield breach("TT-PHU-LUC-TIEU-DE", document.places(wrong), sentence, "Viết in hoa, đứng, đậm, cỡ 13–14.")


def _note(document: Document, attachment: Attachment) -> Iterator[Finding]:
    lines = attachment.note
    if not lines:
        return
    upright = any(faces_named(line) and not line.italic for line in lines)
    if upright or not all(12.7 <= size_of(line) <= 14.3 for line in lines):
        sentence = f"“{lines[0].text[:40]}…” không trình bày chữ nghiêng, cỡ 13–14."
        yield breach("TT-PHU-LUC-KEM-THEO", document.places(lines), sentence, "Đặt chữ nghiêng, cỡ 13–14, canh giữa.")
