"""Signed tree heads: at this time the log had this size and this root, says the axis, and a TSA that it was not later.

A head is a JSON document {statement, signature, timestamp?, consistency?}; docs/reference/evidence.md describes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Self

from vanthu.standards.evidence.errors import EvidenceUnreadable
from vanthu.standards.evidence.leaves import canonical, loads
from vanthu.standards.evidence.members import b64, hashes, moment_text, number, texts, unb64, unhex, with_names

HEAD_FORMAT = "vanthu-head/1"
Sign = Callable[[str], bytes]
"""Makes a detached CMS signature (DER) over a text."""


@dataclass(frozen=True)
class TreeHead:
    """What is signed. `log` names the log, `root` is hex, `at` ISO 8601 with its zone."""

    log: str
    organ_id: str
    size: int
    root: str
    at: str

    @property
    def text(self) -> str:
        """Return the canonical text that is signed."""
        return canonical(self.members())

    def members(self) -> dict[str, Any]:
        """Return the statement as JSON members."""
        return {
            "format": HEAD_FORMAT,
            "log": self.log,
            "organ_id": self.organ_id,
            "size": self.size,
            "root": self.root,
            "at": self.at,
        }


@dataclass(frozen=True)
class SignedHead:
    """A head with its signature (CMS, DER), the RFC 3161 token over that signature, and a consistency proof.

    `since` and `path` prove that the log of this head only appended to its first `since` leaves.
    """

    head: TreeHead
    signature: bytes
    timestamp: bytes | None = None
    since: int | None = None
    path: tuple[bytes, ...] = ()

    @property
    def imprint(self) -> bytes:
        """Return the SHA-256 of the signature: what the TSA is asked to stamp."""
        return sha256(self.signature).digest()

    @classmethod
    def sign(cls, head: TreeHead, sign: Sign) -> Self:
        """Sign a head."""
        return cls(head, sign(head.text))

    def stamped(self, token: bytes | None) -> SignedHead:
        """Return it with a time stamp."""
        return replace(self, timestamp=token or None)

    def proving(self, since: int, path: Sequence[bytes]) -> SignedHead:
        """Return it with the proof that it appended to an earlier head."""
        return replace(self, since=since, path=tuple(path))

    def document(self) -> dict[str, Any]:
        """Return it as the JSON document."""
        members: dict[str, Any] = {"statement": self.head.members(), "signature": b64(self.signature)}
        if self.timestamp is not None:
            members["timestamp"] = b64(self.timestamp)
        if self.since is not None:
            members["consistency"] = {"since": self.since, "path": [step.hex() for step in self.path]}
        return members

    @classmethod
    def read(cls, document: bytes | str | Mapping[str, Any]) -> Self:
        """Read a document. Raises EvidenceUnreadable."""
        parsed = document if isinstance(document, Mapping) else loads(document)
        with_names(parsed, {"statement", "signature"}, {"timestamp", "consistency"})
        stamp = parsed.get("timestamp")
        since, path = _consistency(parsed.get("consistency"))
        return cls(
            _head(parsed["statement"]), unb64(parsed["signature"]), None if stamp is None else unb64(stamp), since, path
        )


def _head(statement: Any) -> TreeHead:
    with_names(statement, {"format", "log", "organ_id", "size", "root", "at"}, set())
    if statement["format"] != HEAD_FORMAT:
        raise EvidenceUnreadable(f"unknown format {statement['format']!r}")
    return TreeHead(
        log=texts(statement["log"]),
        organ_id=texts(statement["organ_id"]),
        size=number(statement["size"]),
        root=unhex(statement["root"]).hex(),
        at=moment_text(statement["at"]),
    )


def _consistency(value: Any) -> tuple[int | None, tuple[bytes, ...]]:
    if value is None:
        return None, ()
    with_names(value, {"since", "path"}, set())
    return number(value["since"]), hashes(value["path"])
