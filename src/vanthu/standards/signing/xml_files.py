"""XML signatures (XML-DSig, XAdES): only one that covers the whole document counts, and nothing around it is read.

Signature wrapping moves what was signed elsewhere and puts another text in its place. So the one signature must stand
right under the root, its one reference to content must be the whole document (URI="", or the Id of the root), and Ids
must be unique. The signature itself is left out of that: what it holds counts, and may be there, only where another
reference signs it.
"""

import hashlib
from base64 import b64decode
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
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
CANONICAL = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}
MOST_BYTES = 32 << 20
_HELD = (f"{DS}KeyInfo", f"{DS}Object", f"{DS}Object/{XADES}QualifyingProperties/{XADES}SignedProperties")
"""What a signature holds and may sign beside the content, each by its Id."""
_DIGESTS = {"sha1", "sha256", "sha384", "sha512"}
"""SHA-1 only tells certificates of one key apart here."""


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
    shape = _Shape.of(root, element)
    whole = alone and shape.covers_all
    problems = _verified(root, own, shape) if whole else (reason("XML_NOT_WHOLE"),)
    return Signed(
        name=element.get("Id") or "",
        profile="XML-DSig" if shape.properties is None else "XAdES",
        certificate=own,
        others=tuple(others),
        signer_info=None,
        signed_at=_signing_time(shape.properties),
        problems=problems,
        coverage="entire_file" if whole else "unclear",
    )


@dataclass(frozen=True)
class _Shape:
    """Where a signature stands and what it points to; `properties` are those of XAdES that it signs itself."""

    references: int
    covers_all: bool
    properties: etree._Element | None

    @classmethod
    def of(cls, root: etree._Element, element: etree._Element) -> "_Shape":
        references = element.findall(f"{DS}SignedInfo/{DS}Reference")
        held = [one for path in _HELD for one in element.findall(path)]
        by_uri = {f"#{one.get('Id')}": one for one in held if one.get("Id")}
        content = [one for one in references if one.get("URI") not in by_uri]
        signed = [by_uri[str(one.get("URI"))] for one in references if one not in content and _unchanged(one)]
        ids = [value for node in root.iter() for name, value in node.attrib.items() if name in ("Id", "ID", "id")]
        properties = [one for one in signed if one.tag == f"{XADES}SignedProperties"]
        plain = (
            element.getparent() is root
            and len(content) == 1
            and len(signed) == len(references) - 1
            and _is_whole(content[0], root)
            and len(ids) == len(set(ids))
            and all(one in signed or _holds_only(one, properties) for one in element.findall(f"{DS}Object"))
        )
        return cls(len(references), plain, properties[0] if plain and len(properties) == 1 else None)


def _is_whole(reference: etree._Element, root: etree._Element) -> bool:
    """The whole document without the signature, and no transformation that could leave anything out."""
    own = {""} | {f"#{root.get(name)}" for name in ("Id", "ID", "id") if root.get(name)}
    transforms = _transforms(reference)
    return reference.get("URI") in own and ENVELOPED in transforms and transforms <= CANONICAL | {ENVELOPED}


def _unchanged(reference: etree._Element) -> bool:
    return _transforms(reference) <= CANONICAL


def _transforms(reference: etree._Element) -> set[str | None]:
    return {one.get("Algorithm") for one in reference.iter(f"{DS}Transform")}


def _holds_only(place: etree._Element, properties: list[etree._Element]) -> bool:
    """Whether an unsigned place within the signature holds nothing but signed properties, and what XAdES adds later."""
    held = list(place)
    if len(held) != 1 or held[0].tag != f"{XADES}QualifyingProperties" or (place.text or "").strip():
        return False
    return all(one in properties or one.tag == f"{XADES}UnsignedProperties" for one in held[0])


def _verified(root: etree._Element, own: asn1_x509.Certificate, shape: _Shape) -> tuple[Reason, ...]:
    certificate = x509.load_der_x509_certificate(own.dump())
    expected = SignatureConfiguration(
        location="./",
        expect_references=shape.references,
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
    if not _saw_the_root(root, results):
        return (reason("XML_NOT_WHOLE"),)
    return () if _names(own, shape.properties) else (reason("SIGNATURE_BROKEN"),)


def _saw_the_root(root: etree._Element, results: Any) -> bool:
    """Whether what was verified is this document: only what the verifier hands back counts."""
    seen = results if isinstance(results, list) else [results]
    return any(one.signed_xml is not None and one.signed_xml.tag == root.tag for one in seen)


def _certificates(element: etree._Element) -> tuple[asn1_x509.Certificate, list[asn1_x509.Certificate]]:
    texts = [node.text or "" for node in element.findall(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")]
    if not texts:
        raise SignatureFileUnreadable("the signer's certificate is not in the file")
    own, *others = (asn1_x509.Certificate.load(b64decode(text), strict=True) for text in texts[:20])
    return own, others


def _names(own: asn1_x509.Certificate, properties: etree._Element | None) -> bool:
    """Whether the certificate is the one that XAdES has signed the digest of (EN 319 132-1, 5.2.2)."""
    digests = [] if properties is None else properties.findall(f".//{XADES}CertDigest")
    if not digests:
        return True
    method = digests[0].find(f"{DS}DigestMethod")
    algorithm = ("" if method is None else method.get("Algorithm") or "").rpartition("#")[2]
    value = b64decode(digests[0].findtext(f"{DS}DigestValue") or "")
    return algorithm in _DIGESTS and hashlib.new(algorithm, own.dump()).digest() == value


def _signing_time(properties: etree._Element | None) -> datetime | None:
    text = None if properties is None else properties.findtext(f".//{XADES}SigningTime")
    if not text:
        return None
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else None
