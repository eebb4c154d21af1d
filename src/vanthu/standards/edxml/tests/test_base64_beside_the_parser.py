"""The Base64 of attachments passes the XML parser by: what comes out must be what the parser would have said."""

import base64
import io

import pytest

from vanthu.standards import edxml
from vanthu.standards.edxml import scanner
from vanthu.standards.edxml.limits import DEFAULT
from vanthu.standards.edxml.payload import CountingSink
from vanthu.standards.edxml.tests.packages import attachment, bent, document

DATA = bytes(range(256)) * 700
TEXT = base64.b64encode(DATA).decode()
GOOD = bent(message=document(attachments=(attachment(data=DATA), attachment("b.pdf", DATA, content_id="b2"))))
OPENED = '<edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">'
assert OPENED in GOOD
ODD = {
    "as it is": GOOD,
    "in lines": GOOD.replace(TEXT, "\r\n".join(TEXT[at : at + 76] for at in range(0, len(TEXT), 76))),
    "a comment": GOOD.replace(TEXT[:3000], f"{TEXT[:3000]}<!-- ContentTransferEncoded> -->"),
    "a comment first": GOOD.replace(OPENED, f"{OPENED}<!-- {OPENED} -->"),
    "CDATA": GOOD.replace(TEXT, f"<![CDATA[{TEXT}]]>"),
    "a reference": GOOD.replace(TEXT, f"&#65;{TEXT[1:]}"),
    "a reference behind": GOOD.replace(TEXT, f"{TEXT[:-1]}&#61;"),
    "letters of no alphabet": GOOD.replace(TEXT, f"{TEXT[:50_000]}ạ!{TEXT[50_000:]}"),
    "an angle bracket in an attribute": GOOD.replace(OPENED, OPENED.replace(" xmlns", ' a="x>y" xmlns')),
    "an element inside": GOOD.replace(TEXT, f"{TEXT[:100]}<b/>{TEXT[100:]}"),
    "empty": GOOD.replace(TEXT, ""),
    "closed at once": GOOD.replace(f"{OPENED}{TEXT}</edXML:ContentTransferEncoded>", OPENED[:-1] + "/>"),
    "the name elsewhere": GOOD.replace("Sở Y tế", "<![CDATA[<ContentTransferEncoded>AAAA]]>"),
    "a signature behind": GOOD.replace("</edXML>", "<Signature><a>é</a></Signature></edXML>"),
}
BROKEN = {
    "a tag not closed": GOOD.replace("</AttachmentEncoded>", ""),
    "cut off in the text": GOOD[: GOOD.index(TEXT) + 90_000],
    "cut off in a tag": GOOD[: GOOD.rindex("</edXML:Content") + 9],
    "a letter XML does not know": GOOD.replace(TEXT, f"{TEXT[:70_000]}\x01{TEXT[70_000:]}"),
    "an ampersand in the third line": GOOD.replace(TEXT, f"{TEXT[:60]}\n{TEXT[60:120]}\n& {TEXT[120:]}"),
    "nothing after lines of text": GOOD.replace(TEXT, f"{TEXT}\n{TEXT}\n")[: -len("</edXML>\n")],
}


def told(text: str) -> object:
    """What the scanner says: everything of a good package, or the refusal."""
    sinks: list[CountingSink] = []

    def new_sink(_: int) -> CountingSink:
        sinks.append(CountingSink())
        return sinks[-1]

    try:
        scanned = scanner.scan(io.BytesIO(text.encode()), limits=DEFAULT, new_sink=new_sink)
    except edxml.EdxmlRefused as refused:
        return refused.code, refused.sentence
    return _tree(scanned.root), scanned.findings, scanned.signature_xml, scanned.sha256, scanned.size


def _tree(node: scanner.Node) -> tuple[object, ...]:
    found = node.payload
    payload = (found.content.size, found.head, found.fault, found.unpadded) if found else None
    return node.name, node.text, payload, tuple(_tree(child) for child in node.children)


@pytest.mark.parametrize("chunk", [64 * 1024, 997])
@pytest.mark.parametrize("name", [*ODD, *BROKEN])
def test_a_package_reads_the_same_whether_its_base64_passes_the_parser_or_not(name, chunk, monkeypatch):
    text = (ODD | BROKEN)[name]
    monkeypatch.setattr(scanner, "CHUNK", chunk)
    quick = told(text)
    monkeypatch.setattr(scanner, "_PAYLOAD", b"\0")
    assert quick == told(text)
    assert (len(quick) == 2) == (name in BROKEN)


def test_the_text_of_a_plain_attachment_never_reaches_the_parser(monkeypatch):
    seen: list[int] = []
    parse = scanner._Scanner._parse

    def counted(self, data, *, last=False):
        seen.append(len(data))
        parse(self, data, last=last)

    monkeypatch.setattr(scanner._Scanner, "_parse", counted)
    told(GOOD)
    assert sum(seen) == len(GOOD.encode()) - 2 * len(TEXT)


def test_a_hash_known_already_is_not_computed_again():
    given = edxml.read_envelope(io.BytesIO(GOOD.encode()), decode=False, sha256="ab" * 32)
    assert given.sha256 == "ab" * 32
