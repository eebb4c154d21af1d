"""A typed text with its appendices: what stands below a line "Phụ lục" or "Phụ lục I" is one (ND30-PLI, mục III.1).

The line below it, in capitals, is its heading; "Phụ lục I. DANH MỤC" on one line does as well.
"""

import re
from dataclasses import dataclass

from vanthu.standards.letter.blocks import Block, Body, Image
from vanthu.standards.letter.model import Appendix
from vanthu.standards.letter.numbering import roman
from vanthu.standards.letter.typed import MAX_FAULTS, Fault, Typed, from_typed

_APPENDIX = re.compile(r"phụ lục(?:\s+([IVXLC]+|\d{1,2}))?\s*(?:[.:]\s*(\S.*))?", re.IGNORECASE)
MAX_TITLE = 500


@dataclass(frozen=True, slots=True)
class TypedDocument:
    """The text, its appendices, and what is wrong with either; lines are counted from the first of the whole."""

    body: Body
    appendices: tuple[Appendix, ...] = ()
    faults: tuple[Fault, ...] = ()
    articles: int = 0

    @property
    def pictures(self) -> tuple[str, ...]:
        """Names of the pictures that the text sets, in their order."""
        blocks: list[Block | str] = [*self.body, *(block for one in self.appendices for block in one.body)]
        return tuple(dict.fromkeys(block.source for block in blocks if isinstance(block, Image)))


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one part; of an appendix its number as typed and its heading."""

    line: int
    """Where its heading stands, from 1."""
    first: int
    """How many lines stand above its text."""
    lines: tuple[str, ...]
    number: str = ""
    title: str = ""


def document_from_typed(text: str) -> TypedDocument:
    """Recognise the text and its appendices; numbers stay as typed, one that is not the next is a fault."""
    main, *rest = _parts(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    body = _typed(main)
    faults = list(body.faults)
    appendices = []
    for place, part in enumerate(rest, start=1):
        typed = _typed(part)
        faults += [*_faults(part, place, len(rest)), *typed.faults]
        appendices.append(Appendix(title=part.title, body=typed.body))
    return TypedDocument(body.body, tuple(appendices), tuple(faults[:MAX_FAULTS]), body.articles)


def _typed(part: _Part) -> Typed:
    """Lines above are replaced by empty ones, so that faults name the line of the whole text."""
    return from_typed("\n" * part.first + "\n".join(part.lines))


def _parts(lines: list[str]) -> list[_Part]:
    begun: list[tuple[int, str, str]] = [(-1, "", "")]
    begun += [(place, found[1] or "", found[2] or "") for place, line in enumerate(lines) if (found := _heading(line))]
    ends = [place for place, _number, _title in begun[1:]] + [len(lines)]
    return [_part(lines, *start, end) for start, end in zip(begun, ends, strict=True)]


def _heading(line: str) -> re.Match[str] | None:
    """A line that is nothing but the heading of an appendix; a sentence that begins so is none."""
    found = _APPENDIX.fullmatch(line.strip())
    return found if found and (not found[2] or _capitals(found[2])) else None


def _part(lines: list[str], place: int, number: str, title: str, end: int) -> _Part:
    first = place + 1
    while place >= 0 and not title and first < end and (not lines[first].strip() or _capitals(lines[first])):
        title = lines[first].strip()
        first += 1
    return _Part(place + 1, first, tuple(lines[first:end]), number.upper(), title[:MAX_TITLE])


def _faults(part: _Part, place: int, count: int) -> list[Fault]:
    line, wanted = part.line, roman(place) if count > 1 else ""
    said = f"Phụ lục {part.number}".strip()
    found = []
    if part.number != wanted:
        due = f"Phụ lục {wanted}".strip()
        why = f"đã gõ “{said}” nhưng phải là “{due}”: chỉ đánh số La Mã khi có từ hai phụ lục, theo thứ tự"
        found.append(Fault(line, f"Dòng {line}: {why}."))
    if not part.title:
        why = f"“{said}” chưa có tiêu đề; hãy gõ tiêu đề bằng chữ in hoa ở dòng dưới"
        found.append(Fault(line, f"Dòng {line}: {why}."))
    return found


def _capitals(text: str) -> bool:
    return text.upper() == text and text.lower() != text
