import io

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml import Severity
from vanthu.standards.edxml.tests.conftest import sample_paths
from vanthu.standards.edxml.tests.packages import TODAY, codes, payload, read

SDK = sample_paths("sdk-demo")
READABLE = [*SDK, *(path for path in sample_paths("defective") if "double-From" not in path.name)]
ZIPPED = {"edoc_new", "edoc_update", "edoc_revocation", "edoc_replacement", "built_by_sdk_dc0bdef0"}


def named(path):
    return path.stem


@pytest.mark.parametrize("path", SDK, ids=named)
def test_a_package_of_the_official_software_has_no_errors(path, tmp_path):
    result = edxml.read(path, attachments_dir=tmp_path)
    found = (*result.findings, *edxml.validate(result.message, today=TODAY))
    assert [item for item in found if item.severity is Severity.ERROR] == []
    assert result.size == path.stat().st_size


@pytest.mark.parametrize("path", READABLE, ids=named)
def test_a_sample_read_written_and_read_again_is_the_same_message(path, tmp_path):
    first = edxml.read(path, attachments_dir=tmp_path / "1").message
    written = edxml.write_bytes(first)
    second = read(written, tmp_path / "2").message
    assert second == first
    assert edxml.write_bytes(second) == written


@pytest.mark.parametrize("path", READABLE, ids=named)
def test_the_envelope_alone_tells_the_same_without_bytes(path, tmp_path):
    whole, envelope = edxml.read(path, attachments_dir=tmp_path), edxml.read_envelope(path)
    assert (envelope.sha256, envelope.size) == (whole.sha256, whole.size)
    assert envelope.message.sender == whole.message.sender
    assert envelope.attachment_count == len(getattr(whole.message, "attachments", ()))
    for attachment in getattr(envelope.message, "attachments", ()):
        with pytest.raises(edxml.ContentNotKept):
            attachment.content.open()


def test_the_file_inside_the_zip_is_the_attachment_under_its_own_name(samples, tmp_path):
    for stem in ZIPPED:
        result = edxml.read(samples / "sdk-demo" / f"{stem}.edxml", attachments_dir=tmp_path / stem)
        (attachment,) = result.message.attachments
        assert attachment.name == "1896_QD-TTg_m_294779.doc"
        assert attachment.content_type == "application/doc"
        assert payload(attachment).startswith(b"<?xml version")
        assert "M.AttachmentEncoded.Attachment.Unzipped" in codes(result.findings)
        assert [path.name for path in (tmp_path / stem).iterdir()] == [attachment.content.path.name]


def test_recall_and_update_name_the_document_in_different_places(samples, tmp_path):
    def concerned(stem):
        message = edxml.read(samples / "sdk-demo" / f"{stem}.edxml", attachments_dir=tmp_path / stem).message
        return message.business.type, message.concerned_document_ids

    assert concerned("edoc_new") == (edxml.BusinessType.NEW, ())
    recalled = ("000.00.04.G14,2012/08/06,267/VPCP-TTĐT",)
    assert concerned("edoc_revocation") == (edxml.BusinessType.RECALL, recalled)
    assert concerned("edoc_update") == (edxml.BusinessType.UPDATE, ("000.00.00.G22,2014/02/30,7806/VPCP-TTĐT",))
    replaced = ("000.00.00.G22,2014/01/30,7806/VPCP-TTĐT",)
    assert concerned("edoc_replacement") == (edxml.BusinessType.REPLACE, replaced)


def test_the_update_sample_tells_who_comes_and_who_goes(samples, tmp_path):
    message = edxml.read(samples / "sdk-demo" / "edoc_update.edxml", attachments_dir=tmp_path).message
    changes = [(item.organ_id, item.receiver_type) for item in message.business.document_info.receivers]
    assert changes == [
        ("000.00.00.H41", edxml.ReceiverType.REMOVED),
        ("000.00.00.H14", edxml.ReceiverType.ADDED),
    ]


def test_every_status_sample_carries_the_code_in_its_name(samples, tmp_path):
    read_codes = {}
    for path in (samples / "sdk-demo").glob("status_*.edxml"):
        read_codes[path.stem[-2:]] = edxml.read(path, attachments_dir=tmp_path).message.status_code
    assert read_codes == {code: code for code in edxml.StatusCode}


def test_taking_back_is_addressed_to_the_receiver(samples, tmp_path):
    message = edxml.read(samples / "sdk-demo" / "status_cancellation_13.edxml", attachments_dir=tmp_path).message
    assert message.response_for.organ_id == "000.00.00.H41"
    assert message.response_for.document_id.startswith(message.sender.organ_id)


def test_the_sample_with_unbound_prefixes_is_read_and_its_attachment_kept_as_text(samples, tmp_path):
    path = samples / "defective" / "edoc_pvn_unbound-prefix.edxml"
    result = edxml.read(path, attachments_dir=tmp_path)
    assert codes(result.findings).count("M.Package.Prefix") == 2
    fault = [item for item in result.findings if item.severity is Severity.ERROR]
    assert codes(fault) == ["T.AttachmentEncoded.Attachment.ContentTransferEncoded"]
    assert payload(result.message.attachments[0]) == b"${__StringFromFile(test.txt,,,)}"
    assert result.message.attachments[0].description == "Description 1"


def test_the_sample_with_junk_in_front_is_read_without_it(samples, tmp_path):
    result = edxml.read(samples / "defective" / "edoc_new_pvn_junk-before-xml-decl.edxml", attachments_dir=tmp_path)
    assert "M.Package.LeadingBytes" in codes(result.findings)
    assert result.message.code == edxml.Code("74fass22", "VPCP-TTĐT")


def test_the_sample_with_a_doubled_tag_is_refused_in_words(samples, tmp_path):
    path = samples / "defective" / "edoc_tlt_double-From_unbound-prefix.edxml"
    for refuse in (lambda: edxml.read(path, attachments_dir=tmp_path), lambda: edxml.read_envelope(path)):
        with pytest.raises(edxml.EdxmlRefused) as caught:
            refuse()
        assert caught.value.code == "T.Package.Malformed"
        assert "thẻ đóng không khớp thẻ mở" in caught.value.sentence
    assert list(tmp_path.iterdir()) == []


def test_a_dummy_signature_is_preserved_byte_for_byte(samples, tmp_path):
    raw = (samples / "sdk-demo" / "edoc_update.edxml").read_bytes()
    message = read(raw, tmp_path).message
    assert message.signature_xml.startswith(b"<Signature>")
    assert message.signature_xml.endswith(b"</Signature>")
    assert message.signature_xml in raw
    assert message.signature_xml in edxml.write_bytes(message)


def test_a_stream_that_cannot_seek_is_read_too(samples, tmp_path):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    path = samples / "sdk-demo" / "edoc_new.edxml"
    from_pipe = edxml.read(Pipe(path.read_bytes()), attachments_dir=tmp_path / "1")
    assert from_pipe.message == edxml.read(path, attachments_dir=tmp_path / "2").message
