"""Signatures inside packages: Office (DOCX, XLSX, ODT) and ASiC. They are told, not verified.

What an Office signature covers is a list of parts through a transformation of its own (OPC), which no Python library
computes; guessing would be worse than saying so. An evidence file of ours (ASiC-E) is verified by `evidence_file`.
"""

import zipfile
from base64 import b64decode
from io import BytesIO

from asn1crypto import x509
from lxml import etree

from vanthu.standards.signing.reasons import reason
from vanthu.standards.signing.signers import Signed
from vanthu.standards.signing.xml_files import DS

MOST_PARTS, MOST_BYTES, MOST_SIGNATURES = 10_000, 1 << 20, 20


def is_package(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP does."""
    return data.startswith(b"PK\x03\x04")


def packed_signatures(data: bytes) -> tuple[list[Signed], bool]:
    """The signatures named in a package, and whether there are any, readable or not; raises what `MALFORMED` lists."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        infos = package.infolist()
        if len(infos) > MOST_PARTS:
            raise ValueError("too many parts")
        parts = [item for item in infos if _is_signature(item.filename)][:MOST_SIGNATURES]
        form = _form([item.filename for item in infos])
        found = [_read(package, item, form) for item in parts]
    return [item for item in found if item is not None], bool(parts)


def _is_signature(name: str) -> bool:
    own = name.startswith("_xmlsignatures/") and name.endswith(".xml")
    return own or (name.startswith("META-INF/") and "signature" in name.lower())


def _form(names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        return "Chữ ký trong tệp Office (OOXML)"
    return "Chữ ký trong tệp OpenDocument" if "META-INF/manifest.xml" in names else "ASiC"


def _read(package: zipfile.ZipFile, item: zipfile.ZipInfo, form: str) -> Signed | None:
    if item.file_size > MOST_BYTES or not item.filename.endswith(".xml"):
        return None
    with package.open(item) as part:
        content = part.read(MOST_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    texts = [node.text or "" for node in root.iter(f"{DS}X509Certificate")]
    if not texts:
        return None
    return Signed(
        name=item.filename,
        profile=form,
        certificate=x509.Certificate.load(b64decode(texts[0]), strict=True),
        others=(),
        signer_info=None,
        signed_at=None,
        problems=(reason("PACKED_SIGNATURE"),),
        coverage="unclear",
        modification="unclear",
    )
