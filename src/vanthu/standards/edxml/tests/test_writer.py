import io
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml.tests.packages import NOON, PDF, attachment, document, payload, read, status, text_of

EXPECTED_STATUS = """<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
    <edXML:edXMLHeader>
      <edXML:MessageHeader>
        <edXML:From>
          <edXML:OrganId>H37.05</edXML:OrganId>
          <edXML:OrganName>Sở Y tế</edXML:OrganName>
        </edXML:From>
        <edXML:ResponseFor>
          <edXML:OrganId>H37.02</edXML:OrganId>
          <edXML:Code>125/SNV-CCVC</edXML:Code>
          <edXML:DocumentId>H37.02,2026/03/09,125/SNV-CCVC</edXML:DocumentId>
          <edXML:PromulgationDate>2026/03/09</edXML:PromulgationDate>
        </edXML:ResponseFor>
        <edXML:StaffInfo>
          <edXML:Department>Văn thư</edXML:Department>
          <edXML:Staff>Phạm Thị D</edXML:Staff>
        </edXML:StaffInfo>
        <edXML:StatusCode>03</edXML:StatusCode>
        <edXML:Description>Đã tiếp nhận, vào sổ văn bản đến số 310</edXML:Description>
        <edXML:Timestamp>2026/03/09 12:00:00</edXML:Timestamp>
      </edXML:MessageHeader>
    </edXML:edXMLHeader>
  </edXML:edXMLEnvelope>
</edXML>
"""

EXPECTED_TAIL = """    <edXML:edXMLBody>
      <edXML:edXMLManifest version="1.0">
        <edXML:Reference>
          <edXML:ContentId>cid:a1</edXML:ContentId>
          <edXML:ContentType>application/pdf</edXML:ContentType>
          <edXML:Description>Văn bản</edXML:Description>
          <edXML:AttachmentName>125-SNV-CCVC.pdf</edXML:AttachmentName>
        </edXML:Reference>
      </edXML:edXMLManifest>
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded>
    <Attachment>
      <ContentId>cid:a1</ContentId>
      <AttachmentName>125-SNV-CCVC.pdf</AttachmentName>
      <Description>Văn bản</Description>
      <ContentType>application/pdf</ContentType>
      <edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">JVBERi0xLjc=</edXML:ContentTransferEncoded>
    </Attachment>
  </AttachmentEncoded>
</edXML>
"""

HEADER_ORDER = (
    "From OrganId OrganizationInCharge OrganName Email To OrganId OrganName To OrganId OrganName DocumentId Code "
    "CodeNumber CodeNotation PromulgationInfo Place PromulgationDate DocumentType Type TypeDetail TypeName Subject "
    "SignerInfo Competence Position FullName OtherInfo Priority PromulgationAmount PageAmount Direction Appendixes "
    "Appendix SteeringType ToPlaces Place Place TraceHeaderList TraceHeader OrganId Timestamp Bussiness "
    "BussinessDocType BussinessDocReason Paper StaffInfo Department Staff"
)


def test_a_status_package_is_written_exactly_so():
    assert text_of(status()) == EXPECTED_STATUS


def test_prefixes_indentation_and_line_ends_of_a_document_are_exactly_so():
    text = text_of(document(attachments=(attachment(data=b"%PDF-1.7"),)))
    assert text.endswith(EXPECTED_TAIL)
    assert text.startswith(EXPECTED_STATUS[: EXPECTED_STATUS.index("        <edXML:From>")])
    assert "\r" not in text
    assert "\t" not in text


def test_every_element_of_the_envelope_is_prefixed_and_none_of_the_attachments_but_the_content():
    text = text_of(document())
    envelope, tail = text.split("</edXML:edXMLEnvelope>")
    names = re.findall(r"<(?!/|\?)([\w:]+)", envelope)
    assert names[0] == "edXML"
    assert all(name.startswith("edXML:") for name in names[1:])
    prefixed = [name for name in re.findall(r"<(?!/)([\w:]+)", tail) if ":" in name]
    assert prefixed == ["edXML:ContentTransferEncoded"]


def test_elements_stand_in_the_order_of_the_official_software():
    text = text_of(document())
    header = text[text.index("<edXML:From>") : text.index("</edXML:TraceHeaderList>")]
    assert " ".join(re.findall(r"<edXML:(\w+)>", header)) == HEADER_ORDER.strip()


