"""One test for each way in which real software is known to deviate from the standard."""

import base64
import io
import zipfile
from datetime import date

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml import Severity
from vanthu.standards.edxml.tests.packages import (
    NOON,
    PDF,
    TODAY,
    attachment,
    bent,
    codes,
    document,
    payload,
    read,
    status,
)

GOOD = base64.b64encode(PDF).decode()


def zipped(name: str, data: bytes) -> str:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return base64.b64encode(out.getvalue()).decode()


def test_prefixes_nobody_declared_are_read_by_their_local_name(tmp_path):
    text = bent(
        ("<AttachmentEncoded>", "<edXML:AttachmentEncoded>"),
        ("</AttachmentEncoded>", "</edXML:AttachmentEncoded>"),
        ("<edXML:Reference>", '<edXML:Reference xlink:href="">'),
    )
    result = read(text, tmp_path)
    assert result.message == document()
    assert codes(result.findings) == ["M.Package.Prefix", "M.Package.Prefix"]


def test_a_doubled_start_tag_is_refused_with_its_line(tmp_path):
    with pytest.raises(edxml.EdxmlRefused, match=r"T\.Package\.Malformed.*dòng \d+"):
        read(bent(("<edXML:From>", "<edXML:From><edXML:From>")), tmp_path)


def test_a_doubled_element_counts_once(tmp_path):
    text = bent(("<edXML:Subject>", "<edXML:Subject>Một</edXML:Subject><edXML:Subject>"))
    result = read(text, tmp_path)
    assert result.message.subject == "Một"
    assert codes(result.findings) == ["M.Element.Repeated"]


@pytest.mark.parametrize("junk", [b"1212", b"\r\n\x00\x01", "﻿rác ".encode()])
def test_junk_before_the_declaration_is_skipped_and_noted(junk, tmp_path):
    raw = edxml.write_bytes(document(signature_xml=b"<Signature><a/></Signature>"))
    result = read(junk + raw, tmp_path)
    assert codes(result.findings) == ["M.Package.LeadingBytes"]
    assert result.message.signature_xml == b"<Signature><a/></Signature>"
    assert result.size == len(junk) + len(raw)


def test_a_byte_order_mark_and_white_space_in_front_are_harmless(tmp_path):
    raw = edxml.write_bytes(document())
    assert codes(read(b"\xef\xbb\xbf" + raw, tmp_path).findings) == ["M.Package.Bom"]
    assert codes(read(b"\r\n  " + raw, tmp_path).findings) == []
    assert codes(read(raw + b"\r\n", tmp_path).findings) == []


def test_a_pdf_by_its_type_that_is_a_zip_in_truth_is_unwrapped(tmp_path):
    result = read(bent((GOOD, zipped("x.pdf", PDF))), tmp_path)
    assert payload(result.message.attachments[0]) == PDF
    assert codes(result.findings) == ["M.AttachmentEncoded.Attachment.Unzipped"]


def test_a_manifest_that_names_another_type_is_only_noted(tmp_path):
    text = bent(("<edXML:ContentType>application/pdf<", "<edXML:ContentType>text/plain<"))
    result = read(text, tmp_path)
    assert result.message.attachments[0].content_type == "application/pdf"
    assert codes(result.findings) == ["M.AttachmentEncoded.Attachment.ContentType"]


def test_the_name_comes_from_the_package_and_not_from_the_zip_entry(tmp_path):
    text = bent((GOOD, zipped("32da2890.edxml", b"xyz")), ("125-SNV-CCVC.pdf", "1896_QĐ-TTg.doc"))
    (file,) = read(text, tmp_path).message.attachments
    assert (file.name, file.content_type, payload(file)) == ("1896_QĐ-TTg.doc", "application/doc", b"xyz")


@pytest.mark.parametrize("organ", ["", "<edXML:OrganId>null</edXML:OrganId>", "<edXML:OrganId>NULL</edXML:OrganId>"])
def test_a_trace_without_its_node_is_kept_with_its_time(organ, tmp_path):
    text = bent(("<edXML:TraceHeader>\n          <edXML:OrganId>H37.02</edXML:OrganId>", f"<edXML:TraceHeader>{organ}"))
    message = read(text, tmp_path).message
    assert message.trace == (edxml.TraceHeader(None, NOON),)
    found = edxml.validate(message, today=TODAY)
    assert codes(found) == ["N.TraceHeaderList.TraceHeader.OrganId"]


