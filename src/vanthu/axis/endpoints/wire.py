"""Reading requests and writing replies as VXP clients expect them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import HttpHeaders

from vanthu.axis.intake.policies import CHUNK, MEBI, Readable
from vanthu.axis.registry.policies import Caller
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.store import BytesMissing
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.operations import failure_members, success_members
from vanthu.standards.vxp.replies import dumps

DRAINED_AT_LEAST = 256 * MEBI
JSON_TYPE = "application/json"


def raw_headers(request: HttpRequest) -> Mapping[str, bytes]:
    """Return the headers as bytes by lower-case name, as `vxp.headers.read` wants them."""
    given = ((_header_name(name), value) for name, value in request.META.items())
    return {name: value.encode("latin-1", "replace") for name, value in given if name}


@lru_cache(maxsize=1000)
def _header_name(name: str) -> str | None:
    """Return the lower-case name of the header behind a name of WSGI; None where there is none."""
    header: str | None = HttpHeaders.parse_header_name(name)
    return header.lower() if header else None


class Body:
    """The body of a request as a stream. Django's own ends at once when the sender gives no length (chunked)."""

    def __init__(self, request: HttpRequest) -> None:
        self._stream: Readable = request.META["wsgi.input"]
        self._held_back = request.META.get("HTTP_EXPECT", "").lower() == "100-continue"
        length = request.META.get("CONTENT_LENGTH") or ""
        self.length = int(length) if length.isdecimal() else None

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        self._held_back = False
        return self._stream.read(size)

    def small(self, most: int = MEBI) -> bytes:
        """Return the body of an operation that has a small one; what is beyond `most` is left out."""
        return b"".join(self._pieces(most))[:most]

    def drain(self) -> None:
        """Take the rest off the line, up to a limit, so that a sender in the middle of it hears why it is refused.

        A sender that waits for 100 Continue has sent nothing yet and need not.
        """
        if not self._held_back:
            for _ in self._pieces(max(DRAINED_AT_LEAST, int(4 * settings.AXIS.max_package_mb * MEBI))):
                pass

    def _pieces(self, most: int) -> Iterator[bytes]:
        taken = 0
        while taken < most and (piece := self.read(CHUNK)):
            taken += len(piece)
            yield piece


@dataclass(frozen=True)
class Call:
    """One call of VXP: who calls with which signed parameters, what is in the body, and when it came."""

    caller: Caller
    body: Body
    at: datetime


def success(reply: object) -> HttpResponse:
    """Return the answer of an operation that worked."""
    return _json(dumps(success_members(reply)))


def failure(operation: str, error: VanThuError) -> HttpResponse:
    """Return the answer of one that did not: `ErrorCode` for programs, `ErrorDesc` for people, the name in a header."""
    code = ErrorCode.FILE_NOT_PROCESSED if isinstance(error, BytesMissing) else ErrorCode.SYSTEM_ERROR
    wire_code = getattr(error, "wire_code", code)
    response = _json(dumps(failure_members(operation, wire_code, error.sentence)))
    response["X-VanThu-Error"] = error.code
    if "retry_after" in error.details:
        response["Retry-After"] = str(error.details["retry_after"])
    return response


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=JSON_TYPE, headers={"Content-Length": str(len(content))})