def test_a_namespace_aware_parser_reads_what_is_written():
    root = ET.fromstring(text_of(document()))
    names = {element.tag for element in root.iter()}
    assert all(name.startswith("{" + edxml.NAMESPACE + "}") for name in names)
    assert root.findtext(".//{*}Subject") == document().subject


def test_what_is_absent_is_left_out():
    bare = edxml.DocumentMessage(edxml.Organization("H37"), (edxml.Organization("G22"),), "x", edxml.Code("1", "A"))
    text = text_of(bare)
    assert not re.search(r"<([\w:]+)\s*/>|<([\w:]+)></\2>", text)
    for name in ("SignerInfo", "DueDate", "ToPlaces", "ResponseFor", "Direction", "TypeDetail", "TypeName"):
        assert f"<edXML:{name}>" not in text
    assert "<edXML:BussinessDocType>0</edXML:BussinessDocType>" in text
    assert "AttachmentEncoded" not in text
    assert "<edXML:edXMLManifest" in text


def test_markup_and_characters_xml_cannot_carry_do_no_harm(tmp_path):
    message = document(subject='V/v <a> & "b"\x00\x0b\ud800 ]]> \r\nhết')
    assert read(edxml.write_bytes(message), tmp_path).message.subject == 'V/v <a> & "b" ]]> \r\nhết'


def test_times_are_written_in_vietnam_time_and_never_guessed():
    utc = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)
    assert "<edXML:Timestamp>2026/03/10 01:30:00<" in text_of(status(timestamp=utc))
    with pytest.raises(ValueError, match="time zone"):
        text_of(status(timestamp=NOON.replace(tzinfo=None)))


def test_the_same_message_is_always_the_same_bytes_even_without_content_ids(tmp_path):
    nameless = document(attachments=(attachment(content_id=None), attachment("b.pdf", content_id=None)))
    first = edxml.write_bytes(nameless)
    assert edxml.write_bytes(nameless) == first
    ids = [item.content_id for item in read(first, tmp_path).message.attachments]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9a-f-]{36}", item) for item in ids)


def test_a_large_attachment_streams_in_whole_base64_blocks(tmp_path):
    class Dribble(io.RawIOBase):
        """A source that never returns as much as was asked for."""

        def __init__(self, data):
            self._data = io.BytesIO(data)

        def readable(self):
            return True

        def read(self, size=-1):
            return self._data.read(min(size, 1000) if size > 0 else size)

    class Slow(edxml.Content):
        def open(self):
            data = super().open().read()
            return io.BytesIO(data) if data[:4] == b"PK\3\4" else Dribble(data)

    data = bytes(range(256)) * 1000
    whole = edxml.Content.of(data)
    slow = Slow(whole.size, whole.sha256, _data=data)
    message = document(attachments=(edxml.Attachment("a.bin", "application/octet-stream", slow, content_id="x"),))
    assert payload(read(edxml.write_bytes(message), tmp_path).message.attachments[0]) == data


def test_a_zip_that_is_itself_the_attachment_arrives_as_a_zip(tmp_path):
    inner, outer = io.BytesIO(), io.BytesIO()
    for target, name, data in ((inner, "b.txt", b"x"), (outer, "b.zip", inner.getvalue)):
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(name, data() if callable(data) else data)
    message = document(attachments=(attachment("a.zip", outer.getvalue(), "application/zip"),))
    result = read(edxml.write_bytes(message), tmp_path)
    assert payload(result.message.attachments[0]) == outer.getvalue()
    assert result.message == message


def test_a_signature_that_is_no_single_element_is_not_smuggled_in():
    for xml in (b"<a/><b/>", b"</edXML:edXMLHeader>", b"<a>", b"", b"<!DOCTYPE a><a/>"):
        with pytest.raises((ValueError, edxml.EdxmlRefused)):
            edxml.write_bytes(document(signature_xml=xml))


def test_counted_attachments_cannot_be_written():
    envelope = edxml.read_envelope(io.BytesIO(edxml.write_bytes(document())))
    with pytest.raises(edxml.ContentNotKept):
        edxml.write_bytes(envelope.message)


def test_contents_are_equal_by_their_bytes_wherever_they_are(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(PDF)
    assert edxml.Content.at(path) == edxml.Content.of(PDF)
    assert edxml.Content.at(Path(path)).size == len(PDF)
    assert edxml.Content.of(PDF) != edxml.Content.of(PDF + b"x")


def test_midnight_in_another_zone_keeps_its_day():
    tokyo = datetime(2026, 3, 9, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert "2026/03/08 22:30:00" in text_of(status(timestamp=tokyo))
