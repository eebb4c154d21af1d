"""The rules of ND30 Phụ lục II on capitals that words alone decide; whatever needs judgement is left to people."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from vanthu.standards.letter.checking.components import Document, Paragraph
from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import nfc
from vanthu.standards.letter.reading import Line

_SMALL = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_CITED = r"(?:tại|theo|của|khoản \d+,?|quy định ở|ở)"
_SENTENCE = re.compile(rf"(?<![{_SMALL}])[{_SMALL}]{{3,}}[.?!] (?P<found>[{_SMALL}]{{2,}})")
_ARTICLE = re.compile(rf"(?<=[{_SMALL}\d] )(?P<found>điều \d+[a-zđ]?)\b")
_DIVISION = re.compile(rf"(?:{_CITED}|Điều \d+,?) (?P<found>(?:chương|phần) [IVXLC]+|tiểu mục \d+)\b")
_CLAUSE = re.compile(rf"(?<=[{_SMALL},;] )(?P<found>Khoản \d+|Điểm [a-zđ])(?=[ ,;.)]| Điều)")
_PLACES = re.compile(
    r"(?P<found>\bthủ đô Hà Nội\b|\bthành phố Hồ Chí Minh\b"
    rf"|(?<!\d )(?<=[{_SMALL},] )\b(?:quận|phường) \d{{1,2}}\b(?! (?:quận|phường|xã)))"
)
_UNITS = re.compile(rf"(?<=[{_SMALL}] )(?P<found>(?:Tỉnh|Huyện) [A-ZĐÀ-Ỹ][{_SMALL}]+)(?! (?:ủy|uỷ|đoàn|đội))")
_OPENING = re.compile(rf"^(?P<found>[{_SMALL}]{{2,}})\b")


def check(document: Document) -> Iterator[Finding]:
    """Sentences of the main text and of the attachments."""
    parts = (document.paragraphs, *(attachment.paragraphs for attachment in document.attachments))
    prose = [paragraph for paragraph in chain.from_iterable(parts) if not paragraph.centred]
    yield from _found(
        document, prose, "TT-VIET-HOA-DAU-CAU", _sentences, "chữ đầu câu phải viết hoa", "Viết hoa chữ đầu câu."
    )
    yield from _found(
        document,
        prose,
        "TT-VIET-HOA-DIEU",
        lambda text: chain(_articles(text), _DIVISION.finditer(text)),
        "khi viện dẫn phải viết hoa: Phần, Chương, Mục, Điều",
        "Viết hoa chữ đầu: “Điều 5”, “Chương II”.",
    )
    yield from _found(
        document,
        prose,
        "TT-VIET-HOA-KHOAN",
        _CLAUSE.finditer,
        "khi viện dẫn khoản, điểm viết thường",
        "Viết thường: “khoản 2 Điều 5”, “điểm a khoản 1”.",
    )
    yield from _found(
        document,
        prose,
        "TT-VIET-HOA-DIA-DANH",
        _PLACES.finditer,
        "tên riêng này phải viết hoa chữ đầu",
        "Viết “Thủ đô Hà Nội”, “Thành phố Hồ Chí Minh”, “Quận 1”, “Phường 5”.",
    )
    yield from _found(
        document,
        prose,
        "TT-VIET-HOA-DON-VI",
        _UNITS.finditer,
        "danh từ chung trước tên riêng viết thường",
        "Viết “tỉnh Nam Định”, “huyện Sóc Sơn”.",
    )


def _sentences(text: str) -> Iterator[re.Match[str]]:
    opening = _OPENING.match(text)
    # An item of a list in small letters, or the rest of a paragraph that a table cut, ends no sentence before it.
    if opening and text.rstrip().endswith(("./.", ".")) and len(text) > 80:
        yield opening
    yield from _SENTENCE.finditer(text)


def _articles(text: str) -> Iterator[re.Match[str]]:
    """ "điều 5" where it is cited: "quy định tại điều 5", "khoản 2 điều 5"; not "mười điều 5 khoản"."""
    for match in _ARTICLE.finditer(text):
        before = text[: match.start("found")]
        if re.search(rf"(?:{_CITED}|[Kk]hoản \d+[a-zđ]?) $", before):
            yield match


def _found(
    document: Document,
    prose: Sequence[Paragraph],
    code: str,
    matches: Callable[[str], Iterator[re.Match[str]]],
    why: str,
    mend: str,
) -> Iterator[Finding]:
    words: list[str] = []
    lines: list[Line] = []
    for paragraph in prose:
        for match in matches(nfc(paragraph.text)):
            words.append(match["found"])
            lines.append(_line_with(paragraph, match["found"]))
    if words:
        again = f" (và {len(words) - 1} chỗ khác)" if len(words) > 1 else ""
        yield breach(code, document.places(lines), f"“{words[0]}”{again}: {why}.", mend)


def _line_with(paragraph: Paragraph, words: str) -> Line:
    first = words.split(" ")[0]
    return next((line for line in paragraph.lines if first in nfc(line.text)), paragraph.lines[0])