def test_without_bussiness_and_signature_a_package_is_a_new_document(tmp_path):
    text = bent()
    start, end = text.index("<edXML:Bussiness>"), text.index("</edXML:Bussiness>") + len("</edXML:Bussiness>")
    message = read(text[:start] + text[end:], tmp_path).message
    assert message.business == edxml.Business(edxml.BusinessType.NEW)
    assert message.signature_xml is None


def test_without_any_trace_list_a_package_is_read(tmp_path):
    text = bent()
    start, end = text.index("<edXML:TraceHeaderList>"), text.index("</edXML:edXMLHeader>")
    assert read(text[:start] + text[end:], tmp_path).message.trace == ()


@pytest.mark.parametrize("empty", [" />", "><edXML:Code></edXML:Code></edXML:ResponseFor>"])
def test_an_empty_response_for_is_dropped(empty, tmp_path):
    result = read(bent(("<edXML:SteeringType>", f"<edXML:ResponseFor{empty}<edXML:SteeringType>")), tmp_path)
    assert result.message.response_for == ()
    assert codes(result.findings) == ["M.Element.Empty"]


def test_names_that_are_missing_or_repeat_codes_are_warnings(tmp_path):
    text = bent(("<edXML:OrganName>Sở Y tế</edXML:OrganName>", ""), ("UBND tỉnh Lạng Sơn", "H37.02"))
    message = read(text, tmp_path).message
    assert message.recipients[0] == edxml.Organization("H37.05", "")
    found = edxml.validate(message, today=TODAY)
    assert [(item.code, item.severity, item.path) for item in found] == [
        ("N.MessageHeader.To.OrganName", Severity.WARNING, "MessageHeader.To[1].OrganName")
    ]


@pytest.mark.parametrize(("number", "severity"), [("20250917102233", Severity.WARNING), ("74fass22", None)])
def test_a_number_with_letters_or_fourteen_digits_is_taken(number, severity, tmp_path):
    message = read(bent(("<edXML:CodeNumber>125<", f"<edXML:CodeNumber>{number}<")), tmp_path).message
    assert message.code.number == number
    assert [item.severity for item in edxml.validate(message, today=TODAY)] == ([severity] if severity else [])


@pytest.mark.parametrize("xmlns", ["", ' xmlns="http://www.w3.org/2000/09/xmldsig#"'])
def test_a_dummy_signature_in_either_namespace_is_preserved(xmlns, tmp_path):
    signature = f'<Signature{xmlns}>\r\n\t<SignedInfo Id="&gt;"/><!-- > -->\r\n</Signature >'.encode()
    message = read(edxml.write_bytes(document(signature_xml=signature)), tmp_path).message
    assert message.signature_xml == signature


@pytest.mark.parametrize("signature", [b"<Signature />", b'<Signature Id="/>"/>', b"<Signature></Signature>"])
def test_an_empty_signature_takes_nothing_behind_it_along(signature, tmp_path):
    end = b"</edXML:edXMLHeader>"
    text = edxml.write_bytes(document(signature_xml=signature)).replace(b"\n    " + end, end)
    assert read(text, tmp_path).message.signature_xml == signature


def test_a_signature_inside_a_signature_ends_where_the_outer_one_ends(tmp_path):
    signature = b"<Signature><Object><Signature><a/></Signature></Object></Signature>"
    assert read(edxml.write_bytes(document(signature_xml=signature)), tmp_path).message.signature_xml == signature


def test_the_habits_of_the_net_writer_are_read(tmp_path):
    text = bent(
        ("<edXML:Reference>", '<edXML:Reference xlink:href="cid:a1" xlink:role="XLinkRole" xlink:type="simple">'),
        (
            "<edXML:TraceHeaderList>",
            '<edXML:TraceHeaderList version="1.0" mustUnderstand="1" actor="http://schemas.xmlsoap.org/soap/actor/next">',
        ),
        ("</edXML:TraceHeaderList>", "</edXML:TraceHeaderList><edXML:DigitalSignature/>"),
        ("<ContentId>cid:a1<", "<ContentId>a1<"),
        (f'<edXML:ContentTransferEncoded xmlns:edXML="{edxml.NAMESPACE}">', "<ContentTransferEncoded>"),
        ("</edXML:ContentTransferEncoded>", "</ContentTransferEncoded>"),
    )
    result = read(text, tmp_path)
    assert result.message == document()
    assert codes(result.findings) == ["M.Package.Prefix"]


