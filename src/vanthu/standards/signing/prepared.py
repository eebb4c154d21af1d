"""A signing that waits: for a PIN, a token, a phone. Storable as bytes in between."""

import base64
import json
import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.errors import PreparedUnreadable

MAGIC = b"VTKY1\n"


@dataclass(frozen=True)
class Prepared:
    """Everything `complete` needs beside the raw signature, or `take_back` beside the signed file.

    `pdf`: the file with an empty place for the signature. `signed_attributes`: the bytes to be signed (a device that
    wants a hash gets their SHA-256). `state`: JSON, for `complete` alone. Any change to the draft makes it worthless.
    For a program that signs files itself `pdf` is the file as it is, and there are no attributes (`is_whole`).
    """

    pdf: bytes
    signed_attributes: bytes
    state: bytes

    @classmethod
    def of(
        cls,
        pdf: bytes,
        signed_attributes: bytes,
        certificate: SigningCertificate,
        field: str,
        reserved: tuple[int, int],
    ) -> Self:
        """Put together by `begin`; `reserved`: offsets of the place for the signature in `pdf`."""
        state = {
            "field": field,
            "reserved": reserved,
            "certificate": base64.b64encode(certificate.der).decode(),
            "chain": [base64.b64encode(item).decode() for item in certificate.chain],
        }
        return cls(pdf, signed_attributes, json.dumps(state, sort_keys=True).encode())

    @property
    def is_whole(self) -> bool:
        """Whether a program is to sign the file itself."""
        return not self.signed_attributes

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.state)
        return state

    @property
    def field(self) -> str:
        """ "leader" or "agency"."""
        return str(self._state["field"])

    @property
    def reserved(self) -> tuple[int, int]:
        """Start and end of the place for the signature, angle brackets included."""
        start, end = self._state["reserved"]
        return int(start), int(end)

    @property
    def certificate(self) -> SigningCertificate:
        """Who is to sign."""
        state = self._state
        chain = tuple(base64.b64decode(item) for item in state["chain"])
        return SigningCertificate(base64.b64decode(state["certificate"]), chain)

    def to_bytes(self) -> bytes:
        """For a file or a column; with a checksum."""
        head = struct.pack(">II", len(self.state), len(self.signed_attributes))
        body = MAGIC + head + self.state + self.signed_attributes + self.pdf
        return body + sha256(body).digest()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The inverse of `to_bytes`; raises `PreparedUnreadable`."""
        body, checksum = data[:-32], data[-32:]
        if not body.startswith(MAGIC) or sha256(body).digest() != checksum:
            raise PreparedUnreadable
        start = len(MAGIC) + 8
        state_length, attributes_length = struct.unpack(">II", body[len(MAGIC) : start])
        middle = start + state_length
        end = middle + attributes_length
        return cls(pdf=body[end:], signed_attributes=body[middle:end], state=body[start:middle])
