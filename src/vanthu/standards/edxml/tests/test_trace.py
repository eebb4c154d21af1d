import io

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml.tests.packages import NOON, bent, document, read, status, text_of

HUB = edxml.TraceHeader("H37", NOON)


def added(text: str | bytes) -> tuple[bool, bytes]:
    out = io.BytesIO()
    data = text.encode() if isinstance(text, str) else text
    done = edxml.append_trace_header(io.BytesIO(data), out, organ_id="H37", timestamp=NOON)
    return done, out.getvalue()


def inserted(before: bytes, after: bytes) -> bytes:
    """What was put in, provided nothing else changed."""
    start = next((n for n in range(len(before)) if before[n] != after[n]), len(before))
    grown = len(after) - len(before)
    assert before[start:] == after[start + grown :]
    return after[start : start + grown]


def test_the_header_goes_behind_the_last_one_and_nothing_else_changes(tmp_path):
    text = text_of(document(signature_xml=b"<Signature>\r\n<a/></Signature>")).replace("\n", "\r\n")
    done, data = added(text)
    assert done
    assert inserted(text.encode(), data).count(b"<edXML:TraceHeader>") <= 1
    message = read(data, tmp_path).message
    assert message.trace == (document().trace[0], HUB)
    assert message.business == document().business


def test_two_nodes_stay_in_the_order_of_travel(tmp_path):
    _, once = added(text_of(document()))
    out = io.BytesIO()
    edxml.append_trace_header(io.BytesIO(once), out, organ_id="G22", timestamp=NOON)
    assert [header.organ_id for header in read(out.getvalue(), tmp_path).message.trace] == ["H37.02", "H37", "G22"]


def test_behind_a_bussiness_that_comes_first_the_order_is_kept_too(tmp_path):
    text = bent()
    start, end = text.index("<edXML:TraceHeader>"), text.index("<edXML:Bussiness>")
    moved = text[:start] + text[end:].replace("</edXML:Bussiness>", f"</edXML:Bussiness>{text[start:end]}")
    _, data = added(moved)
    assert read(data, tmp_path).message.trace == (document().trace[0], HUB)


def test_without_a_header_it_goes_before_bussiness(tmp_path):
    _, data = added(text_of(document(trace=())))
    assert data.index(b"<edXML:TraceHeader>") < data.index(b"<edXML:Bussiness>")
    assert read(data, tmp_path).message == document(trace=(HUB,))


@pytest.mark.parametrize(
    "empty",
    [
        "<edXML:TraceHeaderList></edXML:TraceHeaderList>",
        '<edXML:TraceHeaderList id="a>b" />',
        "<edXML:TraceHeaderList><edXML:TraceHeader/></edXML:TraceHeaderList>",
        "",
    ],
)
@pytest.mark.parametrize("signature", [None, b"<Signature><a/></Signature>"])
def test_an_empty_or_missing_list_is_filled_or_made(empty, signature, tmp_path):
    text = text_of(document(signature_xml=signature))
    start = text.index("<edXML:TraceHeaderList>")
    end = text.index("</edXML:TraceHeaderList>") + len("</edXML:TraceHeaderList>")
    done, data = added(text[:start] + empty + text[end:])
    assert done
    message = read(data, tmp_path).message
    assert message.trace == (HUB,)
    assert message.signature_xml == signature


def test_the_prefix_of_the_package_is_used(tmp_path):
    for prefix in ("", "ns1:"):
        text = bent().replace("edXML:", prefix).replace("xmlns:edXML", "xmlns:ns1")
        _, data = added(text)
        assert f"<{prefix}TraceHeader><{prefix}OrganId>H37</{prefix}OrganId>".encode() in data
        assert read(data, tmp_path).message.trace[-1] == HUB


def test_junk_in_front_and_unknown_parts_stay(tmp_path):
    text = "1212" + bent(("<edXML:DocumentId>", "<edXML:Mystery a='>'/><edXML:DocumentId>"))
    _, data = added(text)
    assert data.startswith(b"1212<?xml")
    assert b"<edXML:Mystery a='>'/>" in data
    assert read(data, tmp_path).message.trace[-1] == HUB


def test_a_status_is_copied_unchanged():
    text = text_of(status())
    assert added(text) == (False, text.encode())


def test_markup_in_the_node_id_is_escaped(tmp_path):
    out = io.BytesIO()
    edxml.append_trace_header(io.BytesIO(text_of(document()).encode()), out, organ_id="</a>&<b>", timestamp=NOON)
    assert read(out.getvalue(), tmp_path).message.trace[-1].organ_id == "</a>&<b>"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "T.Package.Empty"),
        ("<!DOCTYPE a><edXML/>", "T.Package.Doctype"),
        ("<edXML/>", "N.Package.MessageHeader"),
        ("<edXML><a></edXML>", "T.Package.Malformed"),
        ("<edXML><edXMLEnvelope><edXMLHeader>", "T.Package.Truncated"),
    ],
)
def test_what_is_no_package_is_refused(text, code):
    with pytest.raises(edxml.EdxmlRefused) as caught:
        added(text)
    assert caught.value.code == code


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        edxml.append_trace_header(
            io.BytesIO(text_of(document()).encode()), io.BytesIO(), organ_id="H37", timestamp=NOON.replace(tzinfo=None)
        )