def test_cid_is_taken_off_as_often_as_it_was_put_on(tmp_path):
    assert read(bent(("cid:a1", "cid:cid:a1")), tmp_path).message == document()


def test_an_impossible_date_inside_an_id_is_no_date(tmp_path):
    odd = document(document_id="000.00.00.G22,2014/02/30,7806/VPCP-TTĐT")
    result = read(edxml.write_bytes(odd), tmp_path)
    assert result.message.document_id == odd.document_id
    assert result.findings == ()


def test_an_impossible_date_of_its_own_is_kept_as_text_and_noted(tmp_path):
    text = bent(("<edXML:PromulgationDate>2026/03/09<", "<edXML:PromulgationDate>2014/02/30<"))
    result = read(text, tmp_path)
    path = "MessageHeader.PromulgationInfo.PromulgationDate"
    assert result.message.promulgation_date is None
    assert result.message.unread == (edxml.Unread(path, "2014/02/30"),)
    assert [(item.code, item.severity) for item in result.findings] == [(f"T.{path}", Severity.WARNING)]
    assert "<edXML:PromulgationDate>2014/02/30<" in edxml.write_bytes(result.message).decode()
    errors = [item for item in edxml.validate(result.message, today=TODAY) if item.severity is Severity.ERROR]
    assert codes(errors) == [f"T.{path}"]


@pytest.mark.parametrize("code", ["04", "05"])
def test_codes_04_and_05_that_some_shift_by_one_are_passed_on_unchanged(code, tmp_path):
    assert read(edxml.write_bytes(status(status_code=code)), tmp_path).message.status_code == code


@pytest.mark.parametrize("code", ["1", "6"])
def test_a_status_code_without_its_zero_is_completed(code, tmp_path):
    text = bent(("<edXML:StatusCode>03<", f"<edXML:StatusCode>{code}<"), message=status())
    assert read(text, tmp_path).message.status_code == f"0{code}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/03/09", date(2026, 3, 9)),
        ("2026-03-09", date(2026, 3, 9)),
        ("09/03/2026", date(2026, 3, 9)),
        ("9/3/2026", date(2026, 3, 9)),
        ("2026/03/09 17:19:16", date(2026, 3, 9)),
        ("2026-03-09T17:19:16.123+07:00", date(2026, 3, 9)),
    ],
)
def test_dates_are_read_in_every_form_met(text, day, tmp_path):
    result = read(bent(("<edXML:PromulgationDate>2026/03/09<", f"<edXML:PromulgationDate>{text}<")), tmp_path)
    assert result.message.promulgation_date == day
    assert result.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026/03/09 12:00:00",
        "2026-03-09T12:00:00",
        "09/03/2026 12:00",
        "2026-03-09T05:00:00Z",
        "2026-03-09 12:00+0700",
    ],
)
def test_times_are_read_in_every_form_met(text, tmp_path):
    bad = bent(("<edXML:Timestamp>2026/03/09 12:00:00<", f"<edXML:Timestamp>{text}<"), message=status())
    assert read(bad, tmp_path).message.timestamp == NOON


@pytest.mark.parametrize("text", ["2026/03/09 25:00:00", "hôm qua", "2026/03", "2026-03-09T12:00:00+99:00"])
def test_times_that_mean_nothing_are_kept_as_text(text, tmp_path):
    bad = bent(("<edXML:Timestamp>2026/03/09 12:00:00<", f"<edXML:Timestamp>{text}<"), message=status())
    result = read(bad, tmp_path)
    assert result.message.timestamp is None
    assert result.message.unread == (edxml.Unread("MessageHeader.Timestamp", text),)
    assert codes(result.findings) == ["T.MessageHeader.Timestamp"]


def test_the_order_of_elements_does_not_matter(tmp_path):
    text = bent()
    start, end = text.index("        <edXML:Subject>"), text.index("      </edXML:MessageHeader>")
    shuffled = "\n".join(sorted(text[start:end].split("\n        <edXML:SteeringType>")))
    moved = text[:start] + "<edXML:SteeringType>" + shuffled.replace("<edXML:SteeringType>", "", 1) + text[end:]
    assert text != moved
    attachments_first = text.replace("  <AttachmentEncoded>", "<!--").partition("<!--")
    body = attachments_first[2].partition("</AttachmentEncoded>")[0]
    head, envelope = attachments_first[0].split("  <edXML:edXMLEnvelope", 1)
    reordered = f"{head}<AttachmentEncoded>{body}</AttachmentEncoded>  <edXML:edXMLEnvelope{envelope}</edXML>"
    assert read(reordered, tmp_path).message == document()


