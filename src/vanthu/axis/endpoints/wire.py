"""Reading requests and writing replies as VXP clients expect them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vanthu.axis.intake.policies import CHUNK, MEBI, Readable
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.store import BytesMissing
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.operations import failure_members, success_members
from vanthu.standards.vxp.replies import dumps

DRAINED_AT_LEAST = 256 * MEBI
JSON_TYPE = "application/json"


def raw_headers(request: HttpRequest) -> Mapping[str, bytes]:
    """Return the headers as bytes by lower-case name, as `vxp.headers.read` wants them."""
    return {name.lower(): value.encode("latin-1", "replace") for name, value in request.headers.items()}


def body_of(request: HttpRequest) -> Readable:
    """Return the body as a stream. Django's own ends at once when the sender gives no length (chunked)."""
    stream: Readable = request.environ["wsgi.input"] if hasattr(request, "environ") else request
    return stream


def content_length(request: HttpRequest) -> int | None:
    """Return how long the sender says the body is; None when it does not."""
    text = request.headers.get("Content-Length") or ""
    return int(text) if text.isdecimal() else None


def small_body(request: HttpRequest, most: int = MEBI) -> bytes:
    """Return the body of an operation that has a small one; what is beyond `most` is left out."""
    return b"".join(_pieces(body_of(request), most))[:most]


def drain(request: HttpRequest) -> None:
    """Read the rest of a body and throw it away, up to a limit; then the line is simply closed."""
    most = max(DRAINED_AT_LEAST, int(4 * settings.AXIS.max_package_mb * MEBI))
    for _ in _pieces(body_of(request), most):
        pass


def success(reply: object) -> HttpResponse:
    """Return the answer of an operation that worked."""
    return _json(dumps(success_members(reply)))


def failure(operation: str, error: VanThuError) -> HttpResponse:
    """Return the answer of one that did not: `ErrorCode` for programs, `ErrorDesc` for people, the name in a header."""
    code = ErrorCode.FILE_NOT_PROCESSED if isinstance(error, BytesMissing) else ErrorCode.SYSTEM_ERROR
    wire_code = getattr(error, "wire_code", code)
    response = _json(dumps(failure_members(operation, wire_code, error.sentence)))
    response["X-VanThu-Error"] = error.code
    return response


def _json(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=JSON_TYPE, headers={"Content-Length": str(len(content))})


def _pieces(stream: Readable, most: int) -> Iterator[bytes]:
    taken = 0
    while taken < most and (piece := stream.read(CHUNK)):
        taken += len(piece)
        yield piece
