"""A small correct hub in memory, made to be broken: each method is one habit that a test may change."""

import base64
import hashlib
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vanthu.standards import edxml
from vanthu.standards.vxp import headers as vxp
from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.errors import HeadersRefused
from vanthu.standards.vxp.headers import VIETNAM

SECRETS = {"A": "secret-a", "B": "secret-b"}
FORM = "%Y/%m/%d %H:%M:%S"


class Refused(Exception):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass
class Delivery:
    doc_id: str
    package_id: str
    to: str
    status: str = "initial"
    description: str = ""
    fetched: bool = False


@dataclass
class Kept:
    doc_id: str
    data: bytes
    kind: str
    sender: str
    system: str


@dataclass
class Agency:
    code: str
    system: str
    name: str = "Cơ quan"
    version: int = 1
    deleted: bool = False


@dataclass
class Request:
    method: str
    operation: str
    headers: dict[str, bytes]
    body: bytes
    system: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name):
        return vxp.Signed(self.system, "", self.values).get(name)


class ToyHub:
    """Two systems: A serves H37 and H37.02, B serves G09."""

    def __init__(self) -> None:
        self.at = datetime.now(VIETNAM)
        self.agencies = {code: Agency(code, system) for code, system in (("H37", "A"), ("H37.02", "A"), ("G09", "B"))}
        self.kept: dict[str, Kept] = {}
        self.by_hash: dict[tuple[str, str], str] = {}
        self.deliveries: dict[str, Delivery] = {}
        self.count = 0

    # --- a request comes in -------------------------------------------------------------------------------------
    def answer(self, request: Request) -> tuple[int, bytes, str]:
        operations = {
            "sendEdoc": self.send,
            "getReceivedEdocList": self.received,
            "getSentEdocList": self.sent,
            "getEdoc": self.get,
            "downloadEdoc": self.download,
            "updateStatus": self.update,
            "countReceiveEdoc": self.counted,
            "countReceiveStatus": self.counted,
            "getAgenciesList": self.list_agencies,
            "getAgenciesListQD20": self.list_qd20,
            "getSynchronizeUnit": self.list_units,
            "registerAgency": self.register,
            "deleteAgency": self.delete,
            **self.extensions(),
        }
        try:
            if request.operation not in operations:
                return self.unknown_operation(request)
            request.system, request.values = self.authenticate(request.headers)
            self.allow(request)
            result = operations[request.operation](request)
        except Refused as refusal:
            return self.failed(request, refusal)
        if isinstance(result, bytes):
            return 200, result, "application/octet-stream"
        return 200, self.written(request, {"status": "OK", "ErrorCode": "0", "ErrorDesc": "", **result}), "json"

    def extensions(self):
        return {}

    def unknown_operation(self, request):
        return self.failed(request, Refused("44", "Không có thao tác"))

    def failed(self, request, refusal):
        members = {"status": "FAIL", "ErrorCode": self.code(refusal), "ErrorDesc": refusal.sentence}
        return self.status_of_failure(), self.written(request, {**members, **self.failure_extras(request)}), "json"

    def failure_extras(self, request):
        return {"DocId": ""} if request.operation == "sendEdoc" else {}

    def code(self, refusal):
        return refusal.code

    def status_of_failure(self):
        return 200

    def written(self, request, members):
        return json.dumps(members).encode()

    # --- who calls ------------------------------------------------------------------------------------------------
    def authenticate(self, headers):
        try:
            claim = vxp.read(headers)
            secret = self.secret_of(claim.system_id)
            signed = vxp.check(claim, secret=secret, now=self.at, window=self.window())
        except HeadersRefused as error:
            raise Refused("15", error.sentence) from error
        return signed.system_id, dict(signed.values)

    def secret_of(self, system_id):
        if system_id not in SECRETS:
            raise Refused("15", "Không có hệ thống này")
        return SECRETS[system_id]

    def window(self) -> timedelta | None:
        return None

    def allow(self, request):
        pass

    # --- sending --------------------------------------------------------------------------------------------------
    def send(self, request):
        file = self.file_of(request)
        try:
            message = packages.understood(file)
        except edxml.EdxmlRefused as error:
            return self.unreadable(request, file, error)
        sender = self.sender_of(request, message)
        recipients = self.recipients_of(request, message)
        digest = (request.system, hashlib.sha256(file).hexdigest())
        if self.seen_before(digest):
            return {"DocId": self.by_hash[digest]}
        doc_id = self.by_hash[digest] = self.new_id()
        kind = self.kind_of(message)
        self.kept[doc_id] = Kept(doc_id, self.forwarded(file, message), kind, sender, request.system)
        for code in recipients:
            self.put_down(doc_id, code)
        return {"DocId": doc_id}

    def unreadable(self, request, file, error):
        raise Refused("10", f"Không đọc được: {error.sentence}") from error

    def file_of(self, request):
        claimed = request.get("hash-file") or ""
        for file in self.candidates(request.body):
            if self.hash_matches(claimed, hashlib.sha256(file).hexdigest()):
                return file
        return self.wrong_hash(request)

    def candidates(self, body):
        return (body.removesuffix(b"\r\n"), body)

    def hash_matches(self, claimed, digest):
        return vxp.hash_matches(claimed, digest)

    def wrong_hash(self, request):
        raise Refused("10", "Mã băm không khớp")

    def sender_of(self, request, message):
        code = message.sender.organ_id
        agency = self.agencies.get(code)
        if agency is None:
            return self.unknown_sender(code)
        if agency.system != request.system:
            self.foreign_sender(code)
        return code

    def unknown_sender(self, code):
        raise Refused("19", f"Bên gửi {code} chưa đăng ký")

    def foreign_sender(self, code):
        raise Refused("19", f"Bên gửi {code} của hệ thống khác")

    def recipients_of(self, request, message):
        if isinstance(message, edxml.StatusMessage):
            return [message.response_for.organ_id]
        codes = [item.organ_id for item in message.recipients]
        for code in codes:
            if code not in self.agencies:
                self.unknown_recipient(code)
        only = self.only(request)
        return [code for code in codes if code in self.agencies and (not only or code in only)]

    def unknown_recipient(self, code):
        raise Refused("18", f"Nơi nhận {code} không có")

    def only(self, request):
        return json.loads(request.get("to") or "[]")

    def seen_before(self, digest):
        return digest in self.by_hash

    def kind_of(self, message):
        return "status" if isinstance(message, edxml.StatusMessage) else "edoc"

    def forwarded(self, file, message):
        if isinstance(message, edxml.StatusMessage):
            return file
        out = io.BytesIO()
        edxml.append_trace_header(io.BytesIO(file), out, organ_id="TOY", timestamp=self.at)
        return out.getvalue()

    def put_down(self, doc_id, code):
        delivery = Delivery(self.new_id(), doc_id, code)
        self.deliveries[delivery.doc_id] = delivery

    def new_id(self):
        self.count += 1
        return f"toy-{self.count}"

    # --- receiving ------------------------------------------------------------------------------------------------
    def mine(self, request):
        return [row for row in self.deliveries.values() if self.agencies[row.to].system == request.system]

    def received(self, request):
        status, kind = request.get("status"), request.get("messagetype")
        found = [row for row in self.mine(request) if self.kept[row.package_id].kind == kind]
        found = [row for row in found if (row.status == status if status else self.waits(row))]
        return {"data": [self.row(item) for item in self.narrowed(request, found)]}

    def waits(self, delivery):
        return delivery.status != "done"

    def narrowed(self, request, found):
        if request.get("to"):
            found = [row for row in found if row.to == request.get("to")]
        if request.get("fromDate"):
            start = datetime.strptime(request.get("fromDate") + "+0700", "%d/%m/%Y %H:%M:%S%z")
            found = [row for row in found if self.at >= start]
        return found[: int(request.get("pageSize") or 1000)]

    def row(self, delivery):
        kept = self.kept[delivery.package_id]
        return {
            "docId": delivery.doc_id,
            "serviceType": "eDoc",
            "messageType": kept.kind,
            "created_time": self.at.strftime(FORM),
            "updated_time": self.at.strftime(FORM),
            "from": kept.sender,
            "to": delivery.to,
            "status": delivery.status,
            "status_desc": delivery.description,
        }

    def sent(self, request):
        doc_id = request.get("docId")
        found = [row for row in self.deliveries.values() if row.package_id == doc_id]
        if not found or self.kept[doc_id].system != request.system:
            raise Refused("44", "Không có gói tin")
        return {"data": [self.sent_row(row) for row in found]}

    def sent_row(self, delivery):
        kept = self.kept[delivery.package_id]
        return {
            "senderDocId": kept.doc_id,
            "receiverDocId": delivery.doc_id,
            "fromCode": kept.sender,
            "toCode": delivery.to,
            "receiveStatus": delivery.status,
        }

    def delivery(self, request):
        found = self.deliveries.get(self.doc_id(request) or "")
        if found is None:
            return self.no_delivery(request)
        if self.agencies[found.to].system != request.system:
            return self.not_yours(request, found)
        return found

    def doc_id(self, request):
        return request.get("docId")

    def no_delivery(self, request):
        raise Refused("44", "Không có gói tin")

    def not_yours(self, request, found):
        raise Refused("44", "Không có gói tin")

    def get(self, request):
        delivery = self.delivery(request)
        delivery.fetched = True
        return {"data": base64.b64encode(self.kept[delivery.package_id].data).decode()}

    def download(self, request):
        delivery = self.delivery(request)
        delivery.fetched = True
        return self.kept[delivery.package_id].data

    def update(self, request):
        delivery = self.delivery(request)
        status = request.get("status")
        if status not in ("processing", "done", "fail"):
            self.unknown_status(status)
        self.move(delivery, status)
        delivery.description = request.get("description") or ""
        return {}

    def unknown_status(self, status):
        raise Refused("40", "Trạng thái lạ")

    def move(self, delivery, status):
        delivery.status = status

    def counted(self, request):
        kind = "edoc" if request.operation == "countReceiveEdoc" else "status"
        rows = [row for row in self.mine(request) if self.waits(row) and self.kept[row.package_id].kind == kind]
        return {"count": len(rows)}

    # --- registry -------------------------------------------------------------------------------------------------
    def list_agencies(self, request):
        rows = [row for row in self.agencies.values() if not row.deleted]
        return {"data": [{"id": row.code, "pid": "", "code": row.code, "name": row.name} for row in rows]}

    def list_qd20(self, request):
        return {"data": [{"id": row.code, "code": row.code, "name": row.name} for row in self.agencies.values()]}

    def list_units(self, request):
        return {"data": [self.unit(row) for row in self.agencies.values()]}

    def unit(self, row):
        return {
            "id": row.code,
            "code": row.code,
            "name": row.name,
            "version": row.version,
            "deleted": row.deleted,
            "isAgency": True,
        }

    def register(self, request):
        given = json.loads(request.body)
        known = self.agencies.get(given["code"])
        if known:
            self.changed(known, given["name"])
        else:
            self.agencies[given["code"]] = Agency(given["code"], request.system, given["name"])
        return {}

    def changed(self, known, name):
        known.name, known.version = name, known.version + 1

    def delete(self, request):
        known = self.agencies[request.get("AgencyCode")]
        known.deleted, known.version = True, known.version + 1
        return {}

    # --- HTTP -----------------------------------------------------------------------------------------------------
    def continues(self):
        return True

    def header_name(self, name):
        return name.lower()


@contextmanager
def served(hub: ToyHub) -> Iterator[str]:
    """Yield the address of a hub while it listens."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {hub.header_name(name): value.encode("latin-1") for name, value in self.headers.items()}
            operation = self.path.rpartition("/")[2]
            with lock:
                status, content, kind = hub.answer(Request(self.command, operation, headers, body))
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if kind == "json" else kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST

        def handle_expect_100(self):
            return super().handle_expect_100() if hub.continues() else True

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/vxp"
    finally:
        server.shutdown()
        server.server_close()
