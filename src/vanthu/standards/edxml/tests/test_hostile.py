"""Packages made to harm the reader, and packages that were harmed on the way."""

import base64
import io
import struct
import zipfile
from dataclasses import replace

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml import DEFAULT, EdxmlRefused
from vanthu.standards.edxml.names import fit_bytes, safe_name
from vanthu.standards.edxml.tests.packages import PDF, attachment, bent, codes, document, payload, read, status, text_of

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def refused(text, folder, **limits) -> str:
    """The code of the refusal, which both readers must agree on and which leaves no file behind."""
    found = set()
    data = text.encode() if isinstance(text, str) else text
    for call in (
        lambda: edxml.read(io.BytesIO(data), attachments_dir=folder, limits=replace(DEFAULT, **limits)),
        lambda: edxml.read_envelope(io.BytesIO(data), limits=replace(DEFAULT, **limits)),
    ):
        with pytest.raises(EdxmlRefused) as caught:
            call()
        assert caught.value.sentence.endswith(".")
        found.add(caught.value.code)
    assert list(folder.iterdir()) == []
    assert len(found) == 1
    return found.pop()


def in_subject(text: str) -> str:
    return bent(("V/v rà soát", text))


@pytest.mark.parametrize(
    "doctype",
    [
        f"{BOMB}]>",
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1/x.dtd">',
        "<!DOCTYPE edXML>",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/p">%p;]>',
        "<!DOCTYPE x [<!ATTLIST edXML a CDATA 'b'>]>",
    ],
)
def test_any_dtd_or_entity_is_refused(doctype, tmp_path):
    assert refused(bent(("\n<edXML ", f"\n{doctype}\n<edXML ")), tmp_path) == "T.Package.Doctype"
    assert refused(doctype + text_of(status()).partition("\n")[2], tmp_path) == "T.Package.Doctype"


def test_an_entity_nobody_declared_is_refused(tmp_path):
    assert refused(in_subject("&nbsp;"), tmp_path) == "T.Package.Malformed"


def test_deep_nesting_is_refused(tmp_path):
    assert refused(in_subject("<a>" * 100_000), tmp_path) == "R.Package.Depth"


def test_too_many_elements_are_refused(tmp_path):
    assert refused(in_subject("<a/>" * 1001), tmp_path, elements=1000) == "R.Package.Elements"


def test_too_many_attributes_are_refused(tmp_path):
    many = " ".join(f'a{n}="1"' for n in range(40))
    assert refused(in_subject(f"<a {many}/>"), tmp_path) == "R.Package.Attributes"


def test_a_text_without_end_is_refused(tmp_path):
    assert refused(in_subject("dài " * 50_000), tmp_path) == "R.Package.Text"
    assert refused(in_subject("<a/> " * 60_000), tmp_path, element_chars=10_000) == "R.Package.Text"


def test_much_text_in_many_elements_is_refused(tmp_path):
    assert refused(in_subject(f"<a>{'x' * 1000}</a>" * 200), tmp_path, metadata_chars=100_000) == "R.Package.Text"


@pytest.mark.parametrize("token", [f"<a b='{'x' * 3_000_000}'/>", f"<!--{'x' * 3_000_000}-->", f"<{'x' * 3_000_000}/>"])
def test_a_tag_or_comment_without_end_is_refused(token, tmp_path):
    assert refused(in_subject(token), tmp_path) == "R.Package.Token"


def test_an_oversized_package_is_refused_while_it_arrives(tmp_path):
    assert refused(text_of(document()), tmp_path, package_bytes=2000) == "R.Package.Size"


def test_an_oversized_attachment_is_refused_and_removed(tmp_path):
    big = document(attachments=(attachment(), attachment("b.pdf", PDF * 300, content_id="b")))
    assert refused(text_of(big), tmp_path, attachment_bytes=100_000) == "R.Package.AttachmentSize"


def test_too_many_attachments_are_refused(tmp_path):
    many = document(attachments=tuple(attachment(content_id=str(n), data=b"x") for n in range(5)))
    assert refused(text_of(many), tmp_path, attachments=4) == "R.Package.Attachments"


def test_an_oversized_signature_is_refused(tmp_path):
    signed = document(signature_xml=b"<Signature>" + b"<a/>" * 1000 + b"</Signature>")
    assert refused(text_of(signed), tmp_path, signature_bytes=1000) == "R.Package.Signature"


