"""Boxes 1–5b, 9a, 10b and 11 on page 1, found by their words and by where they stand."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from vanthu.standards.letter.checking.components import Head
from vanthu.standards.letter.checking.geometry import MM, columns, frame_around, rules_below, size_of
from vanthu.standards.letter.checking.kinds import BY_TITLE, COURTESY, LETTER, DocumentKind, kind_of_notation
from vanthu.standards.letter.checking.words import alike, folded, in_capitals, mostly_capitals
from vanthu.standards.letter.reading import Line, Page, Rule

NATIONAL_NAME = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
URGENCY_MARKS = {"hoa toc": 30.0, "thuong khan": 40.0, "khan": 20.0}
"""Folded text and width in millimetres of the three marks."""
CIRCULATION_MARKS = frozenset(("xem xong tra lai", "luu hanh noi bo"))

NUMBER = re.compile(r"^\s*[Ss][ốỐ]\s*[:.]?\s*(?P<code>.*)$")
_DATE = re.compile(r"ng[àa]y\b[\W\d_]*th[áa]ng\b[\W\d_]*n[ăa]m\b[\W\d_]*$", re.IGNORECASE)
_SUBJECT_OF_LETTER = re.compile(r"^(V/v|Về việc|v/v|V/V)\b")
ADDRESSED_TO = re.compile(r"^\s*Kính\s+gửi\b", re.IGNORECASE)
_DEEPEST_INDENT = 15 * MM  # what begins further right than this is no line of the body
_TOLERANCE = 16.0  # points a centred line may be off its middle and still be taken for centred


def head_lines(page: Page) -> tuple[Line, ...]:
    """The lines of page 1 with the two columns of the head apart."""
    found: list[Line] = []
    for line in page.lines:
        parts = tuple(columns(line))
        joined = len(parts) > 1 and line.baseline > page.height * 0.6 and _two_components(parts)
        found.extend(parts if joined else (line,))
    return tuple(found)


def _two_components(parts: Sequence[Line]) -> bool:
    texts = [folded(part.text) for part in parts]
    return any(alike(part.text, NATIONAL_NAME) or alike(part.text, MOTTO) for part in parts) or (
        texts[0].startswith("so") and any(_DATE.search(part.text) for part in parts[1:])
    )


def find_head(page: Page, lines: Sequence[Line], *, expected: DocumentKind | None) -> tuple[Head, DocumentKind | None]:
    """The head and the type it shows; `lines` are those of page 1 that belong to the document."""
    national = _first(lines, lambda line: alike(line.text, NATIONAL_NAME))
    motto = _first(lines, lambda line: alike(line.text, MOTTO))
    top = _lower_of(national, motto) or page.height
    number = _first(lines, lambda line: _is_number(line, page, top))
    date = _first(lines, lambda line: _is_date(line, page, top, number))
    floor = min((line.baseline for line in (number, date, motto) if line is not None), default=top)
    superior, agency = _agency(page, lines, national or motto, number)
    title, kind = _title(page, lines, floor, number, expected)
    subject = _subject(page, lines, title, kind)
    letter_subject = _letter_subject(page, lines, floor) if title is None else ()
    urgency = _first(lines, lambda line: _is_urgency(line, page, floor))
    circulation = _first(lines, lambda line: folded(line.text) in CIRCULATION_MARKS)
    used = {national, motto, number, date, title, *superior, *agency, *subject, *letter_subject}
    addressed_to = _addressed_to([line for line in lines if line not in used], floor)
    head = Head(
        national_name=national,
        motto=motto,
        motto_rule=_nearest_rule(page, motto),
        superior=superior,
        agency=agency,
        agency_rule=_nearest_rule(page, agency[-1] if agency else None),
        number=number,
        date=date,
        letter_subject=letter_subject,
        title=title,
        subject=subject,
        subject_rule=_nearest_rule(page, subject[-1] if subject else None),
        urgency=urgency,
        urgency_frame=None if urgency is None else frame_around(page, urgency),
        circulation=circulation,
        circulation_frame=None if circulation is None else frame_around(page, circulation),
        addressed_to=addressed_to,
    )
    # "TC-VP" begins like a Thông cáo, but "V/v" below it makes it a letter of an agency called TC.
    return head, LETTER if letter_subject or _addressed_letter(head) else kind


def _addressed_letter(head: Head) -> bool:
    """Without name of a type, with addressees and a notation that begins with no type's abbreviation."""
    if head.title is not None or not head.addressed_to or head.number is None:
        return False
    notation = _notation(head.number)
    return "-" in notation and kind_of_notation(notation) is None and not notation.startswith("-")


def _first(lines: Iterable[Line], matches: Callable[[Line], bool]) -> Line | None:
    return next((line for line in lines if matches(line)), None)


def _lower_of(*lines: Line | None) -> float | None:
    return min((line.baseline for line in lines if line is not None), default=None)


def _nearest_rule(page: Page, line: Line | None) -> Rule | None:
    return next(iter(rules_below(page, line)), None) if line is not None else None


def _is_number(line: Line, page: Page, top: float) -> bool:
    match = NUMBER.match(line.text)
    if match is None or not (top - 130 < line.baseline < top + 5 and line.centre < page.width / 2):
        return False
    return "/" in line.text or ":" in line.text or re.match(r"\d", match["code"]) is not None


def _is_date(line: Line, page: Page, top: float, number: Line | None) -> bool:
    level = number.baseline if number is not None else top - 25
    near = abs(line.baseline - level) < 40 and line.baseline < top + 5
    return bool(_DATE.search(line.text)) and near and line.x1 > page.width * 0.55 and len(line.text) < 90


