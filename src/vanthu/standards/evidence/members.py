"""Reading JSON documents that come from outside, and the few encodings used in them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vanthu.standards.evidence.errors import EvidenceUnreadable


def with_names(value: Any, required: set[str], allowed: set[str]) -> None:
    """Raise EvidenceUnreadable unless this is an object with these names and no others."""
    if not isinstance(value, Mapping) or not required <= set(value) <= required | allowed:
        raise EvidenceUnreadable(f"an object with {sorted(required)} is missing")


def b64(data: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(data).decode("ascii")


def unb64(value: Any) -> bytes:
    """Return the bytes of a base64 text. Raises EvidenceUnreadable."""
    try:
        return base64.b64decode(texts(value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EvidenceUnreadable("no base64") from error


def unhex(value: Any) -> bytes:
    """Return a SHA-256 given as hex. Raises EvidenceUnreadable."""
    text = texts(value)
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise EvidenceUnreadable("no SHA-256 in lower-case hex")
    return bytes.fromhex(text)


def hashes(value: Any) -> tuple[bytes, ...]:
    """Return the hashes of a path. Raises EvidenceUnreadable."""
    return tuple(unhex(step) for step in items(value))


def items(value: Any) -> list[Any]:
    """Return a JSON array. Raises EvidenceUnreadable."""
    if not isinstance(value, list):
        raise EvidenceUnreadable("no array")
    return value


def texts(value: Any) -> str:
    """Return a text. Raises EvidenceUnreadable."""
    if not isinstance(value, str):
        raise EvidenceUnreadable("no text")
    return value


def number(value: Any) -> int:
    """Return a whole number from 0. Raises EvidenceUnreadable."""
    if type(value) is not int or value < 0:
        raise EvidenceUnreadable("no whole number")
    return value


def moment_text(value: Any) -> str:
    """Return a time with its zone, as text. Raises EvidenceUnreadable."""
    moment(texts(value))
    return str(value)


def moment(text: str) -> datetime:
    """Return the time a text names. Raises EvidenceUnreadable."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise EvidenceUnreadable(f"no time: {text[:40]!r}") from error
    if found.tzinfo is None:
        raise EvidenceUnreadable("a time without its zone")
    return found
