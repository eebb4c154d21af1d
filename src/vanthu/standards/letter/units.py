"""From blocks to what the templates set: paragraphs, headings, tables, pictures, the text in its final form."""

from collections.abc import Iterable, Mapping
from typing import Any

from vanthu.standards.letter import images, text
from vanthu.standards.letter.blocks import (
    Article,
    Block,
    Cell,
    Clause,
    Heading,
    Image,
    List,
    PageBreak,
    Paragraph,
    Point,
    Run,
    Runs,
    Table,
    runs,
)
from vanthu.standards.letter.errors import BodyRefused, ImageRefused, LetterRefused
from vanthu.standards.letter.numbering import Numbered, numbered
from vanthu.standards.letter.tables import fault_of

Unit = dict[str, Any]
_END = "./."


class Setter:
    """Turns the blocks of one text into units; `pictures` gathers the files they need, by name."""

    def __init__(self, *, component: str, images: Mapping[str, bytes]) -> None:
        """`component` is how the text is named in what is refused."""
        self._component = component
        self.images = images
        self.pictures: dict[str, bytes] = {}

    def units(self, blocks: Iterable[Block | str]) -> list[Unit]:
        """Every block, without the empty ones; the last paragraph ends with "./."; raises LetterRefused."""
        known = [Paragraph(runs(block)) if isinstance(block, str) else block for block in blocks]
        found = [unit for place, item in enumerate(numbered(known), 1) for unit in self._units(item, place)]
        while found and found[-1]["t"] == "break":
            found.pop()
        if not found:
            raise LetterRefused(f"Thiếu {self._component[0].lower()}{self._component[1:]}; hãy điền rồi làm lại.")
        return _ended(found)

    def _units(self, item: Numbered, place: int) -> list[Unit]:
        where = f"{self._component}, khối thứ {place}" if place > 1 else self._component
        match item.block:
            case Paragraph(words, align):
                return [_paragraph(set_, align=align)] if (set_ := self._set(words, where)) else []
            case Article(title, words) | Clause(words, title):
                return self._titled(item, title, words, where)
            case Point(words):
                return [_paragraph(_labelled(item.label, self._required(words, where)))]
            case List(items, mark):
                return [_paragraph(_labelled(mark, self._required(words, where))) for words in items]
            case Table():
                return [self._table(item.block, place)]
            case Image():
                return [self._image(item.block, place)]
            case PageBreak():
                return [{"t": "break"}]
            case Heading(title):
                return [_paragraph([["b", f"{item.label} {text.capitals(title, component=where)}"]], keep=True)]
            case _:
                return [{"t": "heading", "lines": [item.label, text.capitals(item.block.title, component=where)]}]

    def _titled(self, item: Numbered, title: str, words: Runs, where: str) -> list[Unit]:
        """Điều and khoản: a title has its line in bold; without one the text follows the number."""
        bold = isinstance(item.block, Article)
        if not title:
            return [_paragraph(_labelled(item.label, self._required(words, f"{where} ({item.label})"), bold=bold))]
        line = _paragraph([["b", f"{item.label} {text.required(title, component=where)}"]], keep=True)
        below = self._set(words, where)
        return [line, _paragraph(below)] if below else [line]

    def _required(self, words: Runs, where: str) -> list[list[str]]:
        set_ = self._set(words, where)
        if not set_:
            raise LetterRefused(f"{where} chưa có chữ; hãy điền nội dung hoặc xóa khối này rồi làm lại.")
        return set_

    def _set(self, words: Runs, where: str) -> list[list[str]]:
        """Styles and letters, without spaces at the ends of the paragraph."""
        found = [[_style(run), text.legible(run.text, component=where)] for run in words if run.text]
        while found and not (stripped := found[0][1].lstrip(" \u00a0")):
            found.pop(0)
        if found:
            found[0][1] = stripped
        while found and not (stripped := found[-1][1].rstrip(" \u00a0")):
            found.pop()
        if found:
            found[-1][1] = stripped
        return found

    def _table(self, table: Table, place: int) -> Unit:
        if fault := fault_of(table):
            raise BodyRefused(f"{self._component}, khối thứ {place} (bảng): {fault}.", block=place)
        columns = table.align or ("left",) * len(table.widths)
        return {
            "t": "table",
            "widths": list(table.widths),
            "align": list(columns),
            "head": [self._cell(each, place) for row in table.rows[: table.header_rows] for each in row],
            "rows": [self._cell(each, place) for row in table.rows[table.header_rows :] for each in row],
        }

    def _cell(self, cell: Cell, place: int) -> dict[str, Any]:
        where = f"{self._component}, khối thứ {place} (bảng)"
        lines = [set_ for words in cell.lines if (set_ := self._set(words, where))]
        return {"lines": lines, "columns": cell.columns, "rows": cell.rows, "align": cell.align}

    def _image(self, image: Image, place: int) -> Unit:
        content = self.images.get(image.source)
        if content is None:
            raise ImageRefused(
                f"{self._component}, khối thứ {place} (hình ảnh): không tìm thấy tệp hình; hãy chèn lại hình."
            )
        name, fitted = images.fit(content, width_mm=image.width_mm, name=image.caption or image.source)
        self.pictures[name] = fitted
        caption = text.printable(image.caption, component=f"{self._component}, khối thứ {place} (hình ảnh)")
        return {"t": "image", "file": name, "width": image.width_mm, "caption": caption}


def _paragraph(words: list[list[str]], *, align: str = "justify", keep: bool = False) -> Unit:
    return {"t": "p", "runs": words, "align": align, "keep": keep}


def _labelled(label: str, words: list[list[str]], *, bold: bool = False) -> list[list[str]]:
    """The number before the text, in one run with what follows where the style is the same."""
    style = "b" if bold else ""
    if words[0][0] == style:
        return [[style, f"{label} {words[0][1]}"], *words[1:]]
    return [[style, f"{label} "], *words]


def _style(run: Run) -> str:
    return "".join(sign for sign, on in (("b", run.bold), ("i", run.italic), ("u", run.underline)) if on)


def _ended(units: list[Unit]) -> list[Unit]:
    """With the mark that ends the text, "./."; alone on its line after a table or a picture (ND30 Phụ lục III)."""
    last = units[-1]
    if last["t"] != "p" or last["keep"]:
        return [*units, _paragraph([["", _END]])]
    *before, (style, words) = last["runs"]
    return [*units[:-1], last | {"runs": [*before, [style, text.ended(words)]]}]