def test_a_package_cut_anywhere_is_refused(tmp_path):
    data = text_of(document()).encode()
    start = data.index(b"<edXML ") + 8
    found = {refused(data[:cut], tmp_path) for cut in range(start, len(data) - 9, 97)}
    assert found <= {"T.Package.Truncated", "T.Package.Malformed"}
    assert refused(data[: len(data) // 2], tmp_path) == "T.Package.Truncated"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "T.Package.Empty"),
        (b" \r\n", "T.Package.Empty"),
        (bytes(range(256)) * 20, "T.Package.NotXml"),
        (PDF, "T.Package.NotXml"),
        (b"PK\x03\x04" + b"\0" * 100, "T.Package.NotXml"),
        (b"<html><body>502 Bad Gateway</body></html>", "T.Package.NotXml"),
        (b"x" * 5000 + b"<edXML/>", "T.Package.NotXml"),
        (b"<?xml version='1.0'?><html/>", "T.Package.NotEdxml"),
        (b"<edXML/>", "N.Package.MessageHeader"),
        (b"<edXML><edXMLEnvelope><edXMLHeader/></edXMLEnvelope></edXML>", "N.Package.MessageHeader"),
        ("<edXML>é</edXML>".encode("latin-1"), "T.Package.Malformed"),
        ("<edXML/>".encode("utf-16"), "T.Package.NotXml"),
        (b"<edXML>\x01</edXML>", "T.Package.Malformed"),
        (b"<edXML/><edXML/>", "T.Package.Malformed"),
        (b"<edXML a='1' a='2'/>", "T.Package.Malformed"),
    ],
)
def test_what_is_no_package_is_refused_by_name(data, code, tmp_path):
    assert refused(data, tmp_path) == code


def test_attachments_of_a_package_without_header_leave_no_file(tmp_path):
    text = "<edXML><AttachmentEncoded><Attachment><ContentTransferEncoded>QUJD</ContentTransferEncoded></Attachment>"
    assert refused(f"{text}</AttachmentEncoded></edXML>", tmp_path) == "N.Package.MessageHeader"


def test_a_status_with_attachments_leaves_no_file(tmp_path):
    end = "</edXML:edXMLEnvelope>"
    extra = text_of(document()).partition(end)[2]
    result = read(text_of(status()).partition(end)[0] + end + extra, tmp_path)
    assert result.message == status()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\a.dll", "a.dll"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\a\\công văn.pdf", "công văn.pdf"),
        ("C:công văn.pdf", "công văn.pdf"),
        ("125/SNV-CCVC.pdf", "125-SNV-CCVC.pdf"),
        ("..", "tep-dinh-kem-1"),
        ("", "tep-dinh-kem-1"),
        ("./.", "tep-dinh-kem-1"),
        (".htaccess", "htaccess"),
        ("a\x00b\x1b[31m\n.pdf", "ab[31m.pdf"),
        ("thư\u202efdp.exe", "thưfdp.exe"),
        ("a.pdf>", "a.pdf"),
        ("con.txt", "_con.txt"),
        ("a.pdf. . ", "a.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("Tờ trình số 5?.docx", "Tờ trình số 5_.docx"),
    ],
)
def test_names_from_strangers_become_one_harmless_name(raw, safe):
    assert safe_name(raw) == safe


def test_a_long_vietnamese_name_fits_a_file_system():
    name = fit_bytes("ữ" * 190 + ".pdf")
    assert len(name.encode()) <= 200
    assert name.endswith("ữ.pdf")


def test_a_name_with_a_path_never_reaches_the_disk(tmp_path):
    text = bent(("125-SNV-CCVC.pdf", "../../../evil.pdf"))
    folder = tmp_path / "a" / "b" / "c"
    result = read(text, folder)
    assert result.message.attachments[0].name == "evil.pdf"
    assert "M.AttachmentEncoded.Attachment.AttachmentName" in codes(result.findings)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["attachment-001.bin"]


def test_reading_twice_into_one_folder_overwrites_nothing(tmp_path):
    first = read(text_of(document()), tmp_path).message
    second = read(text_of(document(attachments=(attachment(data=b"%PDF other"),))), tmp_path).message
    assert payload(first.attachments[0]) == PDF
    assert payload(second.attachments[0]) == b"%PDF other"


def with_base64(text: str) -> str:
    good = base64.b64encode(PDF).decode()
    return bent((good, text))


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 5, 400, 700, 1370])
def test_text_that_is_not_base64_is_an_error_and_kept_as_it_came(cut, tmp_path):
    good = base64.b64encode(PDF).decode()
    broken = good[:cut] + "$" + good[cut:]
    result = read(with_base64(broken), tmp_path)
    faults = [item for item in result.findings if item.severity is edxml.Severity.ERROR]
    assert codes(faults) == ["T.AttachmentEncoded.Attachment.ContentTransferEncoded"]
    assert payload(result.message.attachments[0]) == broken.encode()
    assert result.message.attachments[0].content == edxml.Content.of(broken.encode())


@pytest.mark.parametrize("bad", ["QUJD=QUJD", "QQ==QQ==", "QUI=QUJD", "QUJDé", "QU<a/>JD", "A"])
def test_padding_in_the_middle_elements_and_other_letters_are_not_base64(bad, tmp_path):
    result = read(with_base64(bad), tmp_path)
    assert "T.AttachmentEncoded.Attachment.ContentTransferEncoded" in codes(result.findings)
    assert payload(result.message.attachments[0]) == bad.replace("<a/>", "").encode()


