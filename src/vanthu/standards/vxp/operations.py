"""Every operation of the hub as a typed request and a typed reply; client and hub both work from this one description.

`OPERATIONS` maps the last part of the address to its `Operation`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from vanthu.standards.vxp.codes import SERVICE_TYPE, ErrorCode, MessageType, TransferStatus
from vanthu.standards.vxp.wire import (
    CODES,
    DAY,
    FLAG,
    LIST_MOMENT,
    MESSAGE_TYPE,
    NUMBER,
    NUMBER_TEXT,
    OBJECT,
    QUERY_MOMENT,
    TEXTS,
    TRANSFER_STATUS,
    Wire,
    rows,
    to_members,
)

Request = TypeVar("Request")
Reply = TypeVar("Reply")

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Operation(Generic[Request, Reply]):
    """One operation: its name in the address, what goes in, what comes out.

    `body` is the fixed body of the call (None: the caller brings one); `repeatable` says that sending the same call
    twice does no harm, so a client may try again when it does not know what became of the first.
    """

    name: str
    request: type[Request]
    reply: type[Reply]
    content_type: str = JSON
    body: bytes | None = b"{}"
    method: str = "POST"
    repeatable: bool = True


@dataclass(frozen=True, kw_only=True)
class SendEdoc:
    """Hand a package to the hub. `hash_file` is the SHA-256 of the file without the CRLF which follows it."""

    from_code: Annotated[str, Wire("from")]
    message_type: Annotated[MessageType, Wire("messagetype", MESSAGE_TYPE)]
    hash_file: Annotated[str, Wire("hash-file")]
    to: Annotated[tuple[str, ...] | None, Wire("to", CODES)] = None
    service_type: Annotated[str, Wire("servicetype")] = SERVICE_TYPE


@dataclass(frozen=True, kw_only=True)
class SendEdocReply:
    """`doc_id` is the hub's id of the package as a whole (senderDocId)."""

    doc_id: Annotated[str, Wire("DocId")] = ""


@dataclass(frozen=True, kw_only=True)
class GetReceivedEdocList:
    """List deliveries to the agencies the caller serves; without `status` those not yet done.

    `wait` (ours, whole seconds, at most 30) lets the hub answer only when something new waits or the time is over; a
    hub that does not know it answers at once.
    """

    message_type: Annotated[MessageType, Wire("messagetype", MESSAGE_TYPE)] = MessageType.EDOC
    service_type: Annotated[str, Wire("servicetype")] = SERVICE_TYPE
    from_date: Annotated[datetime | None, Wire("fromDate", QUERY_MOMENT)] = None
    to_date: Annotated[datetime | None, Wire("toDate", QUERY_MOMENT)] = None
    status: Annotated[TransferStatus | None, Wire("status", TRANSFER_STATUS)] = None
    page_size: Annotated[int | None, Wire("pageSize", NUMBER_TEXT)] = None
    page_index: Annotated[int | None, Wire("pageIndex", NUMBER_TEXT)] = None
    to: Annotated[str | None, Wire("to")] = None
    wait: Annotated[int | None, Wire("wait", NUMBER_TEXT)] = None


@dataclass(frozen=True, kw_only=True)
class CountReceive:
    """Count deliveries that wait; `wait` as in getReceivedEdocList."""

    wait: Annotated[int | None, Wire("wait", NUMBER_TEXT)] = None


@dataclass(frozen=True, kw_only=True)
class ReceivedItem:
    """One delivery waiting at the hub; `doc_id` is the id for getEdoc, downloadEdoc and updateStatus."""

    doc_id: Annotated[str, Wire("docId")]
    message_type: Annotated[MessageType, Wire("messageType", MESSAGE_TYPE)] = MessageType.EDOC
    service_type: Annotated[str, Wire("serviceType")] = SERVICE_TYPE
    created_time: Annotated[datetime | None, Wire("created_time", LIST_MOMENT)] = None
    updated_time: Annotated[datetime | None, Wire("updated_time", LIST_MOMENT)] = None
    from_code: Annotated[str, Wire("from")] = ""
    to_code: Annotated[str, Wire("to")] = ""
    status: Annotated[TransferStatus, Wire("status", TRANSFER_STATUS)] = TransferStatus.INITIAL
    status_desc: Annotated[str, Wire("status_desc")] = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedList:
    """The reply to getReceivedEdocList."""

    data: Annotated[tuple[ReceivedItem, ...], Wire("data", rows(ReceivedItem))] = ()


