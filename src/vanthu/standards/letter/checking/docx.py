"""A DOCX looked into before anything opens it, and what it declares of paper, margins and faces.

Refused are macros, content fetched from elsewhere and archives that swell; nothing of it is ever run.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from vanthu.standards.letter.checking.errors import CheckRefused

MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_RATIO = 250  # of unpacked to packed: text in XML packs some 20 times
_CHUNK = 1024 * 1024
_MAX_XML = 64 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_TYPE = b"wordprocessingml.document.main+xml"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FETCHING_FIELD = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT)\b")
_TWIPS_PER_MM = 1440 / 25.4
_SIDES = ("top", "bottom", "left", "right")


@dataclass(frozen=True, slots=True)
class Section:
    """Paper and margins of one section in millimetres."""

    width: float
    height: float
    margins: dict[str, float]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the file says of itself."""

    sections: tuple[Section, ...]
    fonts: tuple[str, ...]
    text: str


def is_docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def is_compound(data: bytes) -> bool:
    """The container of old .doc files and of DOCX files with a password."""
    return data.startswith(_COMPOUND)


def refuse_compound(data: bytes) -> None:
    """Raises CheckRefused, telling a password from an old format."""
    locked = "EncryptedPackage".encode("utf-16-le") in data
    raise CheckRefused("letter.check.encrypted" if locked else "letter.check.format")


def require_docx(data: bytes) -> None:
    """Raises CheckRefused for what is no DOCX, or one that must not be opened."""
    if is_compound(data):
        refuse_compound(data)
    if not is_docx(data):
        raise CheckRefused("letter.check.format")
    look_into(data)


def has_macros(data: bytes) -> bool:
    """Whether a document of a word processor, a table or slides holds macros, in the old format or the new."""
    if is_compound(data):
        return "_VBA_PROJECT".encode("utf-16-le") in data
    if not is_docx(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any("vbaproject" in name.lower() for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return False


def look_into(data: bytes) -> Declared:
    """What a harmless DOCX declares. Raises CheckRefused for one that must not be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive)
            _refuse_macros(archive)
            _refuse_fetching(archive)
            return _declared(archive)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, NotImplementedError, OSError) as error:
        raise CheckRefused("letter.check.damaged") from error


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Unpacked in pieces and counted: the sizes an archive declares may be lies."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise CheckRefused("letter.check.bomb")
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise CheckRefused("letter.check.encrypted")
        unpacked = 0
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if total + unpacked > MAX_UNPACKED or unpacked > _CHUNK + MAX_RATIO * max(entry.compress_size, 1):
                    raise CheckRefused("letter.check.bomb")
        total += unpacked


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    types = archive.read("[Content_Types].xml")
    named = any("vbaproject" in name.lower() or "vbadata" in name.lower() for name in archive.namelist())
    if named or b"macroEnabled" in types or b"vbaProject" in types:
        raise CheckRefused("letter.check.macros")
    if _MAIN_TYPE not in types:
        raise CheckRefused("letter.check.format")


def _refuse_fetching(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith(".rels"):
            for relation in _xml(archive, name):
                _refuse_relation(relation)
    for name in archive.namelist():
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
            field = _fetching_field(_xml(archive, name))
            if field:
                raise CheckRefused("letter.check.external", detail=f"trường {field}")


def _refuse_relation(relation: etree._Element) -> None:
    kind = relation.get("Type", "").rpartition("/")[2]
    external = relation.get("TargetMode") == "External" and kind != "hyperlink"
    if external or kind == "aFChunk":
        raise CheckRefused("letter.check.external", detail=kind or "liên kết ngoài")


def _fetching_field(root: etree._Element) -> str | None:
    code = "".join(element.text or "" for element in root.iter(f"{_W}instrText"))
    code += " ".join(element.get(f"{_W}instr", "") for element in root.iter(f"{_W}fldSimple"))
    match = _FETCHING_FIELD.search(code)
    return match[1] if match else None


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    data = archive.read(name)
    if len(data) > _MAX_XML:
        raise CheckRefused("letter.check.bomb")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise CheckRefused("letter.check.damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


# ── what is declared ─────────────────────────────────────────────────────────────────────────────────────────────────


def _declared(archive: zipfile.ZipFile) -> Declared:
    document = _xml(archive, "word/document.xml")
    text = "\n".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in document.iter(f"{_W}p"))
    return Declared(tuple(_sections(document)), tuple(dict.fromkeys(_fonts(archive, document))), text)


def _sections(document: etree._Element) -> Iterator[Section]:
    for properties in document.iter(f"{_W}sectPr"):
        size, margins = properties.find(f"{_W}pgSz"), properties.find(f"{_W}pgMar")
        if size is None or margins is None:
            continue
        found = {side: _millimetres(margins, side) for side in _SIDES}
        found["left"] += _millimetres(margins, "gutter")
        yield Section(_millimetres(size, "w"), _millimetres(size, "h"), found)


def _millimetres(element: etree._Element, name: str) -> float:
    try:
        return float(element.get(f"{_W}{name}") or 0) / _TWIPS_PER_MM
    except ValueError:
        return 0.0


def _fonts(archive: zipfile.ZipFile, document: etree._Element) -> Iterator[str]:
    """Faces the runs ask for; where some ask for none, those of the default style or of the theme."""
    asked = list(_asked(document))
    yield from asked
    runs = sum(1 for run in document.iter(f"{_W}r") if run.find(f"{_W}t") is not None)
    if len(asked) < runs and "word/styles.xml" in archive.namelist():
        yield from _asked(_xml(archive, "word/styles.xml"))


def _asked(root: etree._Element) -> Iterator[str]:
    for fonts in root.iter(f"{_W}rFonts"):
        name = fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi")
        if name:
            yield name
