"""What a forger does to a signed PDF. Each takes the bytes and gives other bytes."""

import re
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(BytesIO(pdf), strict=False)


def _saved(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def replace_content(pdf: bytes) -> bytes:
    """Append a revision in which page 1 shows other content."""
    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 1 rg 50 50 200 200 re f"))
    writer.update_container(page)
    return _saved(writer)


def overlay_annotation(pdf: bytes) -> bytes:
    """Append a visible comment over the text."""
    writer = _writer(pdf)
    entries = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Rect": generic.ArrayObject(map(generic.NumberObject, (50, 600, 300, 700))),
        "/Contents": generic.pdf_string("Đồng ý chi 100 tỷ đồng"),
        "/DA": generic.pdf_string("/Helv 12 Tf 0 g"),
    }
    annotation = generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()})
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(annotation))
    return _saved(writer)


def refill_number(pdf: bytes, number: str = "99") -> bytes:
    """Append another number in the number field."""
    writer = _writer(pdf)
    field = next(f.get_object() for f in _fields(writer) if f.get_object()["/T"] == "SoVanBan")
    field[pdf_name("/V")] = generic.pdf_string(number)
    writer.mark_update(field.container_ref)
    return _saved(writer)


def _fields(writer: IncrementalPdfFileWriter) -> list[generic.IndirectObject]:
    fields = writer.root["/AcroForm"]["/Fields"]
    return [fields.raw_get(index) for index in range(len(fields))]


def zero_contents(pdf: bytes) -> bytes:
    """Overwrite the value of the last signature with zeros, length kept."""
    start, end = _last_contents(pdf)
    return pdf[:start] + b"0" * (end - start) + pdf[end:]


def _last_contents(pdf: bytes) -> tuple[int, int]:
    last = list(re.finditer(rb"/Contents\s*<([0-9A-Fa-f]{1000,})>", pdf))[-1]
    return last.span(1)


def drop_byte_range(pdf: bytes) -> bytes:
    """Rename the last /ByteRange so that no reader finds it."""
    at = pdf.rindex(b"/ByteRange")
    return pdf[:at] + b"/ByteRongX"[:10] + pdf[at + 10 :]


def widen_gap(pdf: bytes) -> bytes:
    """Let the unsigned gap of the last signature swallow what follows it (SWA)."""
    last = list(re.finditer(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)", pdf))[-1]
    numbers = [int(item) for item in last.groups()]
    swallowed = 100
    new = b"%d %d %d %d" % (numbers[0], numbers[1], numbers[2] + swallowed, numbers[3] - swallowed)
    start, end = last.start(1), last.end(4)
    return pdf[:start] + new.ljust(end - start) + pdf[end:]


def junk_at_the_end(pdf: bytes) -> bytes:
    """Bytes after %%EOF that no signature covers."""
    return pdf + b"\n% them vao sau\n" + b"x" * 400 + b"\n"


def junk_with_a_tail(pdf: bytes) -> bytes:
    """The same, dressed up with an end marker that points back to the true cross-reference."""
    startxref = pdf[pdf.rindex(b"startxref") :]
    return pdf + b"\n% them vao sau\n" + startxref


def rewrite(pdf: bytes) -> bytes:
    """Save all objects into a new file, as printers and "optimisers" do."""
    out = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(pdf), strict=False)).write(out)
    return out.getvalue()


