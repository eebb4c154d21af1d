"""The text of a document as stored: blocks to and from JSON, from plain text, and as plain text again.

The JSON is versioned and strict: what this program does not know it does not drop, it refuses, naming the block.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Never

from vanthu.standards.letter import text
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
    PageBreak,
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
from vanthu.standards.letter.errors import BodyRefused, LetterRefused
from vanthu.standards.letter.numbering import Numbered, numbered
from vanthu.standards.letter.tables import fault_of

VERSION = 1

MAX_JSON_BYTES = 8_000_000
MAX_BLOCKS = 5_000
MAX_CHARACTERS = 2_000_000
MAX_RUN_CHARACTERS = 20_000
MAX_ITEMS = 1_000
MAX_ROWS = 2_000
MAX_COLUMNS = 30
IMAGE_WIDTHS_MM = (10, 247)

_NAMES: Mapping[type, tuple[str, str]] = {
    Paragraph: ("paragraph", "đoạn văn"),
    Part: ("part", "phần"),
    Chapter: ("chapter", "chương"),
    Section: ("section", "mục"),
    Subsection: ("subsection", "tiểu mục"),
    Heading: ("heading", "mục"),
    Article: ("article", "điều"),
    Clause: ("clause", "khoản"),
    Point: ("point", "điểm"),
    List: ("list", "danh sách"),
    Table: ("table", "bảng"),
    Image: ("image", "hình ảnh"),
    PageBreak: ("page_break", "ngắt trang"),
}
_KINDS = {kind: block for block, (kind, _) in _NAMES.items()}


def from_text(written: str) -> Body:
    """A paragraph a line; empty lines are dropped."""
    return tuple(Paragraph(runs(line.strip())) for line in written.splitlines() if line.strip())


# ── plain text ───────────────────────────────────────────────────────────────────────────────────────────────────────


def plain_blocks(body: Iterable[Block]) -> tuple[str, ...]:
    """What each block says, with its number, a line a paragraph: for search and for comparing two versions."""
    return tuple(_plain(item) for item in numbered(body))


def plain_text(body: Iterable[Block]) -> str:
    """The whole text; blocks that say nothing leave no line."""
    return "\n".join(filter(None, plain_blocks(body)))


def _plain(item: Numbered) -> str:
    match item.block:
        case Paragraph(words):
            return _words(words)
        case Article(title, words) | Clause(words, title):
            return "\n".join(filter(None, (f"{item.label} {title or _words(words)}", title and _words(words))))
        case Point(words):
            return f"{item.label} {_words(words)}"
        case List(items, mark):
            return "\n".join(f"{mark} {_words(words)}" for words in items)
        case Table(rows):
            return "\n".join("\t".join(" ".join(map(_words, each.lines)) for each in row) for row in rows)
        case Image():
            return item.block.caption
        case PageBreak():
            return ""
        case _:
            return f"{item.label} {item.block.title}"


def _words(words: Runs) -> str:
    return "".join(run.text for run in words)


# ── to JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def to_json(body: Iterable[Block]) -> dict[str, Any]:
    """The blocks as plain values for `json.dumps`; what has its usual value is left out."""
    return {"version": VERSION, "blocks": [{"kind": _NAMES[type(block)][0], **_fields(block)} for block in body]}


def _fields(value: Any) -> dict[str, Any]:
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    defaults = {field.name: field.default for field in fields(value) if field.default is not MISSING}
    return {name: _plainly(each) for name, each in found.items() if name not in defaults or each != defaults[name]}


def _plainly(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plainly(each) for each in value]
    return _fields(value) if isinstance(value, Run | Cell) else value


# ── from JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────


def from_json(data: object) -> Body:
    """The blocks of `to_json`'s values, or of their JSON as str or bytes.

    Raises BodyRefused, whose sentence names the block and what to mend; `block` is its place counted from 1.
    """
    read = _parsed(data) if isinstance(data, str | bytes) else data
    if not isinstance(read, dict) or set(read) != {"version", "blocks"}:
        raise BodyRefused("Nội dung soạn thảo không đúng cấu trúc: cần “version” và “blocks”; hãy tải lại trang.")
    if read["version"] != VERSION or isinstance(read["version"], bool):
        raise BodyRefused("Nội dung được soạn bằng phiên bản khác của phần mềm; hãy tải lại trang rồi làm lại.")
    blocks = read["blocks"]
    if not isinstance(blocks, list):
        raise BodyRefused("Nội dung soạn thảo không đúng cấu trúc: “blocks” phải là một danh sách; hãy tải lại trang.")
    if len(blocks) > MAX_BLOCKS:
        raise BodyRefused(f"Nội dung có quá {MAX_BLOCKS} khối; hãy chuyển bớt sang phụ lục.")
    body = tuple(_Reader(place).block(value) for place, value in enumerate(blocks, start=1))
    _require_lengths(body)
    return body


def _parsed(written: str | bytes) -> object:
    if len(written) > MAX_JSON_BYTES:
        raise BodyRefused("Nội dung soạn thảo quá lớn (trên 8 MB); hãy chuyển bớt sang phụ lục hoặc tệp đính kèm.")
    try:
        return json.loads(written, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BodyRefused("Nội dung soạn thảo không đọc được (JSON sai); hãy tải lại trang rồi làm lại.") from error


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


def _require_lengths(body: Body) -> None:
    if sum(map(len, plain_blocks(body))) > MAX_CHARACTERS:
        raise BodyRefused(f"Nội dung có quá {MAX_CHARACTERS} ký tự; hãy chuyển bớt sang phụ lục hoặc tệp đính kèm.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one block; everything it refuses names the block's place and kind."""

    place: int
    name: str = ""

    def refuse(self, why: str) -> Never:
        what = f" ({self.name})" if self.name else ""
        raise BodyRefused(f"Khối thứ {self.place}{what}: {why}.", block=self.place)

    def block(self, value: object) -> Block:
        if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
            self.refuse("không đúng cấu trúc, thiếu “kind”; hãy xóa khối này rồi soạn lại")
        kind = _KINDS.get(value["kind"])
        if kind is None:
            self.refuse(f"không có loại khối “{value['kind'][:40]}”; hãy xóa khối này rồi soạn lại")
        named = _Reader(self.place, _NAMES[kind][1])
        rest = {name: each for name, each in value.items() if name != "kind"}
        block: Block = named.value_of(kind, rest)
        if isinstance(block, Table) and (fault := fault_of(block)):
            named.refuse(fault)
        return block

    def value_of(self, kind: type, value: object) -> Any:
        """A dataclass from its fields: each known, none missing."""
        if not isinstance(value, dict):
            self.refuse("không đúng cấu trúc; hãy xóa rồi soạn lại")
        known = {field.name: field for field in fields(kind)}
        if unknown := sorted(map(str, set(value) - set(known))):
            self.refuse(f"có thuộc tính lạ “{unknown[0][:40]}”; hãy xóa rồi soạn lại")
        missing = [name for name, field in known.items() if field.default is MISSING and name not in value]
        if missing:
            self.refuse(f"thiếu “{missing[0]}”; hãy điền rồi làm lại")
        return kind(**{name: _reading(kind, name)(self, each) for name, each in value.items()})

    def sequence(self, value: object, most: int, what: str) -> list[Any]:
        if not isinstance(value, list):
            self.refuse(f"{what} phải là một danh sách; hãy xóa rồi soạn lại")
        if len(value) > most:
            self.refuse(f"có quá {most} {what}; hãy tách ra")
        return value

    def words(self, value: object) -> str:
        if not isinstance(value, str):
            self.refuse("chữ không đúng cấu trúc; hãy xóa rồi gõ lại")
        if len(value) > MAX_RUN_CHARACTERS:
            self.refuse(f"một đoạn có quá {MAX_RUN_CHARACTERS} ký tự; hãy tách thành nhiều đoạn")
        try:
            return text.without_controls(value, component=f"Khối thứ {self.place} ({self.name})")
        except LetterRefused as error:
            raise BodyRefused(error.sentence, block=self.place) from error

    def runs(self, value: object) -> Runs:
        return tuple(self.value_of(Run, each) for each in self.sequence(value, MAX_ITEMS, "đoạn chữ"))

    def flag(self, value: object) -> bool:
        if not isinstance(value, bool):
            self.refuse("kiểu chữ phải là đúng hoặc sai; hãy xóa rồi gõ lại")
        return value

    def number(self, value: object, least: float, most: float, what: str) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
            self.refuse(f"{what} phải là số từ {least:g} đến {most:g}; hãy sửa lại")
        return value

    def count(self, value: object, most: int, what: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            self.refuse(f"{what} phải là số nguyên từ 0 đến {most}; hãy sửa lại")
        return value

    def one_of(self, value: object, allowed: tuple[str, ...], what: str) -> Any:
        if value not in allowed or not isinstance(value, str):
            self.refuse(f"{what} phải là một trong: {', '.join(allowed)}; hãy chọn lại")
        return value

    def rows(self, value: object) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(self.value_of(Cell, each) for each in self.sequence(row, MAX_COLUMNS, "ô trong một hàng"))
            for row in self.sequence(value, MAX_ROWS, "hàng")
        )

    def align(self, value: object) -> Align:
        allowed: tuple[Align, ...] = ("left", "center", "right", "justify")
        found: Align = self.one_of(value, allowed, "canh lề")
        return found


