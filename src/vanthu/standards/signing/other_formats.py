"""Files that are no PDF, and signatures beside a file: which kind it is, and what can be said of it."""

import zipfile
from dataclasses import dataclass

from vanthu.standards.signing.cms_files import cms_signatures, is_cms
from vanthu.standards.signing.errors import SignatureFileUnreadable
from vanthu.standards.signing.findings import Reason
from vanthu.standards.signing.packed_files import is_package, packed_signatures
from vanthu.standards.signing.reasons import reason
from vanthu.standards.signing.signers import Signed
from vanthu.standards.signing.xml_files import is_xml, xml_signatures


@dataclass(frozen=True)
class Found:
    """The signatures of a file, and what is to be said of the file itself."""

    signatures: tuple[Signed, ...] = ()
    reasons: tuple[Reason, ...] = ()


def signatures_in(data: bytes, beside: bytes | None) -> Found:
    """What a file that is no PDF holds of signatures; raises `SignatureFileUnreadable`, and what `MALFORMED` lists."""
    if beside is not None:
        return Found(tuple(cms_signatures(beside, data)))
    if is_cms(data):
        return Found(tuple(cms_signatures(data, None)))
    if is_package(data):
        return _packed(data)
    if is_xml(data):
        signed = tuple(xml_signatures(data))
        return Found(signed) if signed else Found(reasons=(reason("NOT_SIGNED"),))
    return Found(reasons=(reason("NOT_A_PDF"),))


def _packed(data: bytes) -> Found:
    try:
        signatures, there_are = packed_signatures(data)
    except zipfile.BadZipFile as error:
        raise SignatureFileUnreadable(repr(error)) from error
    if not there_are:
        return Found(reasons=(reason("NOT_SIGNED"),))
    return Found(tuple(signatures), () if signatures else (reason("PACKED_SIGNATURE"),))
