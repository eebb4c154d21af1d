"""One handler per operation of VXP: it makes one call below and writes the reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Any, TypeVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.endpoints.waiting import watcher
from vanthu.axis.endpoints.wire import JSON_TYPE, Call, success
from vanthu.axis.evidence import operations as evidence
from vanthu.axis.evidence import queries as proofs
from vanthu.axis.federation import operations as federation
from vanthu.axis.intake.policies import CHUNK
from vanthu.axis.registry import operations as registry
from vanthu.axis.registry import queries as agencies
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import MessageType, TransferStatus
from vanthu.standards.vxp.errors import ParameterRefused
from vanthu.standards.vxp.replies import streamed_edoc, streamed_rows
from vanthu.standards.vxp.wire import from_members

Handler = Callable[[Call], HttpResponseBase]
Asked = TypeVar("Asked")


def _asked(operation: vxp.Operation[Asked, Any], call: Call) -> Asked:
    return from_members(operation.request, call.caller.signed.get)


def send_edoc(call: Call) -> HttpResponse:
    """Take a package."""
    asked = _asked(vxp.SEND_EDOC, call)
    hub_id = delivery.submit(call.body, asked, call.caller, content_length=call.body.length, at=call.at)
    return success(vxp.SendEdocReply(doc_id=str(hub_id)))


def get_received_edoc_list(call: Call) -> HttpResponse:
    """List what waits for the caller."""
    asked = _asked(vxp.GET_RECEIVED_EDOC_LIST, call)
    if asked.wait and not asked.page_index and asked.status in (None, TransferStatus.INITIAL):
        watcher.wait(call.caller.system, asked.message_type, seconds=asked.wait)
    return success(deliveries.received(asked, call.caller.system))


def get_sent_edoc_list(call: Call) -> HttpResponse:
    """Tell what became of a package of the caller."""
    return success(deliveries.sent(_asked(vxp.GET_SENT_EDOC_LIST, call), call.caller.system))


def get_edoc(call: Call) -> StreamingHttpResponse:
    """Give a delivery out as base64 in JSON."""
    handed = delivery.hand_out(_asked(vxp.GET_EDOC, call).doc_id, call.caller, at=call.at)
    return StreamingHttpResponse(streamed_edoc(_pieces(handed.file)), content_type=JSON_TYPE)


def download_edoc(call: Call) -> StreamingHttpResponse:
    """Give a delivery out as the raw file."""
    handed = delivery.hand_out(_asked(vxp.DOWNLOAD_EDOC, call).doc_id, call.caller, at=call.at)
    headers = {"Content-Length": str(handed.size)}
    return StreamingHttpResponse(_pieces(handed.file), content_type="application/octet-stream", headers=headers)


def update_status(call: Call) -> HttpResponse:
    """Note the transfer status of a delivery."""
    delivery.update_status(_asked(vxp.UPDATE_STATUS, call), call.caller, at=call.at)
    return success(vxp.Done())


def count_receive_edoc(call: Call) -> HttpResponse:
    """Count the documents that wait."""
    return _counted(vxp.COUNT_RECEIVE_EDOC, call, MessageType.EDOC)


def count_receive_status(call: Call) -> HttpResponse:
    """Count the status messages that wait."""
    return _counted(vxp.COUNT_RECEIVE_STATUS, call, MessageType.STATUS)


def get_agencies_list(call: Call) -> StreamingHttpResponse:
    """List the agencies."""
    return StreamingHttpResponse(streamed_rows(agencies.agencies()), content_type=JSON_TYPE)


def get_agencies_list_qd20(call: Call) -> StreamingHttpResponse:
    """List the agencies by their code of QĐ 20/2020."""
    found = agencies.agencies_qd20(_asked(vxp.GET_AGENCIES_LIST_QD20, call).level)
    return StreamingHttpResponse(streamed_rows(found), content_type=JSON_TYPE)


def get_synchronize_unit(call: Call) -> StreamingHttpResponse:
    """Give the whole registry, or what changed of it since a moment."""
    units = agencies.units(_asked(vxp.GET_SYNCHRONIZE_UNIT, call).modified_since)
    return StreamingHttpResponse(streamed_rows(units), content_type=JSON_TYPE)


def register_agency(call: Call) -> HttpResponse:
    """Register an agency the caller serves; what to register stands in the body."""
    registration = from_members(vxp.AgencyRegistration, _json_body(call))
    registry.register_agency(registration, caller=call.caller, at=call.at)
    return success(vxp.Done())


def delete_agency(call: Call) -> HttpResponse:
    """Close an agency the caller serves."""
    registry.withdraw_agency(_asked(vxp.DELETE_AGENCY, call), caller=call.caller, at=call.at)
    return success(vxp.Done())


def get_receipt(call: Call) -> HttpResponse:
    """Give the sender of a package the signed receipt of it."""
    doc_id = _asked(vxp.GET_RECEIPT, call).doc_id
    package = deliveries.hub_id(doc_id)
    if proofs.accepted_from(package) != call.caller.name:
        raise deliveries.NoSuchPackage(doc_id=doc_id[:60])
    return success(vxp.GetReceiptReply(receipt=evidence.receipt_for(package, at=call.at).document()))


def exchange_tree_heads(call: Call) -> HttpResponse:
    """Take the signed heads a child tells, and tell ours."""
    told = from_members(vxp.TreeHeads, _json_body(call))
    return success(federation.answer_heads(call.caller.system, told, at=call.at))


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
    vxp.GET_RECEIPT.name: get_receipt,
    vxp.EXCHANGE_TREE_HEADS.name: exchange_tree_heads,
}


def _counted(operation: vxp.Operation[vxp.CountReceive, vxp.CountReply], call: Call, kind: MessageType) -> HttpResponse:
    if wait := _asked(operation, call).wait:
        watcher.wait(call.caller.system, kind, seconds=wait)
    return success(vxp.CountReply(count=deliveries.waiting(kind, call.caller.system)))


def _json_body(call: Call) -> dict[str, Any]:
    try:
        parsed = json.loads(call.body.small())
    except (ValueError, RecursionError) as error:
        raise ParameterRefused("body", "Nội dung yêu cầu không phải là JSON hợp lệ.") from error
    if not isinstance(parsed, dict):
        raise ParameterRefused("body", "Nội dung yêu cầu không phải là một đối tượng JSON.")
    return parsed


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
