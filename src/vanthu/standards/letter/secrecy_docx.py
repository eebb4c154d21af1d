"""Dấu chỉ độ mật in a DOCX, before anybody lays it out: what can be seen in the file itself (ND30-PLI box 10a).

Where words stand is known only after the conversion, when `secrecy_of_pdf` judges the page. Here a mark is a paragraph
of its own above the text, red, bold or in a box; or a property of the file; or the number behind "Số:".
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator

from lxml import etree

from vanthu.standards.letter.secrecy import Found, SecrecyMark, level_of_mark, secrecy_mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEAD = 60
"""So many paragraphs with text are looked at: the head of a letter has a dozen."""
_NUMBER = re.compile(r"^\s*Số\s*:\s*", re.IGNORECASE)
_OPENING = re.compile(r"^(Căn cứ|Thực hiện|Theo|Điều 1|1\.)\b")
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml")


def secrecy_of_docx(docx: bytes, *, secret_series: Collection[str] = ()) -> SecrecyMark | None:
    """Return the mark that a DOCX carries, as far as the file itself tells it; give it what `require_docx` accepted."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        paragraphs = list(_head(_xml(archive, "word/document.xml")))
        properties = dict(_properties(archive))
    texts = [
        (paragraph, "".join(one.text or "" for one in paragraph.iter(f"{_W}t")).strip()) for paragraph in paragraphs
    ]
    notation = next((_NUMBER.sub("", text) for _one, text in texts if _NUMBER.match(text)), "")
    return _in_head(texts) or secrecy_mark(metadata=properties, notation=notation, secret_series=secret_series)


def _in_head(texts: list[tuple[etree._Element, str]]) -> SecrecyMark | None:
    before = False
    for paragraph, text in texts:
        if _OPENING.match(text):
            return None
        level = level_of_mark(text)
        # The last line of a heading in capitals is no mark: it goes on from the bold line above.
        if level and (_boxed(paragraph) or _red(paragraph) or (_bold(paragraph) and not before)):
            return SecrecyMark(level, Found.PAGE, level.label)
        before = bool(text) and text.isupper() and _bold(paragraph)
    return None


def _head(document: etree._Element) -> Iterator[etree._Element]:
    found = (one for one in document.iter(f"{_W}p") if any((t.text or "").strip() for t in one.iter(f"{_W}t")))
    for _number, paragraph in zip(range(_HEAD), found, strict=False):
        # A paragraph that anchors a box holds the words of the box too; those come by themselves.
        if paragraph.find(f".//{_W}txbxContent") is None:
            yield paragraph


def _boxed(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}pBdr/{_W}top") is not None or any(
        one.tag == f"{_W}txbxContent" for one in paragraph.iterancestors()
    )


def _runs(paragraph: etree._Element) -> list[etree._Element]:
    return [run for run in paragraph.iter(f"{_W}r") if any((t.text or "").strip() for t in run.iter(f"{_W}t"))]


def _bold(paragraph: etree._Element) -> bool:
    marks = [run.find(f"{_W}rPr/{_W}b") for run in _runs(paragraph)]
    return all(mark is not None and mark.get(f"{_W}val") not in {"0", "false"} for mark in marks)


def _red(paragraph: etree._Element) -> bool:
    return all(_is_red(run.find(f"{_W}rPr/{_W}color")) for run in _runs(paragraph))


def _is_red(colour: etree._Element | None) -> bool:
    value = "" if colour is None else colour.get(f"{_W}val", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    red, green, blue = (int(value[place : place + 2], 16) for place in (0, 2, 4))
    return red > 140 and green < 100 and blue < 100


def _properties(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in set(_PROPERTIES) & set(archive.namelist()):
        for element in _xml(archive, name).iter():
            if isinstance(element.tag, str) and (text := "".join(map(str, element.itertext())).strip()):
                yield element.get("name") or etree.QName(element).localname, text


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)
