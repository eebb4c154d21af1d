"""VGCA Sign Service: the signing program of the Government's CA on the machines of leaders and clerks.

The page opens a WebSocket to it, one for each call, and sends one message; the program fetches the files itself,
without the browser's cookies, asks for the PIN, and posts each signed file to the upload address. What it answers to
the page may be lost; what it uploads is the truth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django.conf import settings

from vanthu.office.signatures.ports import Call, DeviceFailed, FileToSign, UnlockedKey, Way
from vanthu.office.signatures.states import Role

if TYPE_CHECKING:
    from vanthu.standards.signing import SigningCertificate

_OPERATIONS = {
    Role.LEADER: "SignApproved",
    Role.AGENCY: "SignIssued",
    Role.APPENDIX: "SignAppendix",
    Role.COPY: "SignCopy",
}


class VgcaSignService:
    """The port `SigningProgram`. A reference to the key is not needed: the person chooses his token."""

    def way(self, key_reference: str) -> Way:
        """Everything happens in the program."""
        return Way.PROGRAM

    def unlock(
        self, key_reference: str, certificate: SigningCertificate, *, pin: str
    ) -> AbstractContextManager[UnlockedKey]:
        """Refuse: no key is reached from the server."""
        raise DeviceFailed(
            sentence="Chứng thư này ký bằng VGCA Sign Service trên máy của người ký, không ký được bằng cách này."
        )

    def call(self, role: Role, files: Sequence[FileToSign], *, upload_url: str) -> Call:
        """Several files in one call where a leader signs his queue, else the operation of the role for one file."""
        if len(files) > 1:
            named = [{"FileID": one.id, "FileName": one.name, "URL": one.url} for one in files]
            return _call("SignFiles", {"FileUploadHandler": upload_url, **_NO_SESSION, "Files": named})
        (only,) = files
        message = {"FileUploadHandler": upload_url, **_NO_SESSION, "FileName": only.url}
        # Number and date stand in a letter already; the program would draw them a second time, over what was signed.
        return _call(_OPERATIONS[role], {**message, "DocNumber": only.code, "IssuedDate": "", "MetaData": []})


_NO_SESSION = {"SessionId": "", "JWTToken": ""}
"""The addresses are secrets of their own, used once; the program needs neither cookie nor token."""


def _call(operation: str, message: dict[str, Any]) -> Call:
    base = str(settings.OFFICE.signing.vgca_url).rstrip("/")
    return Call(f"{base}/{operation}", json.dumps(message, ensure_ascii=False))
