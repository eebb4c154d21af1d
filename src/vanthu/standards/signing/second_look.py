"""Where a file looks different from what was signed: both revisions are drawn and compared, page by page.

Only for files that are not in order: it says where to look and never makes a verdict better, but for one named case:
number and date that another tool drew after the leader's signature and before the agency's. Such a file is not proved
to be tampered with, nor to be what the leader signed: KHÔNG XÁC ĐỊNH. Draws with PDFium; call it in a confined process.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2
from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing.documents import MALFORMED, entry, open_reader, signatures
from vanthu.standards.signing.findings import Change, Outcome, Role, SignatureFinding, Verdict
from vanthu.standards.signing.reasons import reason, worst

CHANGED = frozenset({"CHANGED_AFTER_SIGNING", "CONTENT_AFTER_SIGNATURE"})
MOST_PAGES, MOST_PLACES = 200, 20
MOST_PIXELS = 2000
"""Of a side of a page that is drawn; an A4 page is drawn with a pixel a point."""
DIFFERENT, PAPER = 40, 235
"""Steps of grey that count as another colour, and what still counts as blank paper."""
GAP = 6
"""Rows of pixels; what is nearer together is one place."""
HEAD, LINE = 1 / 3, 24
"""Where number and date stand: in the first third of page 1, in lines not higher than so many points."""

Box = tuple[int, int, int, int]


def look_again(pdf: bytes, verdict: Verdict) -> Verdict:
    """The verdict with the places that changed after each signature that does not allow it."""
    if not needs_second_look(verdict):
        return verdict
    try:
        reader = open_reader(pdf)
        widgets = _signature_places(reader)
        certified = {str(item.field_name) for item in signatures(reader) if item.docmdp_level is not None}
    except MALFORMED:
        return verdict
    findings = [_looked_at(one, pdf, widgets) for one in verdict.signatures]
    for index, finding in enumerate(findings[:-1]):
        if finding.field not in certified and _numbered_between(finding, findings[index + 1 :], pdf, widgets):
            findings[index] = _of_another_tool(finding)
    return _judged_anew(verdict, tuple(findings))


def needs_second_look(verdict: Verdict) -> bool:
    """Whether anything was changed that could be shown."""
    return any(item.code in CHANGED for item in verdict.reasons)


def _looked_at(finding: SignatureFinding, pdf: bytes, widgets: Sequence["Place"]) -> SignatureFinding:
    if finding.signed_bytes is None or not CHANGED & {item.code for item in finding.reasons}:
        return finding
    return replace(finding, changes=tuple(differences(pdf[: finding.signed_bytes], pdf, widgets)[0]))


def _numbered_between(
    leader: SignatureFinding, later: Sequence[SignatureFinding], pdf: bytes, widgets: Sequence["Place"]
) -> bool:
    """Whether between a person's signature and the agency's valid one only ink was added, where number and date are."""
    seal = next((one for one in later if one.role is Role.AGENCY), None)
    broken = [item.code for item in leader.reasons if worst((item,)) is not Outcome.VALID]
    if leader.role is not Role.PERSON or broken != ["CHANGED_AFTER_SIGNING"] or leader.signed_bytes is None:
        return False
    if seal is None or seal.outcome is not Outcome.VALID or seal.signed_bytes is None:
        return False
    places, added_only = differences(pdf[: leader.signed_bytes], pdf[: seal.signed_bytes], widgets)
    return bool(places) and added_only and all(_in_the_head(place) for place in places)


def _in_the_head(place: Change) -> bool:
    bottom = place.top + place.height
    return place.page == 1 and 0 < place.height <= LINE and bottom <= place.page_height * HEAD


def _of_another_tool(finding: SignatureFinding) -> SignatureFinding:
    kept = [item for item in finding.reasons if item.code != "CHANGED_AFTER_SIGNING"]
    reasons = (reason("NUMBER_ADDED_AFTER"), *kept)
    return replace(finding, reasons=reasons, outcome=worst(reasons))


def _judged_anew(verdict: Verdict, findings: tuple[SignatureFinding, ...]) -> Verdict:
    """The same verdict, with the reasons that its findings give now."""
    gone = {item for one in verdict.signatures for item in one.reasons} - {r for one in findings for r in one.reasons}
    new = [item for one in findings for item in one.reasons if item not in verdict.reasons + verdict.notes]
    reasons = tuple(dict.fromkeys([*new, *(item for item in verdict.reasons if item not in gone)]))
    return replace(verdict, signatures=findings, reasons=reasons, outcome=worst(reasons))


Place = tuple[int, float, float, float, float]
"""Page from 0, left, top, right, bottom; points from the top left."""


def _signature_places(reader: PdfFileReader) -> list[Place]:
    """Where signatures are drawn: that one was added is told by the findings, it is no change of the page."""
    return [place for item in signatures(reader) for place in _place(reader, item.sig_field)]


def _place(reader: PdfFileReader, field: object) -> Iterator[Place]:
    pages = entry(reader.root, "/Pages")
    for number in range(min(int(entry(pages, "/Count")), MOST_PAGES)):
        page, _ = reader.find_page_for_modification(number)
        page = page.get_object()
        own = any(one.get_object() == field for one in entry(page, "/Annots", ()))
        if own and "/Rect" in field:  # type: ignore[operator]
            left, bottom, right, top = (float(value) for value in entry(field, "/Rect"))  # type: ignore[arg-type]
            height = float(_box(page)[3])
            yield number, left, height - top, right, height - bottom


def _box(page: object) -> Sequence[float]:
    while "/MediaBox" not in page and "/Parent" in page:  # type: ignore[operator]
        page = entry(page, "/Parent")  # type: ignore[arg-type]
    return [float(value) for value in entry(page, "/MediaBox", (0, 0, 595, 842))]  # type: ignore[arg-type]


def differences(old: bytes, new: bytes, apart_from: Sequence[Place] = ()) -> tuple[list[Change], bool]:
    """Where two revisions look different, and whether ink was only added to blank paper."""
    try:
        with closing(pypdfium2.PdfDocument(old)) as before, closing(pypdfium2.PdfDocument(new)) as after:
            before.init_forms()
            after.init_forms()
            return _compared(before, after, apart_from)
    except pypdfium2.PdfiumError:
        return [], False


def _compared(
    before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, apart_from: Sequence[Place]
) -> tuple[list[Change], bool]:
    both = min(len(before), len(after), MOST_PAGES)
    found: list[Change] = []
    added_only = len(before) == len(after) <= MOST_PAGES
    for index in range(both):
        size = after[index].get_size()
        scale = min(1.0, MOST_PIXELS / max(*size, 1))
        old, new = _drawn(before[index], scale), _drawn(after[index], scale)
        if old.size != new.size:
            found.append(Change(index + 1, 0, 0, 0, 0, *size))
            added_only = False
            continue
        mask = _mask(old, new, [place for place in apart_from if place[0] == index], scale)
        added_only = added_only and _was_blank(old, mask)
        found += [_change(index, box, scale, size) for box in _boxes(mask)]
        if len(found) >= MOST_PLACES:
            return found[:MOST_PLACES], False
    return found + [
        Change(page + 1, 0, 0, 0, 0, 595, 842) for page in range(both, min(len(after), both + 5))
    ], added_only


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=True, grayscale=True).to_pil()
    return drawn.convert("L")


def _mask(old: Image.Image, new: Image.Image, apart_from: Sequence[Place], scale: float) -> Image.Image:
    mask = ImageChops.difference(old, new).point([255 if value > DIFFERENT else 0 for value in range(256)])
    for _, left, top, right, bottom in apart_from:
        mask.paste(0, (int(left * scale) - 1, int(top * scale) - 1, int(right * scale) + 2, int(bottom * scale) + 2))
    return mask


def _was_blank(old: Image.Image, mask: Image.Image) -> bool:
    under = Image.composite(old, Image.new("L", old.size, 255), mask)
    return under.getextrema()[0] >= PAPER  # type: ignore[operator]


def _boxes(mask: Image.Image) -> list[Box]:
    """Rectangles around what differs; rows near together are one."""
    whole = mask.getbbox()
    if whole is None:
        return []
    rows = [row for row in range(whole[1], whole[3]) if mask.crop((0, row, mask.width, row + 1)).getbbox()]
    found: list[Box] = []
    first = previous = rows[0]
    for row in [*rows[1:], None]:
        if row is None or row - previous > GAP:
            inside = mask.crop((0, first, mask.width, previous + 1)).getbbox()
            assert inside is not None, "rows that differ have pixels that differ"
            found.append((inside[0], first, inside[2], previous + 1))
            first = row or 0
        previous = row or 0
    return found


def _change(index: int, box: Box, scale: float, size: tuple[float, float]) -> Change:
    left, top, right, bottom = (round(value / scale, 1) for value in box)
    return Change(index + 1, left, top, right - left, bottom - top, round(size[0], 1), round(size[1], 1))
