"""A hub that speaks VXP and nothing of ours, with habits we have seen or fear: over real HTTP, on the loopback.

It lists deliveries under the centre's systemid instead of the agency's code, writes each package anew for each fetch,
spells statuses in capitals, ignores what it does not know, and says no when a test told it to.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_TO = re.compile(rb"<edXML:To>.*?<edXML:OrganId>([^<]+)</edXML:OrganId>", re.DOTALL)
_FROM = re.compile(rb"<edXML:From>.*?<edXML:OrganId>([^<]+)</edXML:OrganId>", re.DOTALL)


@dataclass
class Refusal:
    """What a test lets an operation answer: `times` such answers, None: for ever."""

    code: str
    text: str
    times: int | None = None


@dataclass
class Item:
    """A delivery that waits for the centre."""

    content: bytes
    kind: str
    sender: str
    to: str
    status: str = "initial"
    description: str = ""
    fetched: int = 0


@dataclass
class PlainHub:
    """What the hub has, and what it was told."""

    port: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    receive_status: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        """Return the address for clients."""
        return f"http://127.0.0.1:{self.port}/vxp"

    def put(self, content: bytes, *, kind: str = "edoc", to: str = "TRUC", sender: str | None = None) -> str:
        """Let a package wait for the centre; return its docId."""
        found = _FROM.search(content)
        doc_id = f"d-{len(self.items) + 1}"
        self.items[doc_id] = Item(content, kind, sender or (found[1].decode() if found else ""), to)
        return doc_id

    def answer(self, operation: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any] | bytes:
        """Return the members of a reply, or the bytes of a file."""
        self.calls.append(operation)
        refusal = self.refusals.get(operation)
        if refusal and refusal.times != 0:
            refusal.times = None if refusal.times is None else refusal.times - 1
            return {"status": "FAIL", "ErrorCode": refusal.code, "ErrorDesc": refusal.text, "DocId": ""}
        method = getattr(self, f"_{operation}", None)
        if method is None:
            return {"status": "FAIL", "ErrorCode": "9999", "ErrorDesc": "khong ho tro"}
        members: dict[str, Any] | bytes = method(headers, body)
        return members if isinstance(members, bytes) else {"status": "OK", "ErrorCode": "0", "ErrorDesc": "", **members}

    def _sendEdoc(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        codes = json.loads(headers["to"]) if headers.get("to") else [code.decode() for code in _TO.findall(body)]
        self.sent.append({"body": body, "to": codes, "kind": headers["messagetype"], "from": headers["from"]})
        return {"DocId": f"h-{len(self.sent)}"}

    def _getReceivedEdocList(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        waiting = [
            {"docId": key, "messageType": item.kind, "from": item.sender, "to": item.to, "status": item.status}
            for key, item in self.items.items()
            if item.kind == headers["messagetype"] and item.status != "done"
        ]
        size, page = int(headers.get("pagesize", "100")), int(headers.get("pageindex", "0"))
        return {"data": waiting[page * size : (page + 1) * size]}

    def _downloadEdoc(self, headers: Mapping[str, str], body: bytes) -> bytes:
        item = self.items[headers["docid"]]
        item.fetched += 1
        return item.content.replace(b"?>", b"?><!-- %d -->" % item.fetched, 1)

    def _getEdoc(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        return {"data": base64.b64encode(self._downloadEdoc(headers, body)).decode()}

    def _updateStatus(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        item = self.items[headers["docid"]]
        item.status, item.description = headers["status"], headers.get("description", "")
        return {}

    def _getSentEdocList(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        sent = self.sent[int(headers["docid"].removeprefix("h-")) - 1]
        return {
            "data": [
                {
                    "senderDocId": headers["docid"],
                    "receiverDocId": f"{headers['docid']}-{code}",
                    "toCode": code,
                    "receiveStatus": self.receive_status.get(code, "INITIAL"),
                    "receiveStatusDesc": "",
                }
                for code in sent["to"]
            ]
        }

    def _getSynchronizeUnit(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        return {"data": self.units}

    def _registerAgency(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        self.registered.append(json.loads(body))
        return {}

    def _deleteAgency(self, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        self.deleted.append(headers["agencycode"])
        return {}


@contextmanager
def plain_hub() -> Iterator[PlainHub]:
    """Run such a hub on a free port of the loopback."""
    hub = PlainHub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            named = {name.lower(): value for name, value in self.headers.items()}
            prefix = "xroadvnpt-"
            logical = {name.removeprefix(prefix): value for name, value in named.items() if name.startswith(prefix)}
            reply = hub.answer(self.path.rsplit("/", 1)[-1], logical, body)
            content = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
