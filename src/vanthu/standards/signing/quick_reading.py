"""What pyHanko and asn1crypto read letter by letter, read in pieces: the same answers, several times faster.

A signature stands in a PDF as 24,000 hexadecimal digits, names of issuers are compared hundreds of times for one
verdict, and lists of revoked certificates are gone through entry by entry. `install()` puts these in the place of
theirs, with the readers of objects and of revisions beside this module; where something is not plain, theirs do the
work. The tests compare both on any bytes. Written so that pyHanko and asn1crypto could take them over.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic, misc, reader, xref
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import MetadataUpdateRule
from pyhanko_certvalidator.revinfo import validate_crl

from vanthu.standards.signing import quick_objects, quick_revisions, quick_tables

_PIECE = 64
_LARGE_PIECE = 32_768
_LONG, _LARGE_NAME = 256, 4096
_SEQUENCE = b"0"
_HEX_AND_SPACE = generic.HEX_DIGITS + misc.PDF_WHITESPACE
_PLAIN_NAME = re.compile(
    b"[%s]*" % re.escape(bytes(set(range(0x21, 0x7F)) - set(misc.PDF_WHITESPACE + misc.PDF_DELIMITERS + b"#")))
)
read_until_slowly = misc._read_until_class
read_hex_slowly = generic.read_hex_string_from_stream
decode_slowly = generic._decode_name
decode_pdfdocencoding_slowly = generic.decode_pdfdocencoding
prepare_slowly = x509.NameTypeAndValue._ldap_string_prep
same_name_slowly = x509.Name.__eq__
find_in_list_slowly: Any = validate_crl.find_cert_in_list


def read_until_class(class_chars: bytes, stream: Any, maxchars: int | None = None) -> tuple[bytes, bool]:
    """Return the bytes before the first of a class, which is read too, and whether the stream ended before one came."""
    ends = _class_of(class_chars)
    taken: list[bytes] = []
    left = maxchars
    while left is None or left > 0:
        piece = stream.read(_PIECE if left is None else min(_PIECE, left))
        if not piece:
            return b"".join(taken), True
        if found := ends.search(piece):
            stream.seek(found.end() - len(piece), 1)
            return b"".join((*taken, piece[: found.start()])), False
        taken.append(piece)
        left = left and left - len(piece)
    return b"".join(taken), False


def read_hex_string(stream: Any) -> Any:
    """Return a hexadecimal string as a PDF string; the stream stands behind its ">"."""
    begin = stream.tell()
    stream.read(1)
    digits = bytearray()
    while piece := stream.read(_LARGE_PIECE if digits else _PIECE):
        end = piece.find(b">")
        digits += piece if end < 0 else piece[:end]
        if end >= 0:
            stream.seek(end + 1 - len(piece), 1)
            break
    else:
        piece = b""
    if not piece or digits.translate(None, _HEX_AND_SPACE):
        stream.seek(begin)
        return read_hex_slowly(stream)
    plain = digits.translate(None, misc.PDF_WHITESPACE)
    return generic.pdf_string(binascii.unhexlify(plain + b"0" if len(plain) % 2 else plain))


def decode_name(name_bytes: bytes) -> Any:
    """Return a name; one with escapes, or with bytes that no name may have, is left to pyHanko."""
    if _PLAIN_NAME.fullmatch(name_bytes):
        return generic.NameObject("/" + name_bytes.decode("ascii"))
    return decode_slowly(name_bytes)


_PDF_DOC = "".join(generic._pdfDocEncoding).replace("\0", "\ufffe")


def decode_pdfdocencoding(encoded: bytes) -> str:
    """Return the text that bytes mean in the encoding of PDF's own; raises UnicodeDecodeError."""
    return codecs.charmap_decode(encoded, "strict", _PDF_DOC)[0]


@lru_cache(maxsize=2048)
def _prepared(text: str) -> str:
    return str(prepare_slowly(None, text))


def prepare(part: x509.NameTypeAndValue, text: str) -> str:
    """Return a part of a name as it is compared (RFC 4518); the same few names come again and again."""
    return _prepared(text) if len(text) <= _LONG else str(prepare_slowly(part, text))