def test_a_fault_deep_in_a_long_attachment_gives_back_the_whole_text(tmp_path):
    good = base64.b64encode(PDF * 1000).decode()
    broken = good[:-100] + "!" + good[-100:]
    result = read(with_base64(broken), tmp_path)
    assert payload(result.message.attachments[0]) == broken.encode()
    counted = edxml.read_envelope(io.BytesIO(with_base64(broken).encode()))
    assert counted.message.attachments[0].content.size == len(broken)


def test_base64_with_line_breaks_is_read_and_missing_padding_forgiven(tmp_path):
    wrapped = base64.encodebytes(PDF).decode().replace("\n", "\r\n\t ")
    result = read(with_base64(wrapped), tmp_path / "1")
    assert payload(result.message.attachments[0]) == PDF
    assert result.findings == ()
    bare = base64.b64encode(PDF + b"z").decode().rstrip("=")
    forgiven = read(with_base64(bare), tmp_path / "2")
    assert payload(forgiven.message.attachments[0]) == PDF + b"z"
    assert [item.severity for item in forgiven.findings] == [edxml.Severity.WARNING]


def zipped(*entries: tuple[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def received(data: bytes, folder, name="a.txt", **limits):
    """The attachment as it is when another system put `data` on the wire under `name`."""
    text = with_base64(base64.b64encode(data).decode()).replace("125-SNV-CCVC.pdf", name)
    result = read(text, folder, limits=replace(DEFAULT, **limits))
    return payload(result.message.attachments[0]), codes(result.findings)


def test_a_zip_bomb_stays_a_zip(tmp_path):
    bomb = zipped(("a.txt", b"\0" * 20_000_000))
    data, found = received(bomb, tmp_path / "1", unzip_ratio=50)
    assert (data, found) == (bomb, ["R.AttachmentEncoded.Attachment.Zip"])
    data, found = received(bomb, tmp_path / "2", unzipped_bytes=1_000_000)
    assert (data, found) == (bomb, ["R.AttachmentEncoded.Attachment.Zip"])
    assert len(list(tmp_path.rglob("*.bin"))) == 2


def test_a_zip_that_claims_a_huge_directory_stays_a_zip(tmp_path):
    small = zipped(("a.txt", b"x"))
    place = small.index(b"PK\x05\x06")
    lying = small[: place + 12] + struct.pack("<I", 0x7FFFFFFF) + small[place + 16 :]
    zip64 = small[:place] + b"PK\x06\x07" + b"\0" * 16 + small[place:]
    for number, data in enumerate((lying, zip64)):
        assert received(data, tmp_path / str(number)) == (data, ["R.AttachmentEncoded.Attachment.Zip"])


def test_a_damaged_zip_stays_as_it_is(tmp_path):
    good = zipped(("a.txt", b"x" * 5000))
    for number, data in enumerate((good[:60], good[:40] + b"??" + good[42:], b"PK\x03\x04")):
        assert received(data, tmp_path / str(number)) == (data, ["R.AttachmentEncoded.Attachment.Zip"])


def test_an_entry_with_a_path_writes_nowhere_else(tmp_path):
    data, _ = received(zipped(("../../../evil.txt", b"x")), tmp_path / "a" / "b")
    assert data == b"x"
    assert [path.parent.name for path in tmp_path.rglob("*") if path.is_file()] == ["b"]


@pytest.mark.parametrize(
    ("name", "entries", "unwrapped"),
    [
        ("a.txt", [("x.txt", b"1")], True),
        ("a.doc", [("f00.edxml", b"1")], True),
        ("a.pdf", [("f00.pdf", b"%PDF")], True),
        ("a.txt", [("x.txt", b"1"), ("y.txt", b"2")], False),
        ("a.docx", [("[Content_Types].xml", b"1"), ("word/document.xml", b"2")], False),
        ("a.docx", [("f00.docx", b"PK")], True),
        ("a.zip", [("x.txt", b"1")], False),
        ("a.zip", [("x.zip", b"PK")], True),
        ("a.ods", [("content.xml", b"1")], False),
        ("a.txt", [("folder/", b""), ("folder/x.txt", b"1")], True),
        ("a.txt", [], False),
    ],
)
def test_only_a_wrapper_of_one_file_is_taken_off(name, entries, unwrapped, tmp_path):
    archive = zipped(*entries)
    data, _ = received(archive, tmp_path, name)
    assert data == (entries[-1][1] if unwrapped else archive)


def test_thousands_of_findings_are_cut_short(tmp_path):
    many = document(attachments=tuple(attachment(f"../{n}", b"x", content_id=str(n)) for n in range(50)))
    result = read(text_of(many), tmp_path, limits=replace(DEFAULT, findings=10))
    assert len(result.findings) == 11
    assert result.findings[-1].code == "R.Package.Findings"
