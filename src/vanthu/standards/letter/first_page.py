"""What a document says about itself, read where Phụ lục I puts it; what is not certain is left out.

It only suggests: a person who registers looks at the page. A scan without text says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pypdfium2

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.recognising import recognise
from vanthu.standards.letter.checking.recognising.head import NUMBER
from vanthu.standards.letter.checking.words import folded, nfc
from vanthu.standards.letter.reading import PDFIUM_LOCK, UNKNOWN_CHARACTER, Line, _read_page

MOST_PAGES = 12
"""A longer document is read so far: its signer, at the end, is then not told."""
_URGENCY = {"khan": 1, "thuong khan": 2, "hoa toc": 3, "hoa toc hen gio": 3}
_CODE = re.compile(r"(?P<number>\d{1,6}[a-z]?)\s*/\s*(?P<notation>[\w/.\-–]{2,48})")
_DATE = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_UNTIL = re.compile(
    r"(?:trước|chậm nhất(?:\s+là)?|muộn nhất(?:\s+là)?|đến hết|hạn cuối(?:\s+là)?|xong trước|trước hết)\s+"
    r"(?:\d{1,2}\s*(?:giờ|h)\s*\d{0,2}\s*(?:,|phút)?\s*)?ngày\s*"
    r"(\d{1,2})(?:\s*tháng\s*|[/.\-])(\d{1,2})(?:\s*năm\s*|[/.\-])(\d{4})",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^[Vv]/[Vv]\s*:?\s*")


@dataclass(frozen=True)
class FirstPage:
    """What was read; "" and None where nothing certain was found."""

    issuer_name: str = ""
    """As printed, in capitals."""
    number: str = ""
    notation: str = ""
    issued_on: date | None = None
    type_code: str = ""
    subject: str = ""
    signer_name: str = ""
    signer_position: str = ""
    urgency: int = 0
    due_on: date | None = None
    """By when something is asked for, when the text names one such day."""

    def as_json(self) -> dict[str, Any]:
        """Return only what was found, dates in ISO 8601."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}
        return {name: value for name, value in plain.items() if value}


def read_first_page(pdf: bytes) -> FirstPage:
    """Return what the document says; nothing for a scan, or for what is no document of Phụ lục I. Never raises."""
    try:
        pages = tuple(_pages(pdf))
    except pypdfium2.PdfiumError:
        return FirstPage()
    if not pages or not pages[0].lines:
        return FirstPage()
    document = recognise(pages)
    head = document.head
    if head.national_name is None and head.motto is None:
        return FirstPage()
    number, notation = _code(head.number)
    issued_on = _day(_DATE.search(_text([head.date])))
    signer, position = _signer(document)
    return FirstPage(
        issuer_name=_text(head.agency),
        number=number,
        notation=notation,
        issued_on=issued_on,
        type_code=document.kind.key if document.kind and (head.title or head.letter_subject) else "",
        subject=_ABOUT.sub("", _text(head.letter_subject or head.subject)),
        signer_name=signer,
        signer_position=position,
        urgency=_URGENCY.get(folded(head.urgency.text), 0) if head.urgency else 0,
        due_on=_due(document, issued_on),
    )


def _pages(pdf: bytes) -> Iterator[Any]:
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(pdf)) as document:
        document.init_forms()
        for index in range(min(len(document), MOST_PAGES)):
            yield _read_page(document, index)


def _text(lines: Iterable[Line | None]) -> str:
    """The words of some lines; "" when a letter of them cannot be read."""
    text = " ".join(nfc(" ".join(line.text for line in lines if line is not None)).split())
    return "" if UNKNOWN_CHARACTER in text else text


def _code(line: Line | None) -> tuple[str, str]:
    found = NUMBER.match(_text([line]))
    code = _CODE.fullmatch(found["code"].strip()) if found else None
    return (code["number"], code["notation"]) if code else ("", "")


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _signer(document: Document) -> tuple[str, str]:
    """The one signer; of several nobody is the signer."""
    signers = document.close.signers
    if len(signers) != 1 or document.main_pages >= MOST_PAGES:
        return "", ""
    name, capacity = _text([signers[0].name]), _text(signers[0].capacity[-1:])
    return name, _as_a_title(capacity)


def _as_a_title(capitals: str) -> str:
    """ "PHÓ GIÁM ĐỐC" is "Phó Giám đốc" in a sentence (ND30 Phụ lục II)."""
    words = capitals.lower().split()
    raised = 2 if words[:1] in (["phó"], ["chánh"], ["quyền"]) else 1
    return " ".join(word.capitalize() if place < raised else word for place, word in enumerate(words))


def _due(document: Document, issued_on: date | None) -> date | None:
    """The one day that the text names as the last."""
    days = {_day(found) for paragraph in document.paragraphs for found in _UNTIL.finditer(nfc(paragraph.text))}
    later = {day for day in days if day is not None and (issued_on is None or day >= issued_on)}
    return later.pop() if len(later) == 1 and len(days) == 1 else None
