"""However the bytes are damaged, a package is read or refused by name; nothing else ever comes out."""

import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vanthu.standards import edxml
from vanthu.standards.edxml.tests.packages import NOON, TODAY, document, status

MARKUP = (
    b"< > /> </ & &#0; &#x41; <!-- --> <![CDATA[ ]]> <?x?> ' \" edXML: null <edXML:To/> <Signature/> <Attachment/> = -1"
)
PIECES = [*MARKUP.split(), b"", b" ", b"\r\n", b"\x00", b"\xff", b"PK\x03\x04"]
SIGNED = edxml.write_bytes(document(signature_xml=b"<Signature><a/></Signature>"))
STATUS = edxml.write_bytes(status())


@st.composite
def damaged(draw):
    data = draw(st.sampled_from([SIGNED, STATUS]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = start + draw(st.sampled_from([0, 0, 1, 2, 7, 40, 300]))
        data = data[:start] + draw(st.sampled_from(PIECES)) + data[stop:]
    return data


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_a_damaged_package_is_read_or_refused_by_name(data):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            message = edxml.read(io.BytesIO(data), attachments_dir=folder).message
        except edxml.EdxmlRefused:
            assert list(folder.iterdir()) == []
            return
        edxml.validate(message, today=TODAY)
        again = edxml.read(io.BytesIO(edxml.write_bytes(message)), attachments_dir=folder).message
        assert again == message
        out = io.BytesIO()
        if edxml.append_trace_header(io.BytesIO(data), out, organ_id="H37", timestamp=NOON):
            traced = edxml.read_envelope(io.BytesIO(out.getvalue())).message
            assert traced.trace == (*message.trace, edxml.TraceHeader("H37", NOON))
