"""What the judging hub answers to each operation; the script and the outbox decide, this writes."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.codes import ErrorCode, MessageType, TransferStatus
from vanthu.standards.vxp.conformance.client.player import Player
from vanthu.standards.vxp.conformance.client.request import RawRequest
from vanthu.standards.vxp.conformance.client.script import LIST_EMPTY, LIST_FAILS, SLOW, Item, Script
from vanthu.standards.vxp.conformance.client.sends import Outbox
from vanthu.standards.vxp.conformance.model import Check
from vanthu.standards.vxp.operations import failure_members, success_members
from vanthu.standards.vxp.replies import dumps

STRANGE: dict[str, Any] = {"phienBan": "9.9", "thanhPhanLa": {"danhSach": [1, 2, 3], "moTa": "bỏ qua"}}
JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """What goes back. `given` bytes of the body are sent before the connection breaks; None: no answer at all."""

    body: bytes | None
    content_type: str = JSON
    given: int | None = None
    slow: Check | None = None


@dataclass(frozen=True)
class Answers:
    """One method an operation; the caller holds a lock."""

    player: Player
    script: Script
    outbox: Outbox
    at: datetime

    def to(self, request: RawRequest) -> Answer:
        """Return the answer to a request."""
        handlers: Mapping[str, Callable[[RawRequest], Answer]] = {
            "sendEdoc": self._send,
            "getReceivedEdocList": self._list,
            "getSentEdocList": self._sent,
            "getEdoc": self._get,
            "downloadEdoc": self._download,
            "updateStatus": self._mark,
            "countReceiveEdoc": lambda _: _good(vxp.CountReply(count=len(self._waiting("edoc")))),
            "countReceiveStatus": lambda _: _good(vxp.CountReply(count=len(self._waiting("status")))),
            "getAgenciesList": lambda _: _good(vxp.AgencyList(data=tuple(map(_agency, self._codes())))),
            "getAgenciesListQD20": lambda _: _good(vxp.AgencyListQD20(data=tuple(map(_qd20, self._codes())))),
            "getSynchronizeUnit": lambda _: _good(vxp.UnitList(data=tuple(map(self._unit, self._codes())))),
            "registerAgency": lambda _: _good(vxp.Done()),
            "deleteAgency": lambda _: _good(vxp.Done()),
        }
        handler = handlers.get(request.operation)
        return handler(request) if handler else _bad(request.operation, ErrorCode.NOT_FOUND, "Không có thao tác này.")

    def _send(self, request: RawRequest) -> Answer:
        doc_id = self.outbox.take(request)
        if doc_id is None:
            return Answer(None)
        if not doc_id:
            return _bad("sendEdoc", ErrorCode.SYSTEM_ERROR, "Trục đang bận, hãy gửi lại sau (tình huống thử).")
        return _good(vxp.SendEdocReply(doc_id=doc_id))

    def _list(self, request: RawRequest) -> Answer:
        if (request.get("pageIndex") or "0").strip() not in ("0", ""):
            return _good(vxp.ReceivedList())
        items, odd, strange = self.script.listing(str(request.get("messagetype") or "edoc"))
        if odd is LIST_FAILS:
            return _bad("getReceivedEdocList", ErrorCode.SYSTEM_ERROR, "Lỗi hệ thống (tình huống thử).")
        if odd is LIST_EMPTY:
            return Answer(b"")
        members = success_members(vxp.ReceivedList(data=tuple(map(self._row, items))))
        if strange:
            left_out = {"updated_time", "status_desc"}
            rows = [{key: value for key, value in row.items() if key not in left_out} for row in members["data"]]
            members = {**STRANGE, **members, "data": [{**row, **STRANGE} for row in rows]}
        return Answer(dumps(members), slow=SLOW if odd is SLOW else None)

    def _sent(self, request: RawRequest) -> Answer:
        doc_id = request.get("docId") or ""
        if doc_id not in self.outbox.ids.values():
            return _bad("getSentEdocList", ErrorCode.NOT_FOUND, "Không có gói tin này.")
        item = vxp.SentItem(
            sender_doc_id=doc_id,
            receiver_doc_id=f"{doc_id}-nhan",
            from_code=self.player.agency,
            to_code=self.player.partner,
            sent_time=self.at,
            send_status="done",
            receive_status="initial",
        )
        return _good(vxp.SentList(data=(item,)))

    def _get(self, request: RawRequest) -> Answer:
        item, cut = self.script.fetch(request.get("docId") or "")
        if item is None:
            return _bad("getEdoc", ErrorCode.NOT_FOUND, "Không có gói tin này.")
        body = dumps(success_members(vxp.GetEdocReply(data=base64.b64encode(item.data).decode())))
        return Answer(body, given=len(body) // 2 if cut else None)

    def _download(self, request: RawRequest) -> Answer:
        item, cut = self.script.fetch(request.get("docId") or "")
        if item is None:
            return _bad("downloadEdoc", ErrorCode.NOT_FOUND, "Không có gói tin này.")
        return Answer(item.data, "application/octet-stream", given=len(item.data) // 2 if cut else None)

    def _mark(self, request: RawRequest) -> Answer:
        status, description = request.get("status") or "", request.get("description") or ""
        if not self.script.mark(request.get("docId") or "", status, description):
            return _bad("updateStatus", ErrorCode.NOT_FOUND, "Không có gói tin này.")
        return _good(vxp.Done())

    def _waiting(self, kind: str) -> list[Item]:
        scene = self.script.scene
        return [item for item in (scene.items if scene else ()) if item.kind == kind and not item.judged]

    def _row(self, item: Item) -> vxp.ReceivedItem:
        return vxp.ReceivedItem(
            doc_id=item.doc_id,
            message_type=MessageType(item.kind),
            created_time=self.at,
            updated_time=self.at,
            from_code=self.player.partner,
            to_code=self.player.agency,
            status=TransferStatus.INITIAL,
            status_desc=TransferStatus.INITIAL.label,
        )

    def _codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.player.agency, self.player.partner)))

    def _unit(self, code: str) -> vxp.Unit:
        return vxp.Unit(id=code, code=code, name=f"Cơ quan {code}", version=1, center_code="KTKN", modify_date=self.at)


def _agency(code: str) -> vxp.Agency:
    return vxp.Agency(id=code, code=code, name=f"Cơ quan {code}")


def _qd20(code: str) -> vxp.AgencyQD20:
    return vxp.AgencyQD20(id=code, code=code, name=f"Cơ quan {code}")


def _good(reply: object) -> Answer:
    return Answer(dumps(success_members(reply)))


def _bad(operation: str, code: str, sentence: str) -> Answer:
    return Answer(dumps(failure_members(operation, code, sentence)))