def same_name(ours: x509.Name, other: object) -> bool:
    """Tell whether two names are one (RFC 5280, 7.1): the same bytes, or the same values once made comparable."""
    if not isinstance(other, x509.Name):
        return False
    return bool(ours.chosen.contents == other.chosen.contents) or _comparable(ours) == _comparable(other)


def _comparable(name: x509.Name) -> tuple[Any, ...]:
    written = name.chosen.dump()
    plain = written.startswith(_SEQUENCE) and len(written) <= _LARGE_NAME
    return _kept_comparable(written) if plain else _compared(name.chosen)


@lru_cache(maxsize=1024)
def _kept_comparable(written: bytes) -> tuple[Any, ...]:
    """The names of a few authorities come again and again; what is read of them depends on their bytes alone."""
    return _compared(x509.RDNSequence.load(written))


def _compared(parts: x509.RDNSequence) -> tuple[Any, ...]:
    return len(parts), tuple((len(part), tuple(sorted(part._get_values(part).items()))) for part in parts)


def find_in_list(certificate: Any, issuer: x509.Name, revoked: Any, authority: x509.Name) -> tuple[Any, Any]:
    """Find a certificate in a list of revoked ones; in most lists not even its serial number stands anywhere."""
    if isinstance(certificate, x509.Certificate):
        serial = certificate["tbs_certificate"]["serial_number"].dump()
        if serial not in revoked["tbs_cert_list"]["revoked_certificates"].dump():
            return None, None
    at, why = find_in_list_slowly(certificate, issuer, revoked, authority)
    return at, why


_IN_PLACE: tuple[tuple[Any, str, Any], ...] = (
    (misc, "_read_until_class", read_until_class),
    (generic, "read_hex_string_from_stream", read_hex_string),
    (generic, "_decode_name", decode_name),
    (generic, "decode_pdfdocencoding", decode_pdfdocencoding),
    (generic, "read_object", quick_objects.read_object),
    (generic.DictionaryObject, "read_from_stream", staticmethod(quick_objects.read_dictionary)),
    (reader, "read_object_header", quick_objects.read_object_header),
    (xref, "read_object_header", quick_objects.read_object_header),
    (xref, "parse_xref_table", quick_tables.parse_table),
    (xref.XRefSectionData, "process_entries", quick_tables.take),
    (xref.XRefCache, "get_last_change", quick_tables.last_change),
    (xref.XRefCache, "get_introducing_revision", quick_tables.introduced),
    (xref.XRefCache, "get_historical_ref", quick_tables.historical_place),
    (reader.PdfFileReader, "encrypted", property(quick_tables.encrypted)),
    (HistoricalResolver, "_load_reverse_xref_cache", quick_revisions.load_paths),
    (HistoricalResolver, "_get_usages_of_ref", quick_revisions.paths),
    (HistoricalResolver, "_subsume_object", quick_revisions.subsume),
    (MetadataUpdateRule, "is_well_formed_xml", staticmethod(quick_revisions.well_formed)),
    (x509.Name, "__eq__", same_name),
    (x509.NameTypeAndValue, "_ldap_string_prep", prepare),
    (validate_crl, "find_cert_in_list", find_in_list),
)
_theirs = [(owner, name, vars(owner)[name]) for owner, name, _ in _IN_PLACE]


def install() -> None:
    """Let pyHanko and asn1crypto read quickly in this process, wherever their own modules took the names."""
    for owner, name, ours in _IN_PLACE:
        setattr(owner, name, ours)


@contextmanager
def as_they_are() -> Iterator[None]:
    """Let pyHanko and asn1crypto be as they were published, for comparing; not while anything else runs."""
    for owner, name, theirs in _theirs:
        setattr(owner, name, theirs)
    try:
        yield
    finally:
        install()


_classes: dict[bytes, re.Pattern[bytes]] = {}


def _class_of(class_chars: bytes) -> re.Pattern[bytes]:
    if class_chars not in _classes:
        _classes[class_chars] = re.compile(b"[%s]" % re.escape(class_chars))
    return _classes[class_chars]
