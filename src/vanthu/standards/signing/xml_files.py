"""XML signatures (XML-DSig, XAdES): only one that covers the whole document counts, and nothing around it is read.

Signature wrapping moves what was signed elsewhere and puts another text in its place. So the one signature must stand
right under the root, its one reference to content must be the whole document (URI="", or the Id of the root), and Ids
must be unique.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from lxml import etree
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature, SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from vanthu.standards.signing.errors import SignatureFileUnreadable
from vanthu.standards.signing.findings import Reason
from vanthu.standards.signing.reasons import reason
from vanthu.standards.signing.signers import Signed

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
CANONICAL = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}
MOST_BYTES = 32 << 20


def is_xml(data: bytes) -> bool:
    """Whether the bytes begin as XML does."""
    return data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def xml_signatures(data: bytes) -> list[Signed]:
    """The signature of an XML document, if any; raises `SignatureFileUnreadable`, and what `MALFORMED` lists."""
    root = _parsed(data)
    found = list(root.iter(f"{DS}Signature"))
    return [_signed(root, element, alone=len(found) == 1) for element in found[:20]]


def _parsed(data: bytes) -> etree._Element:
    if len(data) > MOST_BYTES:
        raise SignatureFileUnreadable("too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SignatureFileUnreadable(repr(error)) from error
    if b"<!DOCTYPE" in data:
        raise SignatureFileUnreadable("a document type may declare what it likes")
    return root


def _signed(root: etree._Element, element: etree._Element, *, alone: bool) -> Signed:
    own, others = _certificates(element)
    moment = _signing_time(element)
    shape = _Shape.of(root, element)
    whole = alone and shape.covers_all
    problems = _verified(root, own, shape.references) if whole else (reason("XML_NOT_WHOLE"),)
    return Signed(
        name=element.get("Id") or "",
        profile="XAdES" if element.find(f".//{XADES}SignedProperties") is not None else "XML-DSig",
        certificate=own,
        others=tuple(others),
        signer_info=None,
        signed_at=moment,
        problems=problems,
        coverage="entire_file" if whole else "unclear",
    )


@dataclass(frozen=True)
class _Shape:
    """Where a signature stands and what it points to."""

    references: int
    covers_all: bool

    @classmethod
    def of(cls, root: etree._Element, element: etree._Element) -> "_Shape":
        signed = element.find(f"{DS}SignedInfo")
        references = [] if signed is None else signed.findall(f"{DS}Reference")
        content = [one for one in references if one.get("Type") != SIGNED_PROPERTIES]
        ids = [value for node in root.iter() for name, value in node.attrib.items() if name in ("Id", "ID", "id")]
        plain = (
            element.getparent() is root
            and len(content) == 1
            and len(references) - len(content) <= 1
            and _is_whole(content[0], root)
            and len(ids) == len(set(ids))
        )
        return cls(len(references), plain)


def _is_whole(reference: etree._Element, root: etree._Element) -> bool:
    """The whole document without the signature, and no transformation that could leave anything out."""
    own = {""} | {f"#{root.get(name)}" for name in ("Id", "ID", "id") if root.get(name)}
    transforms = {one.get("Algorithm") for one in reference.iter(f"{DS}Transform")}
    return reference.get("URI") in own and ENVELOPED in transforms and transforms <= CANONICAL | {ENVELOPED}


def _verified(root: etree._Element, own: asn1_x509.Certificate, references: int) -> tuple[Reason, ...]:
    certificate = x509.load_der_x509_certificate(own.dump())
    expected = SignatureConfiguration(
        location="./",
        expect_references=references,
        # Whether it was good then is judged with our own trust; here only that it made the signature.
        verification_time=certificate.not_valid_before_utc,
    )
    try:
        results = XMLVerifier().verify(etree.tostring(root), x509_cert=certificate, expect_config=expected)
    except InvalidDigest:
        return (reason("CONTENT_CHANGED"),)
    except InvalidSignature:
        return (reason("SIGNATURE_BROKEN"),)
    except InvalidInput as error:
        weak = "algorithm" in str(error).lower()
        return (reason("WEAK_ALGORITHM" if weak else "UNSUPPORTED_FORMAT"),)
    except SignXMLException:
        return (reason("UNSUPPORTED_FORMAT"),)
    except etree.LxmlError as error:  # among others where the signature is not as its schema has it
        return (reason("MALFORMED", f"({type(error).__name__})"),)
    return () if _saw_the_root(root, results) else (reason("XML_NOT_WHOLE"),)


def _saw_the_root(root: etree._Element, results: Any) -> bool:
    """Whether what was verified is this document: only what the verifier hands back counts."""
    seen = results if isinstance(results, list) else [results]
    return any(one.signed_xml is not None and one.signed_xml.tag == root.tag for one in seen)


def _certificates(element: etree._Element) -> tuple[asn1_x509.Certificate, list[asn1_x509.Certificate]]:
    from base64 import b64decode

    texts = [node.text or "" for node in element.findall(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")]
    if not texts:
        raise SignatureFileUnreadable("the signer's certificate is not in the file")
    own, *others = (asn1_x509.Certificate.load(b64decode(text), strict=True) for text in texts[:20])
    return own, others


def _signing_time(element: etree._Element) -> datetime | None:
    node = element.find(f".//{XADES}SigningTime")
    if node is None or not node.text:
        return None
    moment = datetime.fromisoformat(node.text.strip())
    return moment if moment.tzinfo else None