def _agency(
    page: Page, lines: Sequence[Line], national: Line | None, number: Line | None
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Left of the national name and above the number: upright is the superior body, bold the agency.

    Where nothing is bold, the last line is the agency's.
    """
    if national is None:
        return (), ()
    floor = number.baseline + 5 if number is not None else national.baseline - 50
    left = [
        line
        for line in lines
        if floor < line.baseline < national.baseline + 12 and line.x1 < national.x0 + 5 and line.centre < page.width / 2
    ]
    left.sort(key=lambda line: -line.baseline)
    first_bold = next((index for index, line in enumerate(left) if line.bold), len(left) - 1)
    return tuple(left[: max(first_bold, 0)]), tuple(left[max(first_bold, 0) :])


def _title(
    page: Page, lines: Sequence[Line], floor: float, number: Line | None, expected: DocumentKind | None
) -> tuple[Line | None, DocumentKind | None]:
    """The first centred line below the number that is the name of a type."""
    named = kind_of_notation(_notation(number)) if number is not None else None
    below = [line for line in lines if floor - 150 < line.baseline < floor - 5]
    for line in sorted(below, key=lambda line: -line.baseline):
        if abs(line.centre - _text_centre(page)) > _TOLERANCE + 4 or "," in line.text:
            continue
        kind = _kind_of_title(line.text)
        if kind is not None and (line.bold or in_capitals(line.text) or size_of(line) >= 13):
            return line, kind
    return None, named or expected


def _kind_of_title(text: str) -> DocumentKind | None:
    upper = " ".join(text.upper().split()).rstrip(" .")
    if upper in BY_TITLE:
        return BY_TITLE[upper]
    if in_capitals(text) and upper.startswith("THƯ ") and len(upper) < 40:
        return COURTESY  # "THƯ KHEN", "THƯ CHÚC MỪNG": an open letter is named for what it says
    longest = sorted(BY_TITLE, key=len, reverse=True)
    # "BÁO CÁO TÓM TẮT", "CÔNG ĐIỆN KHẨN": a name that goes on in capitals.
    begins = next((title for title in longest if in_capitals(text) and upper.startswith(title + " ")), None)
    return BY_TITLE[begins] if begins and len(upper) < 60 else None


def _notation(number: Line) -> str:
    return number.text.rpartition("/")[2].strip()


def _text_centre(page: Page) -> float:
    return (30 * MM + page.width - 17.5 * MM) / 2


def _subject(page: Page, lines: Sequence[Line], title: Line | None, kind: DocumentKind | None) -> tuple[Line, ...]:
    """The centred lines right below the name of the type, as far as a ruled line or another style."""
    if title is None or (kind is not None and not kind.subject_printed):
        return ()
    found: list[Line] = []
    above = title
    for line in sorted((x for x in lines if x.baseline < title.baseline - 3), key=lambda line: -line.baseline):
        if not _goes_on(page, found, above, line, title):
            break
        found.append(line)
        above = line
    return tuple(found)


def _goes_on(page: Page, found: list[Line], above: Line, line: Line, title: Line) -> bool:
    near = above.baseline - line.baseline < 2.4 * size_of(line)
    centred = abs(line.centre - title.centre) < 8
    ruled = any(line.baseline < rule.y < above.baseline for rule in page.rules if rule.length < 0.6 * page.width)
    if not near or not centred or (found and ruled) or ADDRESSED_TO.match(line.text):
        return False
    if not found:
        return not in_capitals(line.text)
    first = found[0]
    same = (line.bold, line.italic) == (first.bold, first.italic) and abs(size_of(line) - size_of(first)) < 0.3
    return same and not mostly_capitals(line.text)


def _letter_subject(page: Page, lines: Sequence[Line], floor: float) -> tuple[Line, ...]:
    """From "V/v" on, the lines centred with it that follow closely."""
    start = _first(
        lines,
        lambda line: (
            _SUBJECT_OF_LETTER.match(line.text) is not None
            and floor - 90 < line.baseline < floor
            and line.centre < page.width / 2
        ),
    )
    if start is None:
        return ()
    found = [start]
    below = sorted((line for line in lines if line.baseline < start.baseline - 3), key=lambda line: -line.baseline)
    for line in below:
        if line.centre > page.width / 2 or ADDRESSED_TO.match(line.text) or line.x1 > page.width * 0.55:
            continue
        near = found[-1].baseline - line.baseline < 1.7 * size_of(start)
        if not near or abs(line.centre - start.centre) > 8 or abs(size_of(line) - size_of(start)) > 0.3:
            break
        found.append(line)
    return tuple(found)


def _is_urgency(line: Line, page: Page, floor: float) -> bool:
    words = folded(line.text)
    if words not in URGENCY_MARKS and words not in ("hoa toc hen gio", "rat khan", "toi khan"):
        return False
    return floor - 160 < line.baseline < floor + 90 and line.centre < page.width / 2 and len(line.text) < 20


def _addressed_to(lines: Sequence[Line], floor: float) -> tuple[Line, ...]:
    """From "Kính gửi" on, the lines that begin far right of the margin."""
    ordered = sorted((line for line in lines if line.baseline < floor), key=lambda line: (-line.baseline, line.x0))
    start = next((index for index, line in enumerate(ordered) if ADDRESSED_TO.match(line.text)), None)
    if start is None:
        return ()
    margin = min(line.x0 for line in ordered)
    found = [ordered[start]]
    for above, line in pairwise(ordered[start:]):
        far = line.x0 > margin + _DEEPEST_INDENT or (line.text.startswith(("-", "–")) and line.x0 > margin + 38)
        if not far or above.baseline - line.baseline > 2.6 * size_of(line):
            break
        found.append(line)
    return tuple(found)
