"""Receipts: the leaves of one package, signed by the axis, with what proves that they stand in its log.

A receipt is a JSON document {statement, signature, heads, proofs}; docs/reference/evidence.md describes it. It is good
from the moment of acceptance (the signature); asked for again later it also holds heads and proofs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from vanthu.standards.evidence.errors import EvidenceUnreadable
from vanthu.standards.evidence.heads import Sign, SignedHead
from vanthu.standards.evidence.leaves import Leaf, canonical, loads, read_leaf
from vanthu.standards.evidence.members import b64, hashes, items, moment_text, number, texts, unb64, with_names

RECEIPT_FORMAT = "vanthu-receipt/1"
ACCEPTED = "package.accepted"


@dataclass(frozen=True)
class Proof:
    """The path from the leaf at `index` to the root of the head of this size."""

    index: int
    size: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Receipt:
    """What the axis says of one package. `texts` are its leaves, the acceptance first."""

    log: str
    organ_id: str
    package: str
    issued_at: str
    texts: tuple[str, ...]
    signature: bytes = b""
    heads: tuple[SignedHead, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return the leaves read."""
        return tuple(read_leaf(text) for text in self.texts)

    @property
    def accepted(self) -> Leaf:
        """Return the leaf of the acceptance."""
        return self.leaves[0]

    @property
    def text(self) -> str:
        """Return the canonical text that is signed."""
        return canonical(self.members())

    def members(self) -> dict[str, Any]:
        """Return the statement as JSON members."""
        return {
            "format": RECEIPT_FORMAT,
            "log": self.log,
            "organ_id": self.organ_id,
            "package": self.package,
            "issued_at": self.issued_at,
            "leaves": list(self.texts),
        }

    def signed(self, sign: Sign, heads: Sequence[SignedHead], proofs: Sequence[Proof]) -> Receipt:
        """Return it signed, with the proofs there are."""
        return Receipt(
            self.log,
            self.organ_id,
            self.package,
            self.issued_at,
            self.texts,
            sign(self.text),
            tuple(heads),
            tuple(proofs),
        )

    def document(self) -> dict[str, Any]:
        """Return it as the JSON document."""
        return {
            "statement": self.members(),
            "signature": b64(self.signature),
            "heads": [head.document() for head in self.heads],
            "proofs": [
                {"index": proof.index, "size": proof.size, "path": [step.hex() for step in proof.path]}
                for proof in self.proofs
            ],
        }

    @classmethod
    def read(cls, document: bytes | str | Mapping[str, Any]) -> Self:
        """Read a document. Raises EvidenceUnreadable."""
        parsed = document if isinstance(document, Mapping) else loads(document)
        with_names(parsed, {"statement", "signature", "heads", "proofs"}, set())
        statement = parsed["statement"]
        with_names(statement, {"format", "log", "organ_id", "package", "issued_at", "leaves"}, set())
        if statement["format"] != RECEIPT_FORMAT:
            raise EvidenceUnreadable(f"unknown format {statement['format']!r}")
        receipt = cls(
            texts(statement["log"]),
            texts(statement["organ_id"]),
            texts(statement["package"]),
            moment_text(statement["issued_at"]),
            tuple(texts(leaf) for leaf in items(statement["leaves"])),
            unb64(parsed["signature"]),
            tuple(SignedHead.read(head) for head in items(parsed["heads"])),
            tuple(_proof(proof) for proof in items(parsed["proofs"])),
        )
        receipt._check()
        return receipt

    def _check(self) -> None:
        """Raise EvidenceUnreadable unless the leaves are those of one accepted package."""
        if not self.texts or self.accepted.kind != ACCEPTED or self.accepted.subject != self.package:
            raise EvidenceUnreadable("the first leaf is not the acceptance of the package")
        for places in ([leaf.index for leaf in self.leaves], [head.head.size for head in self.heads]):
            if len(set(places)) != len(places):
                raise EvidenceUnreadable("the same leaf or head twice")
        data = self.accepted.data
        for name, kind in {"sha256": str, "size": int, "from": str, "type": str, "to": list}.items():
            if type(data.get(name)) is not kind:
                raise EvidenceUnreadable(f"the acceptance has no {name}")
        for leaf in self.leaves:
            moment_text(leaf.at)
            if _plain(_about(leaf)) != _plain(self.package):
                raise EvidenceUnreadable(f"leaf {leaf.number} is about another package")


def _about(leaf: Leaf) -> Any:
    """Return the package a leaf is about: leaves of deliveries name it among their data."""
    return leaf.subject if leaf.kind.startswith("package.") else leaf.data.get("package")


def _plain(uuid: Any) -> str:
    return str(uuid).replace("-", "")


def _proof(value: Any) -> Proof:
    with_names(value, {"index", "size", "path"}, set())
    return Proof(number(value["index"]), number(value["size"]), hashes(value["path"]))
