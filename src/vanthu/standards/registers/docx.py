"""A register as DOCX, written straight into the archive: a table a page, with the same breaks as the PDF."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, BinaryIO
from xml.sax.saxutils import escape

from vanthu.standards.registers import layout
from vanthu.standards.registers.forms import Form
from vanthu.standards.registers.model import Cover, Row, Written, cover_lines
from vanthu.standards.registers.pdf import total

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_PARTS = {
    "[Content_Types].xml": f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>""",
    "_rels/.rels": f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>""",
    "word/_rels/document.xml.rels": f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "word/styles.xml": f"""{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>
<w:sz w:val="{round(layout.SIZE * 2)}"/><w:szCs w:val="{round(layout.SIZE * 2)}"/><w:lang w:val="vi-VN"/>
</w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="{round(layout.LINE * 20)}" w:lineRule="exact"/></w:pPr>
</w:pPrDefault></w:docDefaults></w:styles>""",
}


def write_docx(form: Form, cover: Cover, rows: Iterable[Row], target: BinaryIO, *, at: datetime) -> Written:
    """Write cover, first page and all lines with totals on each page; rows are taken as they are needed."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in _PARTS.items():
            archive.writestr(_entry(name, at), content)
        with archive.open(_entry("word/document.xml", at), "w", force_zip64=True) as document:
            return _document(form, cover, rows, document)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _document(form: Form, cover: Cover, rows: Iterable[Row], document: IO[bytes]) -> Written:
    document.write(f"{_HEAD}<w:document {_W} {_R}><w:body>".encode())
    document.write((_cover(form, cover, first=True) + _cover(form, cover, first=False)).encode())
    pages = counted = 0
    for leaf, last in _marked_last(layout.leaves(form, rows)):
        document.write(_leaf(form, leaf, last=last).encode())
        pages, counted = pages + 1, leaf.through
    document.write(f"{_section()}</w:body></w:document>".encode())
    return Written(counted, pages)


def _marked_last(leaves: Iterator[layout.Leaf]) -> Iterator[tuple[layout.Leaf, bool]]:
    before = next(leaves, None)
    for leaf in leaves:
        if before is not None:
            yield before, False
        before = leaf
    if before is not None:
        yield before, True


def _cover(form: Form, cover: Cover, *, first: bool) -> str:
    lines = (
        (cover.governing_name.upper(), 14.0, False, 40.0),
        (cover.agency_name.upper(), 15.0, True, 8.0),
        (form.title.upper(), 26.0, True, 90.0),
        *((line, 15.0, False, 40.0 if place == 0 else 12.0) for place, line in enumerate(_said(form, cover))),
    )
    parts = [
        _centred(text, size=size, bold=bold, before=before, new_page=not first and place == 0)
        for place, (text, size, bold, before) in enumerate(lines)
    ]
    return "".join(parts)


def _said(form: Form, cover: Cover) -> tuple[str, ...]:
    return cover_lines(cover, numbered=form.numbered)


def _centred(text: str, *, size: float, bold: bool, before: float, new_page: bool) -> str:
    broken = "<w:pageBreakBefore/>" if new_page else ""
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:line="240" w:lineRule="auto"/>'
    look = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    return (
        f'<w:p><w:pPr>{broken}{spacing}<w:jc w:val="center"/></w:pPr><w:r>{look}<w:t xml:space="preserve">'
        f"{escape(text)}</w:t></w:r></w:p>"
    )


def _leaf(form: Form, leaf: layout.Leaf, *, last: bool) -> str:
    """A page: a hair-thin paragraph that begins it, the table, the totals with the number of the page."""
    begins = '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    rows = "".join(_row(form, line) for line in leaf.lines)
    return begins + _table(form) + rows + "</w:tbl>" + _totals(total(form, leaf, last=last), leaf.number)


def _table(form: Form) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    pads = "".join(
        f'<w:{side} w:w="{round(pad * 20)}" w:type="dxa"/>'
        for side, pad in (
            ("top", layout.PAD_Y), ("left", layout.PAD_X), ("bottom", layout.PAD_Y), ("right", layout.PAD_X),
        )
    )  # fmt: skip
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(form))
    titles = "".join(
        _cell(tuple(title.split("\n")), width, bold=True, centred=True)
        for title, width in zip(form.titles, _widths(form), strict=True)
    )
    order = "".join(
        _cell((f"({place})",), width, italic=True, centred=True) for place, width in enumerate(_widths(form), start=1)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_widths(form))}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{pads}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{titles}</w:tr>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{order}</w:tr>"
    )


def _row(form: Form, line: layout.Line) -> str:
    cells = "".join(_cell(lines, width) for lines, width in zip(line.cells, _widths(form), strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    lines: tuple[str, ...], width: int, *, bold: bool = False, italic: bool = False, centred: bool = False
) -> str:
    """One paragraph, its words free to be edited: the program that opens it breaks the lines as they were measured."""
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    run = f"<w:rPr>{look}</w:rPr>" if look else ""
    middle = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    upright = '<w:vAlign w:val="center"/>' if centred else ""
    text = escape(" ".join(lines))
    words = f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{upright}</w:tcPr><w:p>{middle}{words}</w:p></w:tc>'


def _totals(said: str, page: int) -> str:
    right = round(layout.WIDTH * 20)
    return (
        f'<w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs><w:spacing w:before="80"/></w:pPr>'
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(said)}</w:t></w:r><w:r><w:tab/><w:t>Trang {page}</w:t></w:r></w:p>"
    )


def _widths(form: Form) -> list[int]:
    """Widths of the columns in twentieths of a point."""
    return [round(column.share * layout.WIDTH * 20) for column in form.columns]


def _section() -> str:
    def twips(points: float) -> int:
        return round(points * 20)

    return (
        f'<w:sectPr><w:pgSz w:w="{twips(layout.PAGE_WIDTH)}" w:h="{twips(layout.PAGE_HEIGHT)}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{twips(layout.TOP)}" w:right="{twips(layout.RIGHT)}" w:bottom="{twips(layout.BOTTOM)}" '
        f'w:left="{twips(layout.LEFT)}" w:header="340" w:footer="340" w:gutter="0"/></w:sectPr>'
    )
