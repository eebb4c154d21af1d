"""The font of number and date: subsets of Tinos, embedded as PDF/A demands, made once a process."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from io import BytesIO
from typing import Any, Literal

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from vanthu.standards.signing.documents import AppendingWriter
from vanthu.standards.signing.errors import NumberUnprintable

Style = Literal["Regular", "Italic"]
BASIC = "0123456789/-.ABCDĐEGHIKLMNOPQRSTUVXYabcdđe"
"""What a number may hold beside figures: supplementary letters and the notation of an uploaded letter."""


@dataclass(frozen=True)
class FontSubset:
    """A TrueType subset: the program, and for each character its glyph and width (thousandths of the size)."""

    name: str
    program: bytes
    glyphs: Mapping[str, int]
    widths: Mapping[str, int]
    metrics: Mapping[str, int]


@lru_cache(maxsize=16)
def font_subset(style: Style, characters: str) -> FontSubset:
    """The subset of Tinos with these characters, without hinting. Equal input gives equal bytes."""
    # Imported late: half of this package's loading time, and verifying needs none of it.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    source = resources.files("vanthu.standards.letter") / "fonts" / f"Tinos-{style}.ttf"
    font = TTFont(BytesIO(source.read_bytes()), recalcTimestamp=False)
    wanted = sorted(set(characters))
    missing = [char for char in wanted if ord(char) not in font.getBestCmap()]
    if missing:
        raise NumberUnprintable(f"no glyph for {missing}")
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, drop_tables=["GPOS", "GSUB"]
    )
    tool = subset.Subsetter(options)
    tool.populate(text="".join(wanted))
    tool.subset(font)
    out = BytesIO()
    font.save(out)
    scale = 1000 / font["head"].unitsPerEm
    cmap = font.getBestCmap()
    tag = "".join(chr(65 + byte % 26) for byte in sha256(out.getvalue()).digest()[:6])
    head, os2, hhea = font["head"], font["OS/2"], font["hhea"]
    metrics = {
        "/Ascent": hhea.ascent, "/Descent": hhea.descent, "/CapHeight": getattr(os2, "sCapHeight", 0) or 1341,
        "xMin": head.xMin, "yMin": head.yMin, "xMax": head.xMax, "yMax": head.yMax,
    }  # fmt: skip
    return FontSubset(
        name=f"{tag}+Tinos-{style}" if style != "Regular" else f"{tag}+Tinos",
        program=out.getvalue(),
        glyphs={char: font.getGlyphID(cmap[ord(char)]) for char in wanted},
        widths={char: round(font["hmtx"][cmap[ord(char)]][0] * scale) for char in wanted},
        metrics={key: round(value * scale) for key, value in metrics.items()},
    )


def embed(writer: AppendingWriter, font: FontSubset, style: Style) -> generic.IndirectObject:
    """Add the font as Type 0 with Identity-H; returns the reference for a resource dictionary."""
    program = generic.StreamObject(
        {pdf_name("/Length1"): generic.NumberObject(len(font.program)), pdf_name("/Filter"): pdf_name("/FlateDecode")},
        encoded_data=zlib.compress(font.program, 9),
    )
    box = [font.metrics[key] for key in ("xMin", "yMin", "xMax", "yMax")]
    descriptor = _dictionary(
        Type=pdf_name("/FontDescriptor"), FontName=pdf_name(f"/{font.name}"), Flags=4 if style == "Regular" else 68,
        FontBBox=generic.ArrayObject(map(generic.NumberObject, box)), ItalicAngle=0 if style == "Regular" else -12,
        Ascent=font.metrics["/Ascent"], Descent=font.metrics["/Descent"], CapHeight=font.metrics["/CapHeight"],
        StemV=80,
        FontFile2=writer.add_object(program),
    )  # fmt: skip
    descendant = _dictionary(
        Type=pdf_name("/Font"), Subtype=pdf_name("/CIDFontType2"), BaseFont=pdf_name(f"/{font.name}"),
        CIDSystemInfo=_dictionary(
            Registry=generic.pdf_string("Adobe"), Ordering=generic.pdf_string("Identity"), Supplement=0
        ),
        FontDescriptor=writer.add_object(descriptor), DW=1000, W=_width_array(font), CIDToGIDMap=pdf_name("/Identity"),
    )  # fmt: skip
    to_unicode = generic.StreamObject(
        {pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=zlib.compress(_to_unicode(font.glyphs), 9)
    )
    whole = _dictionary(
        Type=pdf_name("/Font"), Subtype=pdf_name("/Type0"), BaseFont=pdf_name(f"/{font.name}"),
        Encoding=pdf_name("/Identity-H"), DescendantFonts=generic.ArrayObject([writer.add_object(descendant)]),
        ToUnicode=writer.add_object(to_unicode),
    )  # fmt: skip
    reference: generic.IndirectObject = writer.add_object(whole)
    return reference


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject(
        {
            pdf_name(f"/{key}"): generic.NumberObject(value) if isinstance(value, int) else value
            for key, value in entries.items()
        }
    )


def _width_array(font: FontSubset) -> generic.ArrayObject:
    widths = generic.ArrayObject()
    for char, glyph in sorted(font.glyphs.items(), key=lambda item: item[1]):
        widths += [generic.NumberObject(glyph), generic.ArrayObject([generic.NumberObject(font.widths[char])])]
    return widths


def _to_unicode(glyphs: Mapping[str, int]) -> bytes:
    pairs = sorted(glyphs.items(), key=lambda item: item[1])
    lines = [f"<{glyph:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, glyph in pairs]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode("ascii")


def embedded_glyphs(font: generic.DictionaryObject) -> tuple[dict[str, int], dict[str, int]]:
    """Glyphs and widths of a font that `embed` put into a file; another release may have made another subset."""
    cmap = font["/ToUnicode"].data.decode("ascii")
    glyphs = {
        bytes.fromhex(text).decode("utf-16-be"): int(glyph, 16)
        for glyph, text in re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    }
    array = font["/DescendantFonts"][0]["/W"]
    by_glyph = {int(array[i]): int(array[i + 1][0]) for i in range(0, len(array), 2)}
    return glyphs, {char: by_glyph[glyph] for char, glyph in glyphs.items()}