def test_bussiness_may_stand_before_the_traces_and_paper_beside_them(tmp_path):
    text = bent(("<edXML:Paper>0</edXML:Paper>", ""))
    start, end = text.index("<edXML:TraceHeader>"), text.index("<edXML:Bussiness>")
    trace = text[start:end]
    moved = text[:start] + text[end:].replace(
        "</edXML:Bussiness>", f"</edXML:Bussiness>{trace}<edXML:Paper>1</edXML:Paper>"
    )
    message = read(moved, tmp_path).message
    assert message.trace == document().trace
    assert message.business.paper


def test_unknown_elements_are_noted_once_and_do_no_harm(tmp_path):
    text = bent(("<edXML:DocumentId>", "<edXML:Mystery>1</edXML:Mystery><Mystery><a>2</a></Mystery><edXML:DocumentId>"))
    result = read(text, tmp_path)
    assert result.message == document()
    assert [(item.code, item.severity) for item in result.findings] == [("M.Element.Unknown", Severity.INFO)]


def test_another_namespace_is_read_and_noted(tmp_path):
    result = read(bent((f'<edXML xmlns="{edxml.NAMESPACE}">', '<edXML xmlns="http://www.go.vn/eDoc">')), tmp_path)
    assert result.message == document()
    assert codes(result.findings) == ["M.Package.Namespace"]


def test_the_manifest_may_be_called_manifest_and_disagree(tmp_path):
    text = bent(("edXML:edXMLManifest", "edXML:Manifest"), ("<edXML:ContentId>cid:a1<", "<edXML:ContentId>cid:other<"))
    result = read(text, tmp_path)
    assert [item.content_id for item in result.message.attachments] == ["a1"]
    assert [(item.code, item.severity) for item in result.findings] == [("M.Body.Manifest", Severity.WARNING)]
    assert ("M.Body.Manifest", Severity.ERROR) in [
        (item.code, item.severity) for item in edxml.validate(result.message, today=TODAY)
    ]


def test_a_name_ending_in_an_angle_bracket_loses_it(tmp_path):
    result = read(bent(("125-SNV-CCVC.pdf", "125-SNV-CCVC.pdf&gt;")), tmp_path)
    assert result.message.attachments[0].name == "125-SNV-CCVC.pdf"
    assert result.findings == ()


def test_attachments_without_ids_take_them_from_the_manifest_in_order(tmp_path):
    two = document(attachments=(attachment(), attachment("b.pdf", content_id="b2")))
    text = bent(("<ContentId>cid:a1</ContentId>", ""), ("<ContentId>cid:b2</ContentId>", ""), message=two)
    assert read(text, tmp_path).message == two


def test_a_pdf_that_is_none_is_noted(tmp_path):
    result = read(bent((GOOD, base64.b64encode(b"khong phai").decode())), tmp_path)
    assert codes(result.findings) == ["M.AttachmentEncoded.Attachment.Format"]


def test_an_attachment_without_name_or_content_is_named_and_noted(tmp_path):
    text = bent(
        ("      <AttachmentName>125-SNV-CCVC.pdf</AttachmentName>\n", ""),
        ("          <edXML:AttachmentName>125-SNV-CCVC.pdf</edXML:AttachmentName>\n", ""),
        (GOOD, ""),
    )
    result = read(text, tmp_path)
    (file,) = result.message.attachments
    assert (file.name, payload(file)) == ("tep-dinh-kem-1", b"")
    assert codes(result.findings) == [
        "N.AttachmentEncoded.Attachment.AttachmentName",
        "N.AttachmentEncoded.Attachment.ContentTransferEncoded",
    ]


def test_an_unknown_kind_of_business_is_an_error_and_not_forgotten(tmp_path):
    text = bent(("<edXML:BussinessDocType>0<", "<edXML:BussinessDocType>9<"))
    result = read(text, tmp_path)
    code = "R.TraceHeaderList.Bussiness.BussinessDocType"
    assert [(item.code, item.severity) for item in result.findings] == [(code, Severity.ERROR)]
    assert code in codes(edxml.validate(result.message, today=TODAY))
    assert "<edXML:BussinessDocType>9<" in edxml.write_bytes(result.message).decode()
