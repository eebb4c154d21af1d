"""Reserve the places of number, date and signatures in a draft; fill number and date in later.

The leader signs with the form fields empty; filling a form is the one change such a certification allows, so number
and date enter after the leader's signature without breaking it (ND30-A14).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.reader import PdfFileReader

from vanthu.standards.signing.documents import (
    MALFORMED,
    AppendingWriter,
    coordinate,
    entry,
    form_fields,
    open_writer,
    saved,
    signatures,
    still_holds,
)
from vanthu.standards.signing.errors import (
    AlreadyNumbered,
    AlreadyReserved,
    NumberTooEarly,
    NumberUnprintable,
    PdfActiveContent,
    PdfAltered,
    PlaceMissing,
)
from vanthu.standards.signing.fonts import BASIC, Style, embed, embedded_glyphs, font_subset
from vanthu.standards.signing.places import (
    FIRST_SIGNER,
    NUMBER_FIELDS,
    SIGNATURE_FIELDS,
    Slot,
    is_partner,
    is_partner_field,
    is_signer,
    is_signer_field,
    signature_field,
    slot_of,
)

ASCENT, DESCENT = 0.891, 0.216
"""Of Tinos, in sizes: a line of text is their sum high, so a slot's height tells the size of its text."""
STYLES: Mapping[str, Style] = {"number": "Regular", "day": "Italic", "month": "Italic", "year": "Italic"}
FONT_NAMES: Mapping[Style, str] = {"Regular": "/VTSo", "Italic": "/VTNgay"}
LABELS = {
    "number": "Số văn bản", "day": "Ngày ban hành", "month": "Tháng ban hành", "year": "Năm ban hành",
    "leader": "Chữ ký số của người có thẩm quyền", "agency": "Chữ ký số của cơ quan",
    "stamp": "Chữ ký số của cơ quan", "partner": "Chữ ký số của bên kia",
}  # fmt: skip
SUFFIX_KEY = "/VTKyHieu"
"""Private entry of the number field: what follows the number when the page does not print it itself."""
PRINTED, READ_ONLY, CENTRED, RIGHT = 4, 1, 1, 2


def reserve(pdf: bytes, slots: Mapping[str, Slot], *, number_suffix: str | None = None, dated: bool = True) -> bytes:
    """Add the empty fields for number, day, month, year and the signature fields.

    `slots`: "number", "day", "month", "leader", "seal", and "year" unless the year is printed; "leader_2", "leader_3"…
    where several sign, "partner_2"… for other parties of an agreement, who may sign after the agency's signature, which
    then does not lock the file. `number_suffix`: what follows the number ("/SNV-CCVC") if the page does not print it;
    then right after the number in the same field.
    `dated`: False for a document that bears no date at its head, a biên bản (ND30 PL III mẫu 1.9).
    Raises `PlaceMissing`, `AlreadyReserved`, `PdfActiveContent`, `PdfUnreadable`, `PdfEncrypted`, `NumberUnprintable`.
    """
    missing = {"number", "leader", "seal", *(("day", "month") if dated else ())} - set(slots)
    if missing:
        raise PlaceMissing(", ".join(sorted(missing)))
    writer = open_writer(pdf)
    try:
        require_plain(writer)
        fonts = _embed_fonts(writer, number_suffix or "")
        fields = [_text_field(writer, name, slots[name], fonts) for name in NUMBER_FIELDS if name in slots]
        if number_suffix:
            fields[0].get_object()[pdf_name(SUFFIX_KEY)] = pdf_string(number_suffix)
        partners = sorted(filter(is_partner, slots))
        fields += [add_signature_field(writer, who, slots[who]) for who in (*signers_in(slots), *partners)]
        fields.append(add_signature_field(writer, "agency", slots[slot_of("agency")], last=not partners))
        add_to_form(writer, fields, fonts)
        return saved(writer)
    except MALFORMED as error:
        raise PlaceMissing(repr(error)) from error


def signers_in(slots: Mapping[str, Slot]) -> list[str]:
    """Who signs in person, "leader" first."""
    return sorted(filter(is_signer, slots), key=lambda who: (len(who), who))


def require_plain(writer: AppendingWriter) -> None:
    """No signature yet, none of our fields, and nothing that could change what is seen after signing."""
    taken = own_fields(writer)
    if taken or writer.prev.embedded_signatures:
        raise AlreadyReserved(", ".join(sorted(taken)))
    require_inactive(writer)


def own_fields(writer: AppendingWriter) -> set[str]:
    """The names of our fields that are in the file."""
    ours = {*NUMBER_FIELDS.values(), *SIGNATURE_FIELDS.values()}
    return {name for name in form_fields(writer) if name in ours or is_signer_field(name)}