_FIELDS: Mapping[str, Callable[[_Reader, Any], Any]] = {
    "text": _Reader.words,
    "title": _Reader.words,
    "caption": _Reader.words,
    "source": _Reader.words,
    "bold": _Reader.flag,
    "italic": _Reader.flag,
    "underline": _Reader.flag,
    "runs": _Reader.runs,
    "items": lambda reader, value: tuple(map(reader.runs, reader.sequence(value, MAX_ITEMS, "dòng"))),
    "lines": lambda reader, value: tuple(map(reader.runs, reader.sequence(value, MAX_ITEMS, "đoạn trong ô"))),
    "mark": lambda reader, value: reader.one_of(value, ("-", "+"), "dấu đầu dòng"),
    "align": _Reader.align,
    "rows": lambda reader, value: reader.count(value, MAX_ROWS, "số hàng của ô"),
    "columns": lambda reader, value: reader.count(value, MAX_COLUMNS, "số cột của ô"),
    "header_rows": lambda reader, value: reader.count(value, MAX_ROWS, "số hàng tiêu đề"),
    "widths": lambda reader, value: tuple(
        reader.number(each, 0.1, 1000, "độ rộng cột") for each in reader.sequence(value, MAX_COLUMNS, "cột")
    ),
    "width_mm": lambda reader, value: reader.number(value, *IMAGE_WIDTHS_MM, "chiều rộng hình (mm)"),
}
_FIELDS_OF_TABLE: Mapping[str, Callable[[_Reader, Any], Any]] = {
    "rows": _Reader.rows,
    "align": lambda reader, value: tuple(map(reader.align, reader.sequence(value, MAX_COLUMNS, "cột"))),
}


def _reading(kind: type, name: str) -> Callable[[_Reader, Any], Any]:
    return (kind is Table and _FIELDS_OF_TABLE.get(name)) or _FIELDS[name]