@dataclass(frozen=True, kw_only=True)
class GetSentEdocList:
    """Ask what became of a package the caller sent; one row per recipient comes back."""

    doc_id: Annotated[str, Wire("docId")]
    message_type: Annotated[MessageType, Wire("messagetype", MESSAGE_TYPE)] = MessageType.EDOC
    service_type: Annotated[str, Wire("servicetype")] = SERVICE_TYPE


@dataclass(frozen=True, kw_only=True)
class SentItem:
    """One recipient of a package sent: hub ids of the package and of the delivery, and how far it is."""

    sender_doc_id: Annotated[str, Wire("senderDocId")]
    receiver_doc_id: Annotated[str, Wire("receiverDocId")]
    message_type: Annotated[MessageType, Wire("messageType", MESSAGE_TYPE)] = MessageType.EDOC
    service_type: Annotated[str, Wire("serviceType")] = SERVICE_TYPE
    from_code: Annotated[str, Wire("fromCode")] = ""
    to_code: Annotated[str, Wire("toCode")] = ""
    title: Annotated[str, Wire("title")] = ""
    notation: Annotated[str, Wire("notation")] = ""
    sent_time: Annotated[datetime | None, Wire("sentTime", LIST_MOMENT)] = None
    received_time: Annotated[datetime | None, Wire("receivedTime", LIST_MOMENT)] = None
    send_status: Annotated[str, Wire("sendStatus")] = ""
    send_status_desc: Annotated[str, Wire("sendStatusDesc")] = ""
    receive_status: Annotated[str, Wire("receiveStatus")] = ""
    receive_status_desc: Annotated[str, Wire("receiveStatusDesc")] = ""


@dataclass(frozen=True, kw_only=True)
class SentList:
    """The reply to getSentEdocList."""

    data: Annotated[tuple[SentItem, ...], Wire("data", rows(SentItem))] = ()


@dataclass(frozen=True, kw_only=True)
class GetEdoc:
    """Fetch one delivery as base64 inside JSON. `file_path` is the SDK's own note; a hub ignores it."""

    doc_id: Annotated[str, Wire("docId")]
    file_path: Annotated[str | None, Wire("filePath")] = None


@dataclass(frozen=True, kw_only=True)
class GetEdocReply:
    """`data` is the package in base64."""

    data: Annotated[str, Wire("data")]


@dataclass(frozen=True, kw_only=True)
class DownloadEdoc:
    """Fetch one delivery as the raw file; the reply is not JSON unless it is a failure."""

    doc_id: Annotated[str, Wire("docId")]


@dataclass(frozen=True, kw_only=True)
class UpdateStatus:
    """Tell the hub how far the receiving software is with one delivery."""

    doc_id: Annotated[str, Wire("docId")]
    status: Annotated[TransferStatus, Wire("status", TRANSFER_STATUS)]
    description: Annotated[str | None, Wire("description")] = None


@dataclass(frozen=True, kw_only=True)
class Done:
    """A reply that says no more than that it worked."""


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """A request without parameters."""


@dataclass(frozen=True, kw_only=True)
class CountReply:
    """How many deliveries wait."""

    count: Annotated[int, Wire("count", NUMBER)] = 0


@dataclass(frozen=True, kw_only=True)
class Agency:
    """One agency of getAgenciesList; `old_code` is its code of QCVN 102:2016."""

    id: Annotated[str, Wire("id")] = ""
    pid: Annotated[str, Wire("pid")] = ""
    code: Annotated[str, Wire("code")] = ""
    name: Annotated[str, Wire("name")] = ""
    mail: Annotated[str, Wire("mail")] = ""
    old_code: Annotated[str, Wire("oldCode")] = ""