def require_inactive(writer: AppendingWriter) -> None:
    """Nothing that could change what is seen after signing; raises `PdfActiveContent`."""
    root = writer.root
    names, action = entry(root, "/Names", {}), entry(root, "/OpenAction")
    scripted = "/JavaScript" in names or "/AA" in root or "/OCProperties" in root
    runs = isinstance(action, generic.DictionaryObject) and entry(action, "/S") != "/GoTo"
    if scripted or runs or "/XFA" in entry(root, "/AcroForm", {}):
        raise PdfActiveContent


def _embed_fonts(writer: AppendingWriter, suffix: str) -> dict[Style, generic.IndirectObject]:
    regular = font_subset("Regular", "".join(sorted(set(BASIC + suffix))))
    italic = font_subset("Italic", "0123456789")
    return {"Regular": embed(writer, regular, "Regular"), "Italic": embed(writer, italic, "Italic")}


def _text_field(
    writer: AppendingWriter, name: str, slot: Slot, fonts: Mapping[Style, generic.IndirectObject]
) -> generic.IndirectObject:
    style = STYLES[name]
    field = _widget(writer, NUMBER_FIELDS[name], LABELS[name], slot, "/Tx")
    field[pdf_name("/DA")] = pdf_string(f"{FONT_NAMES[style]} {text_size(slot.height):.2f} Tf 0 g")
    field[pdf_name("/Q")] = generic.NumberObject(RIGHT if name == "number" else CENTRED)
    field[pdf_name("/Ff")] = generic.NumberObject(READ_ONLY)
    return _register(writer, field, slot.page)


def add_signature_field(writer: AppendingWriter, who: str, slot: Slot, *, last: bool = True) -> generic.IndirectObject:
    """Put an empty signature field on its page; the caller adds it to the form. `last`: nobody signs after it."""
    label = LABELS["partner" if is_partner(who) else FIRST_SIGNER if is_signer(who) else who]
    field = _widget(writer, signature_field(who), label, slot, "/Sig")
    if last and not is_signer(who) and not is_partner(who):
        # After the agency's signature nothing but archive data (validation data, document timestamps) may follow.
        lock = {"/Type": pdf_name("/SigFieldLock"), "/Action": pdf_name("/All"), "/P": generic.NumberObject(1)}
        field[pdf_name("/Lock")] = writer.add_object(
            generic.DictionaryObject({pdf_name(key): value for key, value in lock.items()})
        )
    return _register(writer, field, slot.page)


def _widget(writer: AppendingWriter, name: str, label: str, slot: Slot, kind: str) -> generic.DictionaryObject:
    """A field merged with its widget. No `/P`: pyHanko's comparison would find the page by a path it cannot explain."""
    corners = (slot.x, slot.y, slot.x + slot.width, slot.y + slot.height)
    empty = appearance(b"", slot.width, slot.height)
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name(kind),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/TU"): pdf_string(label),
            pdf_name("/F"): generic.NumberObject(PRINTED),
            pdf_name("/Rect"): generic.ArrayObject(map(coordinate, corners)),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(empty)}),
        }
    )


def _register(writer: AppendingWriter, field: generic.DictionaryObject, page: int) -> generic.IndirectObject:
    reference: generic.IndirectObject = writer.add_object(field)
    place: Any = writer
    place.register_annotation(place.find_page_for_modification(page)[0], reference)
    return reference


def add_to_form(
    writer: AppendingWriter, fields: list[generic.IndirectObject], fonts: Mapping[Style, generic.IndirectObject]
) -> None:
    """Name fields in the form of the document, made if need be, with the fonts of their texts."""
    form = entry(writer.root, "/AcroForm")
    if not isinstance(form, generic.DictionaryObject):
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
        writer.update_root()  # type: ignore[no-untyped-call]
    known = entry(form, "/Fields", generic.ArrayObject())
    before = [known.raw_get(index) for index in range(len(known))]
    form[pdf_name("/Fields")] = generic.ArrayObject([*before, *fields])
    form[pdf_name("/SigFlags")] = generic.NumberObject(3)  # signatures exist; append only
    form.pop("/NeedAppearances", None)
    resources = generic.DictionaryObject(entry(form, "/DR", {}))
    faces = generic.DictionaryObject(entry(resources, "/Font", {}))
    faces.update({pdf_name(FONT_NAMES[style]): reference for style, reference in fonts.items()})
    resources[pdf_name("/Font")] = faces
    form[pdf_name("/DR")] = resources
    writer.update_container(form)


def appearance(
    content: bytes, width: float, height: float, resources: generic.DictionaryObject | None = None
) -> generic.StreamObject:
    """A form XObject of the size of its widget."""
    box = generic.ArrayObject([coordinate(0), coordinate(0), coordinate(width), coordinate(height)])
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): box,
            pdf_name("/Resources"): resources or generic.DictionaryObject(),
        },
        stream_data=content,
    )


