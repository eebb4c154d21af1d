"""Contacts as vCard 4.0 (RFC 6350): what a telephone or a mail program takes in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MEDIA_TYPE = "text/vcard; charset=utf-8"
_EXTENSION = re.compile(r"(?:máy lẻ|ml|ext)\b\.?", re.IGNORECASE)
_LINE = 75
"""Octets of a line before it is folded (RFC 6350 §3.2)."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What a card says of a person, or of a unit or agency when `is_organization`."""

    uid: str
    """A URI that stays the same: "urn:uuid:…"."""
    name: str
    is_organization: bool = False
    organization: tuple[str, ...] = ()
    """The agency, then the unit in it."""
    title: str = ""
    telephones: tuple[str, ...] = ()
    mobile: str = ""
    email: str = ""
    address: str = ""
    note: str = ""


def cards(contacts: Iterable[Contact]) -> bytes:
    """Write contacts one behind the other, as one file."""
    lines = (line for contact in contacts for line in _lines(contact))
    return b"".join(_folded(line) for line in lines)


def dialled(telephone: str) -> str:
    """Return a number as a tel: address has it (RFC 3966): "(024) 3825.1234 máy lẻ 12" is "02438251234;ext=12"."""
    parts = _EXTENSION.split(telephone, maxsplit=1)
    number = re.sub(r"[^\d+]", "", parts[0])
    number = number[:1] + number[1:].replace("+", "")
    within = re.sub(r"\D", "", parts[1]) if len(parts) > 1 else ""
    return f"{number};ext={within}" if number and within else number


def _lines(contact: Contact) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:{contact.uid}", f"FN:{_text(contact.name)}")
    yield f"KIND:{'org' if contact.is_organization else 'individual'}"
    if not contact.is_organization:
        yield f"N:{_parts(contact.name)}"
    if contact.organization:
        yield f"ORG:{';'.join(_text(part) for part in contact.organization)}"
    if contact.title:
        yield f"TITLE:{_text(contact.title)}"
    yield from (f'TEL;VALUE=uri;TYPE="work,voice":tel:{dialled(one)}' for one in contact.telephones if dialled(one))
    if dialled(contact.mobile):
        yield f'TEL;VALUE=uri;TYPE="cell,voice":tel:{dialled(contact.mobile)}'
    if contact.email:
        yield f"EMAIL;TYPE=work:{_text(contact.email)}"
    if contact.address:
        yield f"ADR;TYPE=work:;;{_text(contact.address)};;;;"
    if contact.note:
        yield f"NOTE:{_text(contact.note)}"
    yield "END:VCARD"


def _text(value: str) -> str:
    """Escape what has a meaning of its own (RFC 6350 §3.4)."""
    value = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return re.sub(r"\r\n|\r|\n", r"\\n", value)


def _parts(name: str) -> str:
    """A Vietnamese name has the family's part first and the given one last: family;given;between;;."""
    words = name.split()
    family, given = (words[0], words[-1]) if len(words) > 1 else ("", name)
    return ";".join((_text(family), _text(given), _text(" ".join(words[1:-1])), "", ""))


def _folded(line: str) -> bytes:
    """Cut a line at 75 octets, never inside a letter; what follows begins with a blank."""
    pieces, piece, room = [], b"", _LINE
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _LINE - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
