"""The leaf of the log: one fact as canonical JSON, so that anybody gets the same bytes, and so the same hash, again.

Canonical means RFC 8785 (JCS) for the values used here: texts, whole numbers, true, false, null, lists, and objects
with ASCII names. Numbers with a fraction are refused: their spelling is where implementations differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vanthu.standards.evidence.errors import EvidenceUnreadable

VERSION = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_MEMBERS = {"at", "by", "data", "kind", "number", "subject", "v"}


def canonical(value: Any) -> str:
    """Return the one JSON text of a value. Callers keep to texts, whole numbers, lists and objects."""
    return _ENCODER.encode(value)


def digest_of(value: Any) -> str:
    """Return the SHA-256 (hex) of the canonical text of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def leaf_text(number: int, kind: str, subject: str, data: str, by: str, at: str) -> str:
    """Return the leaf of a fact. `data` is canonical JSON already; `at` is ISO 8601; numbers count from 1."""
    encode = _ENCODER.encode
    return (
        f'{{"at":{encode(at)},"by":{encode(by)},"data":{data},"kind":{encode(kind)},'
        f'"number":{number},"subject":{encode(subject)},"v":{VERSION}}}'
    )


@dataclass(frozen=True)
class Leaf:
    """A fact read back from its leaf. `at` stays the text that was hashed."""

    number: int
    kind: str
    subject: str
    data: Mapping[str, Any]
    by: str
    at: str

    @property
    def index(self) -> int:
        """Return its place in the tree, counted from 0."""
        return self.number - 1


def read_leaf(text: str) -> Leaf:
    """Read a leaf. Raises EvidenceUnreadable unless the text is the canonical one of a leaf of this version."""
    parsed = loads(text)
    if not isinstance(parsed, dict) or set(parsed) != _MEMBERS or parsed["v"] != VERSION:
        raise EvidenceUnreadable("the leaf is not one of version 1")
    types = {"at": str, "by": str, "data": dict, "kind": str, "number": int, "subject": str}
    if any(type(parsed[name]) is not kind for name, kind in types.items()) or canonical(parsed) != text:
        raise EvidenceUnreadable("the leaf is not canonical")
    return Leaf(*(parsed[name] for name in ("number", "kind", "subject", "data", "by", "at")))


def loads(text: str | bytes) -> Any:
    """Parse JSON in which no name occurs twice and no number has a fraction. Raises EvidenceUnreadable."""
    try:
        parsed = json.loads(text, object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
        canonical(parsed).encode()  # half a surrogate pair can be parsed but has no bytes
        return parsed
    except (ValueError, RecursionError) as error:
        raise EvidenceUnreadable(repr(error)) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name occurs twice")
    return members


def _refused(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")