@dataclass(frozen=True, kw_only=True)
class AgencyList:
    """The reply to getAgenciesList."""

    data: Annotated[tuple[Agency, ...], Wire("data", rows(Agency))] = ()


@dataclass(frozen=True, kw_only=True)
class GetAgenciesListQD20:
    """List agencies by their code of QĐ 20/2020, of one level (1: ministries and provinces) or of all."""

    level: Annotated[int | None, Wire("level", NUMBER_TEXT)] = None


@dataclass(frozen=True, kw_only=True)
class AgencyQD20:
    """One agency of getAgenciesListQD20; `code` is of QĐ 20/2020 and `code102` of QCVN 102:2016."""

    id: Annotated[str, Wire("id")] = ""
    code: Annotated[str, Wire("code")] = ""
    name: Annotated[str, Wire("name")] = ""
    mail: Annotated[str, Wire("mail")] = ""
    code102: Annotated[str, Wire("code102")] = ""


@dataclass(frozen=True, kw_only=True)
class AgencyListQD20:
    """The reply to getAgenciesListQD20."""

    data: Annotated[tuple[AgencyQD20, ...], Wire("data", rows(AgencyQD20))] = ()


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One row of the registry for synchronisation; `version` grows with every change, `deleted` rows stay listed.

    The last four members are ours, left out where there is nothing to tell; who does not know them ignores them.
    """

    id: Annotated[str, Wire("id")] = ""
    pid: Annotated[str, Wire("pid")] = ""
    code: Annotated[str, Wire("code")] = ""
    name: Annotated[str, Wire("name")] = ""
    mail: Annotated[str, Wire("mail")] = ""
    version: Annotated[int, Wire("version", NUMBER)] = 0
    center_code: Annotated[str, Wire("centerCode")] = ""
    deleted: Annotated[bool, Wire("deleted", FLAG)] = False
    modify_date: Annotated[datetime | None, Wire("modifyDate", LIST_MOMENT)] = None
    is_agency: Annotated[bool, Wire("isAgency", FLAG)] = True
    valid_from: Annotated[date | None, Wire("validFrom", DAY)] = None
    valid_until: Annotated[date | None, Wire("validUntil", DAY)] = None
    replaced_by: Annotated[str | None, Wire("replacedBy")] = None
    old_codes: Annotated[tuple[str, ...] | None, Wire("oldCodes", TEXTS)] = None


@dataclass(frozen=True, kw_only=True)
class GetSynchronizeUnit:
    """Ask for the registry; `modified_since` is ours and asks for what changed since only (others answer all)."""

    modified_since: Annotated[datetime | None, Wire("modifiedSince", QUERY_MOMENT)] = None


@dataclass(frozen=True, kw_only=True)
class UnitList:
    """The reply to getSynchronizeUnit."""

    data: Annotated[tuple[Unit, ...], Wire("data", rows(Unit))] = ()


@dataclass(frozen=True, kw_only=True)
class AgencyRegistration:
    """The JSON body of registerAgency; `pcode` is the code of the governing body.

    The last five members are ours, as in `Unit`.
    """

    code: Annotated[str, Wire("code")]
    name: Annotated[str, Wire("name")]
    id: Annotated[str, Wire("id")] = ""
    pcode: Annotated[str, Wire("pcode")] = ""
    mail: Annotated[str, Wire("mail")] = ""
    mobile: Annotated[str, Wire("mobile")] = ""
    fax: Annotated[str, Wire("fax")] = ""
    is_agency: Annotated[bool | None, Wire("isAgency", FLAG)] = None
    valid_from: Annotated[date | None, Wire("validFrom", DAY)] = None
    valid_until: Annotated[date | None, Wire("validUntil", DAY)] = None
    replaced_by: Annotated[str | None, Wire("replacedBy")] = None
    old_codes: Annotated[tuple[str, ...] | None, Wire("oldCodes", TEXTS)] = None


@dataclass(frozen=True, kw_only=True)
class DeleteAgency:
    """Withdraw an agency the caller registered; `replaced_by` (ours) names the one that takes over."""

    code: Annotated[str, Wire("AgencyCode")]
    replaced_by: Annotated[str | None, Wire("replacedBy")] = None


@dataclass(frozen=True, kw_only=True)
class GetReceipt:
    """Ask for the receipt of a package the caller sent; ours, other hubs do not know it."""

    doc_id: Annotated[str, Wire("docId")]


@dataclass(frozen=True, kw_only=True)
class GetReceiptReply:
    """`receipt` is the JSON document that `vanthu.standards.evidence` reads."""

    receipt: Annotated[dict[str, Any], Wire("receipt", OBJECT)]


@dataclass(frozen=True, kw_only=True)
class TreeHeads:
    """Body and reply of exchangeTreeHeads; ours. Both members are documents that `vanthu.standards.evidence` reads.

    `head` is the newest signed head of whoever speaks, proving that it only appended since the one the other side
    holds; `seen` is the head of the other side which the speaker holds.
    """

    head: Annotated[dict[str, Any] | None, Wire("head", OBJECT)] = None
    seen: Annotated[dict[str, Any] | None, Wire("seen", OBJECT)] = None


SEND_EDOC = Operation("sendEdoc", SendEdoc, SendEdocReply, BYTES, None)
GET_RECEIVED_EDOC_LIST = Operation("getReceivedEdocList", GetReceivedEdocList, ReceivedList, FORM, b"")
GET_SENT_EDOC_LIST = Operation("getSentEdocList", GetSentEdocList, SentList, FORM, b"")
GET_EDOC = Operation("getEdoc", GetEdoc, GetEdocReply)
DOWNLOAD_EDOC = Operation("downloadEdoc", DownloadEdoc, Done, body=b"", method="GET")
UPDATE_STATUS = Operation("updateStatus", UpdateStatus, Done)
COUNT_RECEIVE_EDOC = Operation("countReceiveEdoc", CountReceive, CountReply)
COUNT_RECEIVE_STATUS = Operation("countReceiveStatus", CountReceive, CountReply)
GET_AGENCIES_LIST = Operation("getAgenciesList", Nothing, AgencyList, FORM, b"")
GET_AGENCIES_LIST_QD20 = Operation("getAgenciesListQD20", GetAgenciesListQD20, AgencyListQD20, FORM, b"")
GET_SYNCHRONIZE_UNIT = Operation("getSynchronizeUnit", GetSynchronizeUnit, UnitList, FORM, b"")
REGISTER_AGENCY = Operation("registerAgency", Nothing, Done, body=None, repeatable=False)
DELETE_AGENCY = Operation("deleteAgency", DeleteAgency, Done, repeatable=False)
GET_RECEIPT = Operation("getReceipt", GetReceipt, GetReceiptReply)
EXCHANGE_TREE_HEADS = Operation("exchangeTreeHeads", Nothing, TreeHeads, body=None)

OPERATIONS: dict[str, Operation[Any, Any]] = {
    operation.name: operation
    for operation in (
        SEND_EDOC,
        GET_RECEIVED_EDOC_LIST,
        GET_SENT_EDOC_LIST,
        GET_EDOC,
        DOWNLOAD_EDOC,
        UPDATE_STATUS,
        COUNT_RECEIVE_EDOC,
        COUNT_RECEIVE_STATUS,
        GET_AGENCIES_LIST,
        GET_AGENCIES_LIST_QD20,
        GET_SYNCHRONIZE_UNIT,
        REGISTER_AGENCY,
        DELETE_AGENCY,
        GET_RECEIPT,
        EXCHANGE_TREE_HEADS,
    )
}


def success_members(reply: object) -> dict[str, Any]:
    """Return the JSON members of a reply that worked. No member is ever null: the official SDK would fail on it."""
    return {"status": "OK", "ErrorCode": ErrorCode.SUCCESS, "ErrorDesc": "", **to_members(reply)}


def failure_members(operation_name: str, error_code: str, sentence: str) -> dict[str, Any]:
    """Return the JSON members of a failure; for sendEdoc with the empty `DocId` the official SDK insists on."""
    members = {"status": "FAIL", "ErrorCode": error_code, "ErrorDesc": sentence}
    return {**members, "DocId": ""} if operation_name == SEND_EDOC.name else members