def text_size(height: float) -> float:
    """Size of the text whose line is so high, to a quarter of a point."""
    return round(height / (ASCENT + DESCENT) * 4) / 4


def fill_number(pdf: bytes, *, number: str, issued_on: date, elsewhere: Collection[str] = ()) -> bytes:
    """Write number and date into their fields, appended; the leader's signature stays valid.

    `elsewhere`: our fields left empty because a program signed in one of its own.
    `number` as printed ("05"); day below 10 and months 1 and 2 get a leading zero (ND30 PL I).
    Raises `PlaceMissing`, `NumberTooEarly` (no leader's signature), `AlreadyNumbered`, `PdfAltered`,
    `NumberUnprintable`.
    """
    writer = open_writer(pdf)
    _require_leader_signed(writer.prev, elsewhere)
    month = f"{issued_on.month:02}" if issued_on.month < 3 else str(issued_on.month)
    texts = {"number": number, "day": f"{issued_on.day:02}", "month": month, "year": str(issued_on.year)}
    try:
        fields = form_fields(writer)
        dated = any(NUMBER_FIELDS[name] in fields for name in ("day", "month", "year"))
        for name, text in texts.items():
            if NUMBER_FIELDS[name] in fields:
                _fill(writer, fields[NUMBER_FIELDS[name]], name, text)
            elif name == "number" or (name != "year" and dated):
                raise PlaceMissing(name)
        return saved(writer)
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def _require_leader_signed(reader: PdfFileReader, elsewhere: Collection[str]) -> None:
    try:
        fields = form_fields(reader)
        made = {item.field_name: item for item in signatures(reader)}
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error
    if NUMBER_FIELDS["number"] not in fields:
        raise PlaceMissing(NUMBER_FIELDS["number"])
    if is_numbered(reader):
        raise AlreadyNumbered
    if unsigned(fields, {*made, *elsewhere}):
        raise NumberTooEarly
    if not all(still_holds(item) for item in made.values()):
        raise PdfAltered


def unsigned(fields: Collection[str], made: Collection[str]) -> list[str]:
    """The fields of people that nobody has signed yet; the first signer's is missed also where there is no field."""
    wanted = {SIGNATURE_FIELDS[FIRST_SIGNER], *filter(is_signer_field, fields)}
    return sorted(wanted - set(made))


def waits_for_partners(fields: Collection[str], made: Collection[str]) -> bool:
    """Whether another party of an agreement has still to sign."""
    return bool(set(filter(is_partner_field, fields)) - set(made))


def is_numbered(handler: object) -> bool:
    """Whether the number field is filled; also true when the file has none of our number fields."""
    reference = form_fields(handler).get(NUMBER_FIELDS["number"])
    return reference is None or bool(entry(reference.get_object(), "/V"))


def _fill(writer: AppendingWriter, reference: generic.IndirectObject, name: str, text: str) -> None:
    field = reference.get_object()
    text += str(entry(field, SUFFIX_KEY, ""))
    font_name = FONT_NAMES[STYLES[name]]
    font = writer.root["/AcroForm"]["/DR"]["/Font"].raw_get(font_name)
    left, bottom, right, top = (float(value) for value in field["/Rect"])
    width, height = right - left, top - bottom
    content = _text(text, font.get_object(), font_name, width, height, centred=entry(field, "/Q") == CENTRED)
    fonts = generic.DictionaryObject({pdf_name(font_name): font})
    stream = appearance(content, width, height, generic.DictionaryObject({pdf_name("/Font"): fonts}))
    field[pdf_name("/V")] = pdf_string(text)
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(stream)})
    writer.mark_update(reference)


def _text(
    text: str, font: generic.DictionaryObject, font_name: str, width: float, height: float, *, centred: bool
) -> bytes:
    """One line in the field: centred, or against the right edge; pressed together if it is wider than the field."""
    glyphs, widths = embedded_glyphs(font)
    absent = [char for char in text if char not in glyphs]
    if absent:
        raise NumberUnprintable("".join(absent))
    size = text_size(height)
    natural = sum(widths[char] for char in text) * size / 1000
    squeeze = min(1.0, width / natural) if natural else 1.0
    free = width - natural * squeeze
    x, y = (free / 2 if centred else free), DESCENT * size
    codes = "".join(f"{glyphs[char]:04X}" for char in text)
    scale = f"{squeeze * 100:.2f} Tz " if squeeze < 1 else ""
    return f"/Tx BMC q BT {font_name} {size:.2f} Tf {scale}0 g {x:.2f} {y:.2f} Td <{codes}> Tj ET Q EMC".encode()
