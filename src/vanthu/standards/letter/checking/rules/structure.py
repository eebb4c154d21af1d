"""Phần, chương, mục, điều, khoản, điểm: numbers, marks and style (ND30 Phụ lục I sections II.6, V)."""

import re
from collections.abc import Iterator, Sequence

from vanthu.standards.letter.checking.components import Document, Paragraph
from vanthu.standards.letter.checking.model import Finding, Place
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.styles import faces_named
from vanthu.standards.letter.checking.words import in_capitals

ALPHABET = "abcdđeghiklmnopqrstuvxy"
_DIVISION = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+(?P<number>\S+?)(?P<mark>[.:]?)(?P<rest>\s.*)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"^Điều\s+(?P<number>[\dIVXLC]+[a-zđ]?)(?P<mark>\s*[.:)/-]?)(?P<rest>\s|$)")
_ROMAN = re.compile(r"^(?P<number>[IVX]+)\.\s+(?P<title>.+)$")
_CLAUSE = re.compile(r"^(?P<number>\d{1,2})(?P<mark>[.)/]|\s*[:-])\s+(?=\S)")
_POINT = re.compile(r"^(?P<letter>[a-zđ])(?P<mark>[.)/])\s+(?=\S)")
_ARABIC, _ROMAN_NUMBER = re.compile(r"\d+"), re.compile(r"[IVXLC]+")
_LOOK = "Đặt chữ đứng, đậm."


def check(document: Document) -> Iterator[Finding]:
    """The main text, and each attachment by itself."""
    yield from _merged(document)


def _merged(document: Document) -> Iterator[Finding]:
    """One finding a code, whichever part it was found in."""
    found: dict[str, Finding] = {}
    for paragraphs in (document.paragraphs, *(attachment.paragraphs for attachment in document.attachments)):
        for finding in _part(document, paragraphs):
            found.setdefault(finding.code, finding)
    yield from found.values()


