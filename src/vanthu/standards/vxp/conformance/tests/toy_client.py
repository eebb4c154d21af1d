"""A small correct client, made to be broken: each method is one habit that a test may change."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from vanthu.standards.edxml import EdxmlRefused
from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.raw import Answer, NoAnswer, Place, call
from vanthu.standards.vxp.headers import CONSTANTS, PREFIX, VIETNAM, timestamp_text
from vanthu.standards.vxp.operations import OPERATIONS


class GivesUp(Exception):
    """The client ends, as a program that meets an error nobody foresaw."""


@dataclass
class Outgoing:
    data: bytes
    kind: str
    parameters: dict[str, str]


class ToyClient:
    """Serves H37; each `turn` polls both lists and sends what waits, documents before statuses."""

    system_id, secret, agency, partner, timeout = "A", "secret-a", "H37", "KTKN", 10.0

    def __init__(self, url: str) -> None:
        self.place = Place.of(url, timeout=self.timeout)
        self.known: set[str] = set()
        self.outbox: list[Outgoing] = [Outgoing(self.letter(), "edoc", {"to": json.dumps([self.partner])})]
        self.ended = False

    # --- one turn -------------------------------------------------------------------------------------------------
    def turn(self) -> None:
        if self.ended:
            return
        try:
            for kind in self.kinds():
                self.poll(kind)
            self.send_waiting()
        except GivesUp:
            self.ended = True

    def kinds(self):
        return ("edoc", "status")

    def poll(self, kind):
        for row in self.listed(kind):
            self.receive(row, kind)

    def send_waiting(self):
        for outgoing in list(self.outbox):
            if self.sent(outgoing):
                self.outbox.remove(outgoing)

    # --- receiving ------------------------------------------------------------------------------------------------
    def listed(self, kind):
        parameters = {"servicetype": "eDoc", "messagetype": kind, **self.filters()}
        try:
            answer = self.call("getReceivedEdocList", parameters, b"")
        except NoAnswer:
            return self.no_list()
        if not answer.body:
            return self.empty_list()
        members = answer.members
        return self.rows(members) if members["status"] == "OK" else self.list_failed()

    def filters(self):
        return {"fromDate": "01/01/2026 00:00:00", "pageSize": "100"}

    def rows(self, members):
        return members["data"]

    def no_list(self):
        return []

    def empty_list(self):
        return []

    def list_failed(self):
        return []

    def receive(self, row, kind):
        doc_id = row["docId"]
        if doc_id in self.known:
            self.met_again(doc_id)
            return
        data = self.fetched(doc_id)
        if data is None:
            return
        try:
            message = self.read(data)
        except EdxmlRefused:
            self.unreadable(doc_id)
            return
        self.known.add(doc_id)
        self.mark(doc_id, "done")
        if kind == "edoc":
            self.arrived(message)

    def met_again(self, doc_id):
        self.mark(doc_id, "done")

    def fetched(self, doc_id):
        try:
            answer = self.call("getEdoc", {"docId": doc_id})
        except NoAnswer:
            return self.broken(doc_id)
        return base64.b64decode(answer.members["data"])

    def broken(self, doc_id):
        return None

    def read(self, data):
        return packages.understood(data)

    def unreadable(self, doc_id):
        self.mark(doc_id, "fail", "Khong doc duoc goi tin")

    def arrived(self, message):
        status = packages.status(self.agency, message, "01", at=self.at(), description="Đã đến")
        self.outbox.append(Outgoing(status.data, "status", {}))

    def mark(self, doc_id, status, description=""):
        more = {"description": description} if description else {}
        self.call("updateStatus", {"docId": doc_id, "status": status, **more})

    # --- sending --------------------------------------------------------------------------------------------------
    def letter(self):
        return packages.document(self.agency, [self.partner], at=self.at()).data

    def at(self):
        return datetime.now(VIETNAM).replace(microsecond=0)

    def sent(self, outgoing):
        parameters = {
            "from": self.sender(),
            "servicetype": "eDoc",
            "messagetype": outgoing.kind,
            "hash-file": self.hash(outgoing.data),
            "Content-Type": self.package_type(),
            **outgoing.parameters,
        }
        try:
            answer = self.call("sendEdoc", parameters, outgoing.data + self.tail())
        except NoAnswer:
            return self.answer_lost(outgoing)
        return answer.members["status"] == "OK" or self.send_failed(outgoing)

    def sender(self):
        return self.agency

    def hash(self, data):
        return hashlib.sha256(data).hexdigest()

    def package_type(self):
        return "application/octet-stream"

    def tail(self):
        return b"\r\n"

    def answer_lost(self, outgoing):
        return False

    def send_failed(self, outgoing):
        return False

    # --- a request ------------------------------------------------------------------------------------------------
    def call(self, operation, parameters=None, body=b"{}") -> Answer:
        described = OPERATIONS.get(operation)
        logical = {
            "systemid": self.system_id,
            "timestamp": self.timestamp(),
            "Content-Type": described.content_type if described else "application/json",
            **(parameters or {}),
        }
        return call(self.place, operation, self.lines(logical), body, method=self.method(operation))

    def method(self, operation):
        return "POST"

    def timestamp(self):
        return timestamp_text(datetime.now(VIETNAM))

    def lines(self, logical):
        text = self.sign_text({f"{PREFIX}{name}": value for name, value in logical.items()})
        headers = {
            **self.constants(),
            "Content-Type": self.plain_type(logical["Content-Type"]),
            **{f"{PREFIX}{name}": self.header_value(name, value) for name, value in logical.items()},
            f"{PREFIX}sign-header-key": self.key(list(logical)),
            f"{PREFIX}sign-header": text,
            f"{PREFIX}hash-header": self.hmac(text),
        }
        return [f"{name}: {value}" for name, value in headers.items() if value is not None]

    def constants(self):
        return CONSTANTS

    def plain_type(self, content_type):
        return content_type

    def header_value(self, name, value):
        return value

    def sign_text(self, named):
        return json.dumps(named, separators=(",", ":"), ensure_ascii=False)

    def key(self, names):
        return ";".join(names)

    def hmac(self, text):
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
