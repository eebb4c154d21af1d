"""From an HTTP request to an operation and back.

Every answer to a VXP call is HTTP 200 with the JSON members the official SDK needs: it looks at nothing else.
"""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from vanthu.axis.endpoints import handlers
from vanthu.axis.endpoints.gate import gate, held_until_sent
from vanthu.axis.endpoints.wire import Body, Call, failure, raw_headers
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry.policies import authenticate
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.ids import new_id
from vanthu.runtime.store import StoreFull
from vanthu.standards.vxp.codes import ErrorCode
from vanthu.standards.vxp.errors import ParameterRefused

log = logging.getLogger(__name__)


class UnknownOperation(AxisError):
    """The address names no operation of VXP."""

    code = "VT-TRUC-THAO-TAC"
    template = "Trục không có thao tác {operation}."
    wire_code = ErrorCode.NOT_FOUND


class ParameterInvalid(AxisError):
    """A parameter of the operation is missing or cannot be read."""

    code = "VT-TRUC-THAM-SO"
    template = "{reason}"
    wire_code = ErrorCode.INVALID_PARAMETER


def vxp(request: HttpRequest, operation: str) -> HttpResponseBase:
    """Answer one call of VXP."""
    try:
        return _answer(request, operation)
    except ParameterRefused as error:
        return failure(operation, ParameterInvalid(reason=error.sentence))
    except VanThuError as error:
        if isinstance(error, StoreFull):
            log.error("the disk is full: %s", error)
        return failure(operation, error)


def _answer(request: HttpRequest, operation: str) -> HttpResponseBase:
    handler = handlers.HANDLERS.get(operation)
    if handler is None:
        raise UnknownOperation(operation=operation[:60])
    at, body = clock.now(), Body(request)
    try:
        caller = authenticate(raw_headers(request), at=at)
    except VanThuError:
        body.drain()
        raise
    leave = gate.enter(caller.system)
    try:
        return held_until_sent(_handled(handler, Call(caller, body, at)), leave)
    except BaseException:
        leave()
        raise


def _handled(handler: handlers.Handler, call: Call) -> HttpResponseBase:
    try:
        return handler(call)
    except (VanThuError, ParameterRefused):
        call.body.drain()
        raise


def health(request: HttpRequest) -> JsonResponse:
    """Tell whether the axis and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "name": settings.AXIS.name, "organ_id": settings.AXIS.organ_id})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address the axis does not have; this is the caller's configuration, so a real 404."""
    response = failure("", UnknownOperation(operation=request.path[:60]))
    response.status_code = 404
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw: the caller gets a number, the log has the rest under it."""
    number = new_id()
    log.error("unexpected failure %s at %s", number, request.path, exc_info=sys.exc_info())
    operation = request.path.rsplit("/", 1)[-1]
    return failure(operation, Unexpected(number=number))


class Unexpected(AxisError):
    """A failure nobody foresaw."""

    code = "VT-TRUC-LOI"
    template = "Lỗi hệ thống của trục, số hiệu {number}. Hãy gửi lại sau; nếu còn lỗi, báo đơn vị vận hành số hiệu này."