def _part(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    yield from _divisions(document, paragraphs)
    yield from _articles(document, paragraphs)
    yield from _roman(document, paragraphs)
    yield from _clauses(document, paragraphs)
    yield from _points(document, paragraphs)


def _at(document: Document, *paragraphs: Paragraph) -> tuple[Place, ...]:
    return document.places([paragraph.lines[0] for paragraph in paragraphs])


# ── phần, chương, mục ────────────────────────────────────────────────────────────────────────────────────────────────


def _divisions(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    for index, paragraph in enumerate(paragraphs):
        match = _DIVISION.match(paragraph.lines[0].text)
        if match is None or not _is_division(paragraph, match):
            continue
        word, number = match[1].capitalize(), match["number"]
        wanted = _ROMAN_NUMBER if word in ("Phần", "Chương") else _ARABIC
        spelled = word == "Phần" and number.islower()  # "Phần thứ nhất" as laws have it
        if not (wanted.fullmatch(number) or spelled):
            kind = "La Mã" if wanted is _ROMAN_NUMBER else "Ả Rập"
            sentence = f"“{paragraph.lines[0].text[:40]}” không dùng số {kind}."
            yield breach("TT-CHUONG-DANG", _at(document, paragraph), sentence, f"Đánh số {kind} cho {word}.")
        yield from _division_look(document, paragraphs, index)


def _is_division(paragraph: Paragraph, match: re.Match[str]) -> bool:
    """On a line of its own: what only cites a chapter goes on."""
    alone = not (match["rest"] or "").strip()
    return alone and (paragraph.centred or paragraph.bold)


def _division_look(document: Document, paragraphs: Sequence[Paragraph], index: int) -> Iterator[Finding]:
    paragraph = paragraphs[index]
    first = paragraph.lines[0]
    if faces_named(first) and (not first.bold or first.italic or not paragraph.centred):
        sentence = f"“{first.text[:40]}” không trình bày chữ đứng, đậm, canh giữa."
        yield breach("TT-CHUONG-KIEU-CHU", _at(document, paragraph), sentence, "Đặt chữ đứng, đậm, canh giữa.")
    title = paragraph.lines[1:] or (paragraphs[index + 1].lines if index + 1 < len(paragraphs) else ())
    if not title or not (paragraph.lines[1:] or paragraphs[index + 1].centred):
        return
    if not all(in_capitals(line.text) for line in title) or not all(line.bold for line in title if faces_named(line)):
        sentence = f"Tiêu đề “{title[0].text[:50]}” không in hoa, đứng, đậm."
        mend = "Viết tiêu đề in hoa, đứng, đậm, canh giữa dưới số thứ tự."
        yield breach("TT-CHUONG-TIEU-DE", document.places(title), sentence, mend)


# ── điều ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _articles(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    found = [(p, match) for p in paragraphs if (match := _ARTICLE.match(p.text)) and not p.centred]
    found = [(p, match) for p, match in found if match["mark"].strip() or p.opening_bold(4)]
    wrong = [p for p, match in found if match["mark"] != "." or not re.fullmatch(r"\d+[a-zđ]?", match["number"])]
    if wrong:
        sentence = f"“{wrong[0].text[:30]}…” không đúng dạng “Điều 1. …”."
        yield breach("TT-DIEU-DANG", _at(document, *wrong), sentence, "Ghi “Điều”, số Ả Rập, dấu chấm.")
    light = [p for p, match in found if faces_named(p.lines[0]) and not _heading_bold(p, match)]
    if light:
        sentence = f"“{light[0].text[:30]}…” không trình bày chữ đứng, đậm."
        yield breach("TT-DIEU-KIEU-CHU", _at(document, *light), sentence, _LOOK)
    numbers = [(p, int(match["number"])) for p, match in found if match["number"].isdigit()]
    yield from _sequence(document, numbers, "TT-DIEU-THU-TU", "Điều")


def _heading_bold(paragraph: Paragraph, match: re.Match[str]) -> bool:
    letters = len("".join(match.group(0).split()))
    upright = "italic" not in paragraph.lines[0].inked[0].font.lower()
    return paragraph.opening_bold(letters) and upright


def _sequence(document: Document, numbers: Sequence[tuple[Paragraph, int]], code: str, name: str) -> Iterator[Finding]:
    """A number that is neither the next nor a new beginning."""
    before = None
    for paragraph, number in numbers:
        if before is not None and number not in (before + 1, 1):
            sentence = f"{name} {number} đứng sau {name} {before}; quy định đánh số liên tục."
            yield breach(code, _at(document, paragraph), sentence, f"Đánh lại số thứ tự của {name.lower()}.")
            return
        before = number


# ── mục (I, II), khoản, điểm ─────────────────────────────────────────────────────────────────────────────────────────


def _roman(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    wrong = []
    for paragraph in paragraphs:
        match = _ROMAN.match(paragraph.text)
        if match is None or len(paragraph.lines) > 3 or not any(c.isalpha() for c in match["title"]):
            continue
        if faces_named(paragraph.lines[0]) and not (paragraph.bold and in_capitals(match["title"])):
            wrong.append(paragraph)
    if wrong:
        sentence = f"“{wrong[0].text[:50]}” không in hoa, đứng, đậm."
        mend = "Viết số La Mã và tiêu đề của mục in hoa, đứng, đậm."
        yield breach("TT-MUC-LA-MA-KIEU-CHU", _at(document, *wrong), sentence, mend)


def _clauses(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    found = [(p, match) for p in paragraphs if (match := _CLAUSE.match(p.text)) and not p.centred]
    wrong = [p for p, match in found if match["mark"].strip() != "."]
    right = [(p, int(match["number"])) for p, match in found if match["mark"] == "."]
    if wrong and not _nested(found):
        sentence = f"“{wrong[0].text[:30]}…”: khoản đánh số Ả Rập, sau đó là dấu chấm."
        yield breach("TT-KHOAN-DANG", _at(document, *wrong), sentence, "Ghi “1.”, “2.”…")
    yield from _sequence(document, _outermost(right), "TT-KHOAN-THU-TU", "Khoản")


def _nested(found: Sequence[tuple[Paragraph, re.Match[str]]]) -> bool:
    """Both "1." and "1)" occur: the second may count something below điểm, on which the law is silent."""
    return {match["mark"].strip() for _, match in found} >= {".", ")"}


def _outermost(numbers: Sequence[tuple[Paragraph, int]]) -> list[tuple[Paragraph, int]]:
    """Only what begins at the same indent as the first: deeper lists count by themselves."""
    return [(p, number) for p, number in numbers if abs(p.indent - numbers[0][0].indent) < 3] if numbers else []


def _points(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    found = [(p, match) for p in paragraphs if (match := _POINT.match(p.text)) and not p.centred]
    wrong = [p for p, match in found if match["mark"] != ")"]
    if wrong:
        sentence = f"“{wrong[0].text[:30]}…”: điểm ghi chữ cái, sau đó là dấu đóng ngoặc đơn."
        yield breach("TT-DIEM-DANG", _at(document, *wrong), sentence, "Ghi “a)”, “b)”…")
        return
    before = ""
    for paragraph, match in found:
        letter = match["letter"]
        following = ALPHABET[ALPHABET.index(before) + 1 :][:1] if before in ALPHABET and before else ""
        if before and letter not in ("a", following):
            sentence = f"Điểm “{letter})” đứng sau điểm “{before})”; thứ tự là a, b, c, d, đ, e, g…"
            yield breach("TT-DIEM-THU-TU", _at(document, paragraph), sentence, f"Ghi “{following or 'a'})”.")
            return
        before = letter
