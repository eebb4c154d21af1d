"""One handler per operation of VXP: it makes one call below and writes the reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.endpoints.wire import JSON_TYPE, body_of, content_length, small_body, success
from vanthu.axis.intake.policies import CHUNK
from vanthu.axis.registry import operations as registry
from vanthu.axis.registry import queries as agencies
from vanthu.axis.registry.policies import Caller
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import MessageType
from vanthu.standards.vxp.errors import ParameterRefused
from vanthu.standards.vxp.replies import streamed_edoc
from vanthu.standards.vxp.wire import from_members

Handler = Callable[[HttpRequest, Caller, datetime], HttpResponseBase]
Asked = TypeVar("Asked")


def _asked(operation: vxp.Operation[Asked, Any], caller: Caller) -> Asked:
    return from_members(operation.request, caller.signed.get)


def send_edoc(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Take a package."""
    asked = _asked(vxp.SEND_EDOC, caller)
    length = content_length(request)
    hub_id = delivery.submit(body_of(request), asked, caller, content_length=length, at=at)
    return success(vxp.SendEdocReply(doc_id=str(hub_id)))


def get_received_edoc_list(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """List what waits for the caller."""
    return success(deliveries.received(_asked(vxp.GET_RECEIVED_EDOC_LIST, caller), caller.system))


def get_sent_edoc_list(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Tell what became of a package of the caller."""
    return success(deliveries.sent(_asked(vxp.GET_SENT_EDOC_LIST, caller), caller.system))


def get_edoc(request: HttpRequest, caller: Caller, at: datetime) -> StreamingHttpResponse:
    """Give a delivery out as base64 in JSON."""
    handed = delivery.hand_out(_asked(vxp.GET_EDOC, caller).doc_id, caller, at=at)
    return StreamingHttpResponse(streamed_edoc(_pieces(handed.file)), content_type=JSON_TYPE)


def download_edoc(request: HttpRequest, caller: Caller, at: datetime) -> StreamingHttpResponse:
    """Give a delivery out as the raw file."""
    handed = delivery.hand_out(_asked(vxp.DOWNLOAD_EDOC, caller).doc_id, caller, at=at)
    headers = {"Content-Length": str(handed.size)}
    return StreamingHttpResponse(_pieces(handed.file), content_type="application/octet-stream", headers=headers)


def update_status(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Note the transfer status of a delivery."""
    delivery.update_status(_asked(vxp.UPDATE_STATUS, caller), caller, at=at)
    return success(vxp.Done())


def count_receive_edoc(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Count the documents that wait."""
    return success(vxp.CountReply(count=deliveries.waiting(MessageType.EDOC, caller.system)))


def count_receive_status(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Count the status messages that wait."""
    return success(vxp.CountReply(count=deliveries.waiting(MessageType.STATUS, caller.system)))


def get_agencies_list(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """List the agencies."""
    return success(vxp.AgencyList(data=agencies.agencies()))


def get_agencies_list_qd20(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """List the agencies by their code of QĐ 20/2020."""
    return success(vxp.AgencyListQD20(data=agencies.agencies_qd20(_asked(vxp.GET_AGENCIES_LIST_QD20, caller).level)))


def get_synchronize_unit(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Give the whole registry."""
    return success(vxp.UnitList(data=agencies.units()))


def register_agency(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Register an agency the caller serves; what to register stands in the body."""
    registration = from_members(vxp.AgencyRegistration, _json_body(request))
    registry.register_agency(registration, caller=caller, at=at)
    return success(vxp.Done())


def delete_agency(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Close an agency the caller serves."""
    registry.withdraw_agency(_asked(vxp.DELETE_AGENCY, caller).code, caller=caller, at=at)
    return success(vxp.Done())


HANDLERS: dict[str, Handler] = {
    vxp.SEND_EDOC.name: send_edoc,
    vxp.GET_RECEIVED_EDOC_LIST.name: get_received_edoc_list,
    vxp.GET_SENT_EDOC_LIST.name: get_sent_edoc_list,
    vxp.GET_EDOC.name: get_edoc,
    vxp.DOWNLOAD_EDOC.name: download_edoc,
    vxp.UPDATE_STATUS.name: update_status,
    vxp.COUNT_RECEIVE_EDOC.name: count_receive_edoc,
    vxp.COUNT_RECEIVE_STATUS.name: count_receive_status,
    vxp.GET_AGENCIES_LIST.name: get_agencies_list,
    vxp.GET_AGENCIES_LIST_QD20.name: get_agencies_list_qd20,
    vxp.GET_SYNCHRONIZE_UNIT.name: get_synchronize_unit,
    vxp.REGISTER_AGENCY.name: register_agency,
    vxp.DELETE_AGENCY.name: delete_agency,
}


def _json_body(request: HttpRequest) -> dict[str, Any]:
    try:
        parsed = json.loads(small_body(request))
    except (ValueError, RecursionError) as error:
        raise ParameterRefused("body", "Nội dung yêu cầu không phải là JSON hợp lệ.") from error
    if not isinstance(parsed, dict):
        raise ParameterRefused("body", "Nội dung yêu cầu không phải là một đối tượng JSON.")
    return parsed


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