def flip_a_byte(pdf: bytes) -> bytes:
    """Change one byte of the page content of the first revision."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def drawn_on_the_page(pdf: bytes, content: bytes) -> bytes:
    """Append a revision that draws something on page 1 after what stands there."""
    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0]
    stood = page.raw_get("/Contents")
    parts = list(stood.get_object()) if isinstance(stood.get_object(), generic.ArrayObject) else [stood]
    # What stood there may leave the page in another state: it is wrapped up first.
    begin, end = (writer.add_object(generic.StreamObject(stream_data=data)) for data in (b"q", b"Q " + content))
    page[pdf_name("/Contents")] = generic.ArrayObject([begin, *parts, end])
    writer.update_container(page)
    return _saved(writer)


def _stream(writer: IncrementalPdfFileWriter, data: bytes) -> generic.IndirectObject:
    return writer.add_object(generic.StreamObject(stream_data=data))


def planted(pdf: bytes) -> bytes:
    """Before anybody signs: a comment that hides a line, and a page content that nothing refers to yet."""
    writer = _writer(overlay_annotation(pdf))
    hidden = generic.StreamObject(stream_data=b"0 g 50 50 200 200 re f")
    hidden[pdf_name("/Planted")] = generic.BooleanObject(True)
    writer.root[pdf_name("/Spare")] = writer.add_object(hidden)
    writer.update_root()
    return _saved(writer)


def unhide(pdf: bytes) -> bytes:
    """Shadow attack "hide": take away what covered the text when it was signed."""
    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0]
    kept = [item for item in page["/Annots"] if item.get_object()["/Subtype"] != "/FreeText"]
    page[pdf_name("/Annots")] = generic.ArrayObject(kept)
    writer.update_container(page)
    return _saved(writer)


def swap_planted(pdf: bytes) -> bytes:
    """Shadow attack "hide and replace": let the page show what lay unused in the signed file."""
    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = writer.root.raw_get("/Spare")
    writer.update_container(page)
    return _saved(writer)


def restyle_number(pdf: bytes) -> bytes:
    """Shadow attack "replace": another appearance for the number field, its value untouched."""
    writer = _writer(pdf)
    field = next(f.get_object() for f in _fields(writer) if f.get_object()["/T"] == "SoVanBan")
    look = generic.StreamObject(stream_data=b"BT /F1 12 Tf 0 g (99) Tj ET")
    look[pdf_name("/Type")], look[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
    look[pdf_name("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 40, 20)))
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.mark_update(field.container_ref)
    return _saved(writer)


def swap_fonts(pdf: bytes) -> bytes:
    """Put another font program under the letters of the page."""
    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0]
    fonts = page["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    inner = font["/DescendantFonts"][0]["/FontDescriptor"] if "/DescendantFonts" in font else font["/FontDescriptor"]
    name = next(key for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in inner)
    inner[pdf_name(name)] = _stream(writer, b"\0" * 64)
    writer.update_container(inner)
    return _saved(writer)


def sneak_a_signature_field(pdf: bytes) -> bytes:
    """Certification attack "SSA": an empty signature field whose look covers the text."""
    writer = _writer(pdf)
    look = generic.StreamObject(stream_data=b"1 g 0 0 300 100 re f")
    look[pdf_name("/Type")], look[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
    look[pdf_name("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 100)))
    entries = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/Widget"),
        "/FT": pdf_name("/Sig"),
        "/T": generic.pdf_string("Them"),
        "/Rect": generic.ArrayObject(map(generic.NumberObject, (50, 600, 350, 700))),
        "/F": generic.NumberObject(4),
        "/AP": generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)}),
    }
    field = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()}))
    form = writer.root["/AcroForm"]
    form["/Fields"].append(field)
    writer.update_container(form["/Fields"])
    writer.update_container(form)
    writer.register_annotation(writer.find_page_for_modification(0)[0], field)
    return _saved(writer)


def repeat_an_element(pdf: bytes) -> bytes:
    """Append a revision in which the structure holds one element twice."""
    writer = _writer(pdf)
    root = writer.root["/StructTreeRoot"]
    first = root["/K"].raw_get(0) if isinstance(root["/K"], generic.ArrayObject) else root.raw_get("/K")
    root[pdf_name("/K")] = generic.ArrayObject([first, first])
    writer.update_container(root)
    return _saved(writer)


def name_metadata_again(pdf: bytes) -> bytes:
    """Append a revision with other metadata, which are no XML."""
    writer = _writer(pdf)
    writer.root[pdf_name("/Metadata")] = _stream(writer, b"<x:xmpmeta")
    writer.update_root()
    return _saved(writer)


def with_script(pdf: bytes) -> bytes:
    """A script that runs when the file is opened."""
    writer = _writer(pdf)
    entries = {"/S": pdf_name("/JavaScript"), "/JS": generic.pdf_string("app.alert(1)")}
    action = generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()})
    writer.root[pdf_name("/OpenAction")] = writer.add_object(action)
    writer.update_root()
    return _saved(writer)


def with_objects(pdf: bytes, count: int) -> bytes:
    """So many objects more, each reached from the catalog."""
    writer = _writer(pdf)
    number = generic.NumberObject(1)
    made = [writer.add_object(generic.DictionaryObject({pdf_name("/N"): number})) for _ in range(count)]
    return _reached(writer, writer.add_object(generic.ArrayObject(made)))


def with_doublings(pdf: bytes, count: int) -> bytes:
    """A chain of arrays, each of which names the next one twice: two to the power of so many ways to the last."""
    writer = _writer(pdf)
    last = writer.add_object(generic.DictionaryObject())
    for _ in range(count):
        last = writer.add_object(generic.ArrayObject([last, last]))
    return _reached(writer, last)


def _reached(writer: IncrementalPdfFileWriter, item: generic.IndirectObject) -> bytes:
    writer.root[pdf_name("/Extra")] = item
    writer.update_root()
    return _saved(writer)


def bomb(body: bytes, *, pages: bytes = b"<</Type/Pages/Count 1/Kids[3 0 R]>>", more: bytes = b"") -> bytes:
    """A small file with a true cross-reference, whatever stands in object 3, and more in its catalog."""
    parts = [b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]/SigFlags 3>>%s>>" % more, pages, body]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + table
    return out + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
