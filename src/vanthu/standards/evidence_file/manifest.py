"""ASiCManifest.xml (ETSI EN 319 162-1, Annex A.4): which entries are signed, each with its digest."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from vanthu.standards.evidence_file.container import SIGNATURE_ENTRY

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
DS = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MEDIA_TYPES = {"pdf": "application/pdf", "json": "application/json", "html": "text/html", "xml": "application/xml"}
PROOF_TYPES = {".p7s": "application/pkcs7-signature", ".tst": "application/vnd.etsi.timestamp-token"}
"""What may prove a manifest: the CAdES signature of an agency, or a time stamp alone (a "time assertion")."""


class ManifestUnreadable(Exception):
    """The manifest is no XML of this form."""


@dataclass(frozen=True)
class Manifest:
    """Where the signature or the time stamp lies, and the SHA-256 (hex) of each entry it covers."""

    proof: str
    digests: Mapping[str, str]


def write(digests: Mapping[str, str], *, root: str, proof: str = SIGNATURE_ENTRY) -> bytes:
    """Make the manifest over entries given by SHA-256 (hex); `root` is the one it is about, `proof` covers it."""
    top = etree.Element(f"{{{ASIC}}}ASiCManifest", nsmap={"asic": ASIC, "ds": DS})
    etree.SubElement(top, f"{{{ASIC}}}SigReference", URI=proof, MimeType=PROOF_TYPES[proof[-4:]])
    for name, digest in digests.items():
        kind = MEDIA_TYPES.get(name.rpartition(".")[2], PROOF_TYPES.get(name[-4:], "application/octet-stream"))
        entry = etree.SubElement(top, f"{{{ASIC}}}DataObjectReference", URI=name, MimeType=kind)
        if name == root:
            entry.set("Rootfile", "true")
        etree.SubElement(entry, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
        etree.SubElement(entry, f"{{{DS}}}DigestValue").text = b64encode(bytes.fromhex(digest)).decode()
    made: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return made


def read(data: bytes) -> Manifest:
    """Read a manifest; raises `ManifestUnreadable`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(data, parser)
        if b"<!DOCTYPE" in data or top.tag != f"{{{ASIC}}}ASiCManifest":
            raise ManifestUnreadable("another document")
        (proof,) = top.findall(f"{{{ASIC}}}SigReference")
        if PROOF_TYPES.get(str(proof.get("URI"))[-4:]) != proof.get("MimeType"):
            raise ManifestUnreadable("no proof of a kind that is known")
        entries = [_entry(item) for item in top.findall(f"{{{ASIC}}}DataObjectReference")]
        if len(dict(entries)) != len(entries):
            raise ManifestUnreadable("an entry twice")
        return Manifest(str(proof.get("URI")), dict(entries))
    except (etree.XMLSyntaxError, ValueError, TypeError, AttributeError) as error:
        raise ManifestUnreadable(repr(error)) from error


def _entry(item: etree._Element) -> tuple[str, str]:
    (method,) = item.findall(f"{{{DS}}}DigestMethod")
    (value,) = item.findall(f"{{{DS}}}DigestValue")
    digest = b64decode(value.text or "", validate=True)
    if method.get("Algorithm") != SHA256 or len(digest) != 32:
        raise ManifestUnreadable("digests are SHA-256")
    return str(item.get("URI")), digest.hex()
