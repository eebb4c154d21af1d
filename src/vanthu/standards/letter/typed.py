"""From lines as people type them in a word processor to blocks: phần … điểm, lists and tables told by how lines begin.

Numbers stay as typed: one that is not the next is a fault, and while there are faults every number is printed as typed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vanthu.standards.letter.blocks import (
    Align,
    Article,
    Block,
    Body,
    Cell,
    Chapter,
    Clause,
    Heading,
    Image,
    List,
    Paragraph,
    Part,
    Point,
    Run,
    Runs,
    Section,
    Subsection,
    Table,
    runs,
)
from vanthu.standards.letter.numbering import POINT_LETTERS, RESETS, roman
from vanthu.standards.letter.tables import fault_of

MAX_FAULTS = 20
TITLE_LENGTH = 200
"""An điều whose first line is longer, or ends like a sentence, has no title but a text (ND30 Phụ lục I, mục II.6)."""

_GROUPS: Mapping[str, type[Part | Chapter | Section | Subsection]] = {
    "phần": Part,
    "chương": Chapter,
    "mục": Section,
    "tiểu mục": Subsection,
}
_ROMAN_GROUPS = (Part, Chapter)
_GROUP = re.compile(r"(phần|chương|mục|tiểu mục)\s+([IVXLC]+|\d{1,3})\s*[.:]?(?:\s+(.*))?", re.IGNORECASE)
_HEADING = re.compile(r"([IVX]{1,7})\.\s+(\S.*)")
_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,4})\s*([.:])\s*(.*)")
_CLAUSE = re.compile(r"(\d{1,3})\.\s+(\S.*)")
_POINT = re.compile(r"([a-zđ])\)\s+(\S.*)")
_ITEM = re.compile(r"([-+])\s+(\S.*)")
_PICTURE = re.compile(
    r"\[hình:\s*([^|\]]+?)\s*(?:\|\s*([^|\]]*?)\s*)?(?:\|\s*(\d{1,4})\s*(?:mm)?\s*)?\]", re.IGNORECASE
)
PICTURE_MM = 120
"""How wide a picture is printed where nothing is said."""
_PICTURE_MM = (10, 160)
_RULE = re.compile(r"\s*:?-{2,}:?\s*")
_STYLED = re.compile(
    r"\*\*(?P<bold>\S(?:[^*]*[^*\s])?)\*\*|(?<![\w*])\*(?P<italic>[\w“\"](?:[^*]*[\w.,;:!?”\")])?)\*(?![\w*])"
)
_WIDTHS = (5, 45)
"""Of a column of a table, in letters: the narrowest and the widest."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a typed line, from 1; `sentence` is Vietnamese, names the line and says how to mend it."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as blocks, and what is wrong with it."""

    body: Body
    faults: tuple[Fault, ...] = ()

    @property
    def articles(self) -> int:
        """How many điều it has."""
        return sum(isinstance(block, Article) for block in self.body)


@dataclass(frozen=True, slots=True)
class _Line:
    """A recognised line: its block, and the number typed before it with all that belongs to it ("Điều 3.")."""

    place: int
    block: Block
    number: str = ""
    label: str = ""


def from_typed(text: str) -> Typed:
    """Recognise the structure of a text; a line that is nothing else is a paragraph, and empty lines are dropped."""
    reader = _Reader(text)
    lines = list(reader.lines())
    restarted = reader.count(lines)
    faults = tuple(sorted(reader.faults, key=lambda fault: fault.line))
    as_typed: tuple[type, ...] = (*RESETS, Point) if faults else (Clause, Point) if restarted else ()
    body = tuple(_literal(line) if isinstance(line.block, as_typed) else line.block for line in lines)
    return Typed(body, faults[:MAX_FAULTS])


class _Reader:
    """Goes through the lines once; gathers the faults."""

    def __init__(self, text: str) -> None:
        split = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._lines = [(place, line.strip()) for place, line in enumerate(split, start=1) if line.strip()]
        self._at = 0
        self.faults: list[Fault] = []

    def lines(self) -> Iterator[_Line]:
        while self._at < len(self._lines):
            place, line = self._lines[self._at]
            self._at += 1
            yield self._read(place, line)

    def count(self, lines: list[_Line]) -> bool:
        """Compare each typed number with the one that follows; tell whether khoản or điểm begin anew by intent.

        In a text without điều, "1." or "a)" after a paragraph begins another list.
        """
        counts: dict[type, int] = {}
        restarted, before = False, None
        articles = any(isinstance(line.block, Article) for line in lines)
        for line in lines:
            kind = type(line.block)
            if kind in RESETS or kind is Point:
                given, due = _number(kind, line.number), counts.get(kind, 0) + 1
                anew = given == 1 != due and kind in {Clause, Point} and isinstance(before, Paragraph) and not articles
                restarted |= anew
                if not anew and line.number != _written(kind, due):
                    self._fault(line.place, _out_of_order(kind, line, due))
                counts[kind] = given or due
                counts |= dict.fromkeys(RESETS.get(kind, ()), 0)
            before = line.block
        return restarted

    def _read(self, place: int, line: str) -> _Line:
        if line.startswith("|"):
            return _Line(place, self._table(place, line))
        if line.lower().startswith("[hình:"):
            return _Line(place, self._picture(place, line))
        if (found := _GROUP.fullmatch(line)) and (group := self._group(place, *found.groups())):
            return group
        if found := _ARTICLE.fullmatch(line):
            return self._article(place, *found.groups())
        if found := _HEADING.fullmatch(line):
            return _Line(place, Heading(found[2]), found[1], f"{found[1]}.")
        if found := _CLAUSE.fullmatch(line):
            title = _wholly_bold(found[2])
            block = Clause(title=title) if title else Clause(styled(found[2]))
            return _Line(place, block, found[1], f"{found[1]}.")
        if found := _POINT.fullmatch(line):
            return _Line(place, Point(styled(found[2])), found[1], f"{found[1]})")
        if found := _ITEM.fullmatch(line):
            return _Line(place, self._list(found[1], found[2]))
        return _Line(place, Paragraph(styled(line)))

    def _picture(self, place: int, line: str) -> Block:
        found = _PICTURE.fullmatch(line)
        if found is None:
            self._fault(
                place, "hãy gõ hình như “[Hình: so-do.png | Chú thích | 120]”, số cuối là chiều rộng tính bằng mm"
            )
            return Paragraph(styled(line))
        width, (least, most) = int(found[3] or PICTURE_MM), _PICTURE_MM
        if not least <= width <= most:
            self._fault(place, f"chiều rộng của hình phải từ {least} đến {most} mm; hãy sửa số {width}")
        return Image(found[1], float(min(max(width, least), most)), found[2] or "")

    def _group(self, place: int, word: str, number: str, rest: str | None) -> _Line | None:
        """Phần, chương, mục, tiểu mục; None for a sentence that only begins so. The title is in capitals."""
        kind = _GROUPS[word.lower()]
        if number.isdecimal() is (kind in _ROMAN_GROUPS) or (rest and not _capitals(rest)):
            return None
        title = rest or self._title_below()
        if not title:
            said = f"{word.capitalize()} {number}"
            self._fault(place, f"“{said}” chưa có tiêu đề; hãy gõ tiêu đề bằng chữ in hoa ở dòng dưới")
        return _Line(place, kind(title), number, f"{word.capitalize()} {number}")

    def _title_below(self) -> str:
        if self._at < len(self._lines) and _capitals(line := self._lines[self._at][1]) and not _begins_numbered(line):
            self._at += 1
            return line
        return ""

    def _article(self, place: int, number: str, mark: str, rest: str) -> _Line:
        if mark == ":":
            self._fault(place, f"sau “Điều {number}” phải là dấu chấm, không phải dấu hai chấm")
        if not rest:
            self._fault(place, f"“Điều {number}.” chưa có chữ; hãy gõ tên điều hoặc nội dung trên cùng dòng")
        title = _wholly_bold(rest) or (rest if self._is_title(rest) else "")
        block = Article(title=title) if title else Article(runs=styled(rest))
        return _Line(place, block, number, f"Điều {number}.")

    def _is_title(self, rest: str) -> bool:
        """Short, without the mark of a sentence, with the text of the điều below it."""
        if not rest or len(rest) > TITLE_LENGTH or rest[-1] in ".;:,!?/" or self._at >= len(self._lines):
            return False
        following = self._lines[self._at][1]
        return not (_ARTICLE.fullmatch(following) or _GROUP.fullmatch(following))

    def _list(self, mark: str, first: str) -> List:
        items = [styled(first)]
        while self._at < len(self._lines) and (found := _ITEM.fullmatch(self._lines[self._at][1])) and found[1] == mark:
            items.append(styled(found[2]))
            self._at += 1
        return List(tuple(items), "-" if mark == "-" else "+")

    def _table(self, place: int, first: str) -> Table:
        rows = [_cells(first)]
        while self._at < len(self._lines) and self._lines[self._at][1].startswith("|"):
            rows.append(_cells(self._lines[self._at][1]))
            self._at += 1
        ruled = len(rows) > 1 and all(map(_RULE.fullmatch, rows[1]))
        align: tuple[Align, ...] = tuple(map(_aligned, rows.pop(1))) if ruled else ()
        columns = len(rows[0])
        for number, row in enumerate(rows, start=1):
            if len(row) != columns:
                self._fault(place, f"hàng {number} của bảng có {len(row)} ô, hàng đầu có {columns} ô; hãy gõ đủ dấu |")
        texts = [(*row, *[""] * columns)[:columns] for row in rows]
        filled = [tuple(map(_cell, row)) for row in texts]
        widths = tuple(map(_width, zip(*texts, strict=True)))
        left: Align = "left"
        align += (left,) * (columns - len(align)) if align else ()
        made = Table(tuple(filled), widths, header_rows=int(ruled), align=align[:columns])
        if fault := fault_of(made):
            self._fault(place, fault)
            made = Table(tuple(filled), widths, header_rows=0)
        return made

    def _fault(self, place: int, why: str) -> None:
        self.faults.append(Fault(place, f"Dòng {place}: {why}."))


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(kind: type, text: str) -> int:
    """The typed number as a count; 0 for what is none."""
    if kind is Point:
        return POINT_LETTERS.find(text) + 1
    if text.isdecimal():
        return int(text)
    return next((number for number in range(1, 400) if roman(number) == text), 0)


def _written(kind: type, number: int) -> str:
    if kind is Point:
        return POINT_LETTERS[number - 1] if number <= len(POINT_LETTERS) else ""
    return roman(number) if kind in {Part, Chapter, Heading} else str(number)


def _out_of_order(kind: type, line: _Line, due: int) -> str:
    written = _written(kind, due)
    if kind is Point and line.number not in POINT_LETTERS:
        return f"“{line.label}” không dùng để đánh số điểm; thứ tự điểm là a, b, c, d, đ, e, g, h, i, k, l"
    if not written:
        return f"một khoản chỉ có tối đa {len(POINT_LETTERS)} điểm, từ a đến y; hãy tách thành khoản mới"
    expected = line.label.replace(line.number, written, 1) if line.number != line.label else written
    return f"đã gõ “{line.label}” nhưng theo thứ tự phải là “{expected}”; hãy sửa số hoặc bổ sung phần còn thiếu"


def _literal(line: _Line) -> Block:
    """The line as it was typed, looking as its kind does."""
    match line.block:
        case Heading(title):
            return Paragraph((Run(f"{line.label} {title.upper()}", bold=True),))
        case Article(title, words):
            return Paragraph((Run(f"{line.label} {title}", bold=True), *words))
        case Clause(words, title):
            return Paragraph((Run(f"{line.label} {title}", bold=True),) if title else _joined(line.label, words))
        case Point(words):
            return Paragraph(_joined(line.label, words))
        case Part(title) | Chapter(title) | Section(title) | Subsection(title):
            return Paragraph((Run(f"{line.label} {title}".strip(), bold=True),), align="center")
        case _:
            return line.block


def _joined(label: str, words: Runs) -> Runs:
    first, *rest = words
    if first.bold or first.italic:
        return (Run(f"{label} "), *words)
    return (Run(f"{label} {first.text}"), *rest)


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def styled(text: str) -> Runs:
    """Plain text with **chữ đậm** and *chữ nghiêng*; a star that marks nothing stays."""
    found: list[Run] = []
    end = 0
    for match in _STYLED.finditer(text):
        found += runs(text[end : match.start()])
        found.append(Run(match["bold"], bold=True) if match["bold"] else Run(match["italic"], italic=True))
        end = match.end()
    return (*found, *runs(text[end:]))


def _wholly_bold(text: str) -> str:
    words = styled(text)
    return words[0].text if len(words) == 1 and words[0].bold else ""


def _capitals(text: str) -> bool:
    return text.upper() == text and text.lower() != text


def _begins_numbered(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_GROUP, _ARTICLE, _HEADING, _CLAUSE, _ITEM))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _cell(text: str) -> Cell:
    return Cell((styled(text),)) if text else Cell()


def _width(column: tuple[str, ...]) -> float:
    narrowest, widest = _WIDTHS
    return float(min(max(max(map(len, column)) + 2, narrowest), widest))


def _aligned(rule: str) -> Align:
    rule = rule.strip()
    if rule.endswith(":"):
        return "center" if rule.startswith(":") else "right"
    return "left"
