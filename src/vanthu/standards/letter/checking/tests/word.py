"""DOCX files made for the tests: a công văn as people type it in Word, with a table without borders for its head."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from vanthu.standards.letter.checking.tests.paper import END, PROSE

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DXA = 56.69  # twips in a millimetre

DEFAULTS: dict[str, Any] = {
    "font": "Times New Roman",
    "margins": {"top": 20, "bottom": 20, "left": 30, "right": 20},
    "national": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "national_size": 12,
    "number": "Số: 15/SNV-CCVC",
    "body": [PROSE, "1. " + PROSE, "2. " + PROSE, END],
    "body_size": 14,
    "body_font": None,
    "justify": "both",
    "date": "Lâm Đồng, ngày 05 tháng 3 năm 2026",
    "name": "Nguyễn Văn Dũng",
    "field": None,
}


def run(text: str, size: float, *, bold: bool = False, italic: bool = False, font: str | None = None) -> str:
    face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>' if font else ""
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    return (
        f'<w:r><w:rPr>{face}{look}<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def para(
    runs: str, *, align: str = "left", first: float = 0, before: float = 0, after: float = 0, under: float = 0
) -> str:
    """A paragraph; `under` draws a line below, so many millimetres in from both sides."""
    border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>' if under else ""
    sides = f'w:left="{int(under * _DXA)}" w:right="{int(under * _DXA)}" ' if under else ""
    return (
        f'<w:p><w:pPr>{border}<w:spacing w:before="{int(before * 20)}" w:after="{int(after * 20)}" w:line="264"'
        f' w:lineRule="auto"/><w:ind {sides}w:firstLine="{int(first * _DXA)}"/><w:jc w:val="{align}"/></w:pPr>'
        f"{runs}</w:p>"
    )


def line(under: float) -> str:
    """An empty paragraph of one point with a line below."""
    return para("", under=under).replace('w:line="264" w:lineRule="auto"', 'w:line="60" w:lineRule="exact"')


def table(*rows: tuple[str, str], widths: tuple[float, float]) -> str:
    grid = "".join(f'<w:gridCol w:w="{int(width * _DXA)}"/>' for width in widths)
    cell = '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{}</w:tc>'
    body = "".join(
        "<w:tr>" + "".join(cell.format(int(w * _DXA), c) for w, c in zip(widths, row, strict=True)) + "</w:tr>"
        for row in rows
    )
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    layout = '<w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{layout}{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def document(**change: Any) -> str:
    """word/document.xml of the letter, with parts replaced."""
    said = DEFAULTS | change
    body_size, font = said["body_size"], said["body_font"]
    left = (
        para(run("ỦY BAN NHÂN DÂN", 12), align="center")
        + para(run("TỈNH LÂM ĐỒNG", 12), align="center")
        + para(run("SỞ NỘI VỤ", 12, bold=True), align="center")
        + line(27)
    )
    right = (
        para(run(said["national"], said["national_size"], bold=True), align="center")
        + para(run("Độc lập - Tự do - Hạnh phúc", 13, bold=True), align="center")
        + line(20)
    )
    number = para(run(said["number"], 13), align="center", before=6) + para(
        run("V/v rà soát vị trí việc làm", 12), align="center", before=6
    )
    date = para(run(said["date"], 13, italic=True), align="center", before=6)
    head = table((left, right), (number, date), widths=(64, 96))
    addressed = para(run("Kính gửi: Sở Tài chính", 14), align="center", before=12, after=6)
    body = "".join(
        para(run(text, body_size, font=font), align=said["justify"], first=12.7, after=6) for text in said["body"]
    )
    small = "".join(para(run(text, 11)) for text in ("- Như trên;", "- UBND tỉnh (để b/c);", "- Lưu: VT, CCVC."))
    signed = (
        para(run("KT. GIÁM ĐỐC", 14, bold=True), align="center")
        + para(run("PHÓ GIÁM ĐỐC", 14, bold=True), align="center", after=80)
        + para(run(said["name"], 14, bold=True), align="center")
    )
    close = table((para(run("Nơi nhận:", 12, bold=True, italic=True)) + small, signed), widths=(72, 88))
    field = f"<w:p><w:r><w:instrText>{said['field']}</w:instrText></w:r></w:p>" if said["field"] else ""
    sides = " ".join(f'w:{side}="{int(value * _DXA)}"' for side, value in said["margins"].items())
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar {sides} w:header="425" w:footer="425"/></w:sectPr>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>'
        f"{head}{addressed}{body}{para('')}{close}{field}{section}</w:body></w:document>"
    )


def docx(*, parts: dict[str, bytes] | None = None, relations: str = "", main_type: str = _MAIN, **change: Any) -> bytes:
    """The file; `parts` are further entries, `relations` further relations of the document."""
    said = DEFAULTS | change
    types = (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        '<Override PartName="/word/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
    )
    styles = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{said["font"]}" w:hAnsi="{said["font"]}" w:cs="{said["font"]}"/><w:sz w:val="28"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults></w:styles>"
    )
    of_package = (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    of_document = (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>{relations}</Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", of_package)
        archive.writestr("word/document.xml", document(**change))
        archive.writestr("word/_rels/document.xml.rels", of_document)
        archive.writestr("word/styles.xml", styles)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return made.getvalue()
