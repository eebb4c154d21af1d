"""Faces, colours and characters: Times New Roman, black, Unicode in composed form (ND30 Phụ lục I section I.4)."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.model import Finding, Place
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.styles import faces_named
from vanthu.standards.letter.reading import UNKNOWN_CHARACTER, Glyph, Line

_FAMILIES = ("timesnewroman", "tinos", "liberationserif")
"""Times New Roman and the faces whose every letter is exactly as wide."""
_SYMBOLS = (
    "symbol",
    "wingdings",
    "webdings",
    "opens",
    "zapfdingbats",
    "cambriamath",
    "stix",
    "libertinusmath",
    "newcm",
)
_OLD_CODES = re.compile(r"^(\.?Vn[A-Z]|\.vn|VNI[-A-Z]|VNtime|SVNtimes)", re.IGNORECASE)
_CONTROL = frozenset(("Cc", "Cs", "Co"))
_HIDDEN = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
)
_LOOKALIKES = {"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ƣ": "ư", "ı": "i"}
_NOT_BLACK = 60  # of 255: darker than this is black on paper
_TOO_MANY_UNKNOWN = 0.2


def check(document: Document) -> Iterator[Finding]:
    """What every line of every page has in common."""
    lines = [line for page in document.pages for line in page.lines]
    unreadable = [line for line in lines if _unreadable(line)]
    if unreadable:
        sentence = f"{len(unreadable)} dòng dùng phông chữ không có bảng mã Unicode: không đọc, không tìm được chữ."
        mend = "Xuất lại PDF từ phần mềm soạn thảo với phông Times New Roman nhúng đầy đủ."
        yield breach("TT-KHONG-DOC-DUOC-CHU", document.places(unreadable), sentence, mend)
    readable = [line for line in lines if not _unreadable(line)]
    yield from _faces(document, readable)
    yield from _colour(document)
    yield from _composed(document, readable)
    yield from _hidden(document, readable)
    yield from _alike(document, readable)


def _unreadable(line: Line) -> bool:
    if UNKNOWN_CHARACTER not in line.text and "\x00" not in line.text:
        return False
    inked = line.inked
    return sum(glyph.text in (UNKNOWN_CHARACTER, "\x00") for glyph in inked) > _TOO_MANY_UNKNOWN * len(inked)


# ── faces ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def family(font: str) -> str:
    """ "TimesNewRomanPS-BoldMT" is "timesnewromanps"."""
    return re.split(r"[-,]", font.replace(" ", ""))[0].lower()


def _allowed(font: str) -> bool:
    return family(font).startswith((*_FAMILIES, *_SYMBOLS))


def _faces(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    nameless = [line for line in lines if not faces_named(line)]
    if nameless:
        sentence = f"{len(nameless)} dòng dùng phông chữ không ghi tên: không kiểm tra được kiểu chữ."
        yield breach("TT-PHONG-KHONG-TEN", document.places(nameless), sentence, "Xuất lại PDF để giữ tên phông chữ.")
    named = [line for line in lines if faces_named(line)]
    other = [line for line in named if not all(map(_allowed, line.fonts))]
    old = [line for line in other if any(_OLD_CODES.match(font) for font in (*line.fonts, *document.declared_fonts))]
    if old:
        fonts = (*sorted(old[0].fonts), *document.declared_fonts)
        font = next(font for font in fonts if _OLD_CODES.match(font))
        sentence = f"Văn bản dùng phông mã cũ “{font}”; quy định bộ mã Unicode."
        mend = "Chuyển mã sang Unicode rồi dùng Times New Roman."
        yield breach("TT-PHONG-MA-CU", document.places(old), sentence, mend)
    lacking = [line for line in named if line not in old and _borrowed_letters(line)]
    if lacking:
        lender = _borrowed_letters(lacking[0])
        sentence = f"Phông chữ thiếu chữ tiếng Việt: “{lacking[0].text[:40]}” có chữ mượn của phông “{lender}”."
        yield breach(
            "TT-PHONG-THIEU-CHU-VIET", document.places(lacking), sentence, "Dùng phông Times New Roman Unicode."
        )
    other = [line for line in other if line not in old and line not in lacking]
    if other:
        names = sorted({font for line in other for font in line.fonts if not _allowed(font)})
        declared = [name for name in document.declared_fonts if not _allowed(name)]
        sentence = f"Phông chữ {', '.join(declared[:4] or names[:4])}; quy định Times New Roman."
        yield breach("TT-PHONG-CHU", document.places(other), sentence, "Đặt phông Times New Roman cho toàn bộ văn bản.")


def _borrowed_letters(line: Line) -> str | None:
    """The face that lends Vietnamese letters to words otherwise set in another family."""
    if len(set(map(family, line.fonts))) < 2:
        return None
    for word in _words(line):
        plain = {family(glyph.font) for glyph in word if glyph.text.isascii()}
        marked = {family(glyph.font): glyph.font for glyph in word if not glyph.text.isascii() and glyph.text.isalpha()}
        lenders = set(marked) - plain
        if len(plain) == 1 and len(word) > 2 and lenders:
            return marked[sorted(lenders)[0]]
    return None


def _words(line: Line) -> Iterator[list[Glyph]]:
    word: list[Glyph] = []
    for before, glyph in pairwise((line.glyphs[0], *line.glyphs)):
        if glyph.text.isalpha() and glyph.x0 - before.x1 < 0.15 * glyph.size:
            word.append(glyph)
        else:
            if word:
                yield word
            word = [glyph] if glyph.text.isalpha() else []
    if word:
        yield word


def _colour(document: Document) -> Iterator[Finding]:
    """The text itself; marks, seals and what signing software prints may have colours."""
    head = {document.head.urgency, document.head.circulation}
    close = document.close.lines
    lines = [line for p in document.paragraphs for line in p.lines] + list((document.head.lines - head) | close)
    coloured = [line for line in lines if any(max(colour) > _NOT_BLACK for colour in line.colours)]
    if coloured:
        colour = next(colour for colour in sorted(coloured[0].colours) if max(colour) > _NOT_BLACK)
        sentence = f"“{coloured[0].text[:40]}” có chữ màu #{bytes(colour).hex()}; quy định màu đen."
        yield breach("TT-MAU-CHU", document.places(coloured), sentence, "Đặt chữ màu đen.")


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _composed(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    places, words = _where(document, lines, lambda character: unicodedata.combining(character) > 0)
    if places:
        sentence = f"Có {len(words)} chữ dùng dấu tổ hợp (không phải Unicode dựng sẵn), ví dụ “{words[0]}”."
        mend = "Chuyển văn bản sang Unicode dựng sẵn (NFC) bằng bộ gõ hoặc công cụ chuyển mã."
        yield breach("TT-CHU-TO-HOP", places, sentence, mend)


def _hidden(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    places, words = _where(document, lines, _hidden_character)
    if places:
        code = next(c for c in words[0] if _hidden_character(c))
        sentence = f"Có ký tự ẩn hoặc ký tự điều khiển U+{ord(code):04X} trong “{_shown(words[0])}”."
        yield breach("TT-KY-TU-AN", places, sentence, "Xóa và gõ lại đoạn chữ đó.")


def _hidden_character(character: str) -> bool:
    if character in "\t\r\n\x02":
        return False
    return character in _HIDDEN or unicodedata.category(character) in _CONTROL


def _shown(text: str) -> str:
    return "".join(character for character in text if not _hidden_character(character))[:40]


def _alike(document: Document, lines: Sequence[Line]) -> Iterator[Finding]:
    found = []
    for line in lines:
        for word in re.findall(r"[^\W\d_]+", line.text):
            wrong = _wrong_letter(word)
            if wrong:
                found.append((line, word, wrong))
    if found:
        _, word, wrong = found[0]
        instead = _LOOKALIKES.get(wrong)
        right = f", đúng là “{instead}” (U+{ord(instead):04X})" if instead else ""
        sentence = f"Chữ “{wrong}” (U+{ord(wrong):04X}) trong “{word}” không phải chữ tiếng Việt{right}."
        places = document.places([line for line, _, _ in found])
        yield breach("TT-CHU-GIONG-CHU", places, sentence, "Gõ lại chữ đó bằng bộ gõ tiếng Việt.")


def _wrong_letter(word: str) -> str | None:
    """A letter that only looks right: Icelandic eth for đ, Cyrillic or Greek within a word of Latin letters."""
    for character in word:
        if character in _LOOKALIKES and len(word) > 1:
            return character
    scripts = {character: unicodedata.name(character, "").split(" ")[0] for character in word}
    if "LATIN" in scripts.values():
        return next((c for c, script in scripts.items() if script in ("CYRILLIC", "GREEK", "ARMENIAN")), None)
    return None


def _where(
    document: Document, lines: Sequence[Line], suspect: Callable[[str], bool]
) -> tuple[tuple[Place, ...], list[str]]:
    """Places and texts of lines with such characters, a word around each."""
    found, words = [], []
    for line in lines:
        if not any(map(suspect, set(line.text))):
            continue
        index = next((index for index, glyph in enumerate(line.glyphs) if _has(glyph, suspect)), None)
        if index is not None:
            found.append(line)
            words.append("".join(glyph.text for glyph in line.glyphs[max(0, index - 6) : index + 4]).strip(" "))
    return document.places(found), words


def _has(glyph: Glyph, suspect: Callable[[str], bool]) -> bool:
    """Bullets of word processors stand in the private area of their face: they are not meant."""
    return any(map(suspect, glyph.text)) and not family(glyph.font).startswith(_SYMBOLS)
