"""Boxes 7a, 7b, 9b: who signs and who receives (ND30 Phụ lục I sections II.7, II.9; ND30-A13)."""

import re
from collections.abc import Iterator, Sequence

from vanthu.standards.letter.checking.components import Document, Signer
from vanthu.standards.letter.checking.geometry import MM, size_of
from vanthu.standards.letter.checking.kinds import BETWEEN_PARTIES, COURTESY, LETTER, MINUTES
from vanthu.standards.letter.checking.model import Finding, Place, place_of
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import folded, in_capitals
from vanthu.standards.letter.reading import Line

_CENTRED = 6 * MM
_LEVEL = 8.0  # points
_PREFIX = re.compile(r"^(?P<prefix>TUQ|TM|KT|TL|Q)\.\s\S")
_MISSPELT = re.compile(r"^(T/M|K/T|T/L|T/UQ|T\.M\b|K\.T\b|T\.L\b|T\.U\.Q\b|TUQ|TM|KT|TL|Q)(?P<end>[.:,]?)\s*")
_COLLECTIVES = (
    *("ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "HĐND", "BAN ", "ĐOÀN", "THƯỜNG TRỰC", "TẬP THỂ", "CHÍNH PHỦ"),
    *("ĐẢNG ỦY", "ĐẢNG UỶ", "TỔ ", "HỘI ", "CHỦ TỊCH ĐOÀN", "QUỐC HỘI", "LIÊN ĐOÀN", "TỔNG LIÊN ĐOÀN"),
)
_HEADS = (
    *("GIÁM ĐỐC", "BỘ TRƯỞNG", "CHỦ TỊCH", "CỤC TRƯỞNG", "VỤ TRƯỞNG", "TRƯỞNG", "HIỆU TRƯỞNG", "CHÁNH"),
    *("TỔNG GIÁM ĐỐC", "THỦ TƯỚNG", "TỔNG CỤC TRƯỞNG", "VIỆN TRƯỞNG", "CHỦ NHIỆM"),
)
_DEPUTY = re.compile(r"\b(PHÓ|THỨ TRƯỞNG)\b")
_RANK = re.compile(
    r"^(GS|PGS|TS|TSKH|ThS|Ths|CN|KS|BS|DS|LS|NGND|NGƯT|TTND|TTƯT|NSND|NSƯT|AHLĐ|BSCKI+"
    r"|Tiến sĩ|Thạc sĩ|Giáo sư|Phó [Gg]iáo sư|Kỹ sư|Cử nhân|Bác sĩ|Luật sư)[. ]"
)
_RANKED_SECTORS = re.compile(
    r"\b(BENH VIEN|Y TE|TRUONG|DAI HOC|HOC VIEN|VIEN|GIAO DUC|CONG AN|QUAN|QUOC PHONG|KHOA HOC|BIEN PHONG)\b"
)
_DASH = "-"
_TYPIST = re.compile(r"(?<=\.)\s+[A-ZĐ]{1,6}\.?\s?\(?\d{1,4}\)?$")  # box 12 behind the last recipient


def check(document: Document) -> Iterator[Finding]:
    """The end of the main text."""
    if document.head.national_name is None and document.head.number is None:
        return
    yield from _signers(document)
    yield from _recipients(document)


def _end_of_text(document: Document) -> tuple[Place, ...]:
    page = document.pages[document.main_pages - 1]
    return (place_of(page, 30 * MM, 20 * MM, page.width - 15 * MM, page.height / 2),)


# ── signers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _signers(document: Document) -> Iterator[Finding]:
    signers = document.close.signers
    if not signers:
        if document.kind is None or document.kind.key not in BETWEEN_PARTIES:
            sentence = "Không nhận ra chức vụ và họ tên người ký."
            mend = "Ghi quyền hạn, chức vụ in hoa, đậm ở bên phải, bên dưới là họ và tên."
            yield breach("TT-NGUOI-KY-THIEU", _end_of_text(document), sentence, mend)
        return
    for signer in signers:
        yield from _capacity(document, signer)
        yield from _name(document, signer)


def _capacity(document: Document, signer: Signer) -> Iterator[Finding]:
    lines = signer.capacity
    text = " ".join(line.text for line in lines)
    places = document.places(lines)
    misspelt = _MISSPELT.match(lines[0].text)
    prefix = _PREFIX.match(lines[0].text)
    if misspelt and not prefix and _looks_like_prefix(lines[0].text, misspelt):
        sentence = f"Quyền hạn ghi “{lines[0].text}”; quy định TM., Q., KT., TL., TUQ. có dấu chấm rồi cách chữ."
        yield breach("TT-QUYEN-HAN-VIET-TAT", places, sentence, "Ghi đúng chữ viết tắt, ví dụ “KT. GIÁM ĐỐC”.")
        return
    if prefix is None:
        return
    after = lines[0].text[prefix.end("prefix") + 1 :].strip()
    yield from _fitting_prefix(document, lines, prefix["prefix"], after, text)


def _looks_like_prefix(text: str, match: re.Match[str]) -> bool:
    """ "KT GIÁM ĐỐC", "T/M ỦY BAN": the letters stand before a title or a collective."""
    after = text[match.end() :].strip()
    return after.startswith((*_HEADS, *_COLLECTIVES)) and (match.end() < len(text))


def _fitting_prefix(document: Document, lines: Sequence[Line], prefix: str, after: str, text: str) -> Iterator[Finding]:
    places = document.places(lines)
    collective, head = (
        after.startswith(_COLLECTIVES),
        after.startswith(_HEADS) and not after.startswith("CHỦ TỊCH ĐOÀN"),
    )
    if (prefix == "TM" and head and not collective) or (prefix != "TM" and collective and not head):
        wanted = "tên tập thể lãnh đạo" if prefix == "TM" else "chức vụ của người đứng đầu"
        sentence = f"“{lines[0].text}”: sau {prefix}. phải là {wanted}."
        yield breach(
            "TT-QUYEN-HAN-TM", places, sentence, "Chọn đúng quyền hạn: TM. tập thể; KT., TL., TUQ., Q. chức vụ."
        )
    elif prefix == "KT" and not _DEPUTY.search(" ".join(line.text for line in lines[1:])):
        sentence = f"Dưới “{lines[0].text}” không có chức vụ của cấp phó."
        yield breach("TT-QUYEN-HAN-KT", places, sentence, "Ghi chức vụ cấp phó người ký ở dòng dưới KT.")


def _name(document: Document, signer: Signer) -> Iterator[Finding]:
    name = signer.name
    if name is None:
        return
    places = document.places([name])
    if in_capitals(name.text) and len(name.text.split()) > 1:
        sentence = f"Họ và tên “{name.text}” in hoa toàn bộ."
        yield breach("TT-HO-TEN-IN-HOA", places, sentence, "Viết in thường, hoa chữ đầu mỗi âm tiết.")
    agency = folded(" ".join(line.text for line in (*document.head.superior, *document.head.agency))).upper()
    if _RANK.match(name.text) and not _RANKED_SECTORS.search(agency):
        sentence = f"Trước họ tên “{name.text}” ghi học hàm, học vị hoặc danh hiệu."
        yield breach("TT-HO-TEN-HOC-HAM", places, sentence, "Chỉ ghi họ và tên.")
    middle = [line.centre for line in signer.capacity]
    if min(abs(name.centre - centre) for centre in middle) > _CENTRED:
        off = min(abs(name.centre - centre) for centre in middle) / MM
        sentence = f"Họ và tên lệch {off:.0f} mm so với giữa dòng chức vụ."
        yield breach("TT-NGUOI-KY-VI-TRI", places, sentence, "Canh giữa họ tên dưới chức vụ.")


# ── recipients ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _recipients(document: Document) -> Iterator[Finding]:
    heading, kind = document.close.heading, document.kind
    if heading is None:
        if kind is None or kind.key not in {*BETWEEN_PARTIES, COURTESY.key, MINUTES.key}:
            sentence = "Không nhận ra “Nơi nhận:” ở cuối văn bản."
            yield breach(
                "TT-NOI-NHAN-THIEU", _end_of_text(document), sentence, "Ghi “Nơi nhận:” và danh sách bên dưới."
            )
        return
    if heading.text.strip() not in ("Nơi nhận:", "Nơi nhận :"):
        sentence = f"Dòng đầu ghi “{heading.text[:40]}”; quy định “Nơi nhận:” trên dòng riêng."
        yield breach("TT-NOI-NHAN-DE-DANG", document.places([heading]), sentence, "Ghi riêng “Nơi nhận:”.")
    yield from _heading_place(document, heading)
    yield from _list(document)


def _heading_place(document: Document, heading: Line) -> Iterator[Finding]:
    capacity = [x for signer in document.close.signers for x in signer.capacity if x.page == heading.page]
    level = max((line.baseline for line in capacity), default=heading.baseline)
    flush = abs(heading.x0 - document.edges.left) < 3 * MM
    minutes = document.kind is MINUTES or len(document.close.signers) > 1
    if flush and (minutes or abs(level - heading.baseline) < max(_LEVEL, 0.9 * size_of(heading))):
        return
    what = "không sát lề trái" if not flush else "không ngang dòng quyền hạn, chức vụ của người ký"
    sentence = f"“Nơi nhận:” {what}."
    mend = "Đặt “Nơi nhận:” sát lề trái, ngang dòng quyền hạn, chức vụ."
    yield breach("TT-NOI-NHAN-VI-TRI", document.places([heading]), sentence, mend)


def _list(document: Document) -> Iterator[Finding]:
    lines = document.close.recipients
    if not lines:
        return
    items = _items(lines)
    places = document.places(lines)
    wrong = [item for item in items[:-1] if not (item.startswith(_DASH) and item.endswith(";"))]
    wrong += [item for item in items[-1:] if not (item.startswith(_DASH) and item.endswith("."))]
    kept = [item for item in items if re.match(r"^[-–—]?\s*Lưu\b", item)]
    if wrong:
        sentence = f"Nơi nhận có dòng “{wrong[0][:60]}” không đúng dạng."
        mend = "Mỗi nơi một dòng, đầu dòng gạch (-), cuối dòng dấu chấm phẩy, dòng cuối dấu chấm."
        yield breach("TT-NOI-NHAN-DANH-SACH", places, sentence, mend)
    if not kept or kept[-1] != items[-1] or not re.match(r"^\S?\s*Lưu\s?:\s*\S", kept[-1]):
        sentence = f"Dòng cuối nơi nhận là “{items[-1][:60]}”; quy định “- Lưu: VT, đơn vị soạn thảo.”."
        yield breach("TT-NOI-NHAN-LUU", places, sentence, "Ghi dòng cuối “- Lưu: VT, …”.")
    if document.kind is LETTER and document.head.letter_subject and not re.match(r"^[-–—]?\s*Như trên", items[0]):
        sentence = f"Dòng đầu nơi nhận của công văn là “{items[0][:60]}”; quy định “- Như trên;”."
        yield breach("TT-NOI-NHAN-NHU-TREN", places, sentence, "Ghi dòng đầu “- Như trên;”.")


def _items(lines: Sequence[Line]) -> list[str]:
    """One text a recipient: a line without dash after one without end mark goes on with it."""
    items: list[str] = []
    for line in lines:
        text = " ".join(line.text.split())
        if items and not text.startswith(("-", "–", "+", "•")) and not items[-1].endswith((";", ".")):
            items[-1] += " " + text
        else:
            items.append(text)
    if items:
        items[-1] = _TYPIST.sub("", items[-1])
    return items
