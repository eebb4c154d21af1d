"""One run against a hub: who calls, what was answered so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from vanthu.standards.vxp.conformance.packages import Package
from vanthu.standards.vxp.conformance.raw import Answer, Place, call
from vanthu.standards.vxp.conformance.requests import PLAIN, Manner, header_lines
from vanthu.standards.vxp.headers import VIETNAM, hash_spellings, timestamp_text
from vanthu.standards.vxp.operations import OPERATIONS

STALE = timedelta(days=1)


@dataclass(frozen=True)
class Target:
    """A hub and the credentials of one or two systems on it.

    `sender` and `recipient` are codes of agencies; the first system serves the sender. The second system serves the
    recipient; without it the first one does. `also_to` is another recipient that may get test documents. `webhook` is
    host and port behind the address to which the hub tells the recipient's system that something waits.
    """

    url: str
    system_id: str
    secret: str
    sender: str | None = None
    recipient: str | None = None
    also_to: str | None = None
    second_system_id: str | None = None
    second_secret: str | None = None
    allow_registry_changes: bool = False
    ca_file: Path | None = None
    webhook: tuple[str, int] | None = None
    timeout: float = 60.0


@dataclass
class Session:
    """Calls a hub and remembers every answer, so that demands on all answers can be judged in the end."""

    target: Target
    now: Callable[[], datetime]
    seen: list[tuple[str, Answer]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    memory: dict[str, object] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the hub is."""
        return Place.of(self.target.url, ca_file=self.target.ca_file, timeout=self.target.timeout)

    @property
    def has_second(self) -> bool:
        """Whether two systems play."""
        return bool(self.target.second_system_id and self.target.second_secret)

    def today(self) -> datetime:
        """Return the present moment in Vietnam."""
        return self.now().astimezone(VIETNAM)

    def stale(self) -> str:
        """Return a timestamp as an SDK service object that was made yesterday sends it."""
        return timestamp_text(self.now() - STALE)

    def call(
        self,
        operation: str,
        parameters: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        receiver: bool = False,
        manner: Manner = PLAIN,
        method: str | None = None,
        expect: bool = False,
    ) -> Answer:
        """Call an operation as the first system, or as the one that serves the recipient. Raises NoAnswer."""
        described = OPERATIONS.get(operation)
        system_id, secret = self.credentials(receiver)
        logical = {
            "systemid": manner.system_id or system_id,
            "timestamp": manner.timestamp or timestamp_text(self.now()),
            "Content-Type": described.content_type if described else "application/json",
            **(parameters or {}),
        }
        content = body if body is not None else (described.body if described else None) or b""
        verb = method or (described.method if described else "POST")
        lines = header_lines(logical, secret, manner)
        answer = call(self.place, operation, lines, content, method=verb, expect=expect)
        self.seen.append((operation, answer))
        return answer

    def send(
        self,
        package: Package,
        *,
        sender: str,
        message_type: str = "edoc",
        to: str | None = None,
        hash_file: str | None = None,
        tail: bytes = b"\r\n",
        receiver: bool = False,
        manner: Manner = PLAIN,
        expect: bool = False,
    ) -> Answer:
        """Send a package: by default with the hash in full and CRLF after the body."""
        parameters = {"from": sender, "servicetype": "eDoc", "messagetype": message_type}
        usual = short_spelling(package.sha256) if "short spelling" in self.memory else package.sha256
        parameters["hash-file"] = hash_file or usual
        if to is not None:
            parameters["to"] = to
        body = package.data + tail
        answer = self.call("sendEdoc", parameters, body, receiver=receiver, manner=manner, expect=expect)
        doc_id = (answer.members or {}).get("DocId")
        if doc_id:
            self.sent.append(str(doc_id))
        return answer

    def received(self, message_type: str = "edoc", **more: str) -> Answer:
        """Ask for what waits for the recipient."""
        parameters = {"servicetype": "eDoc", "messagetype": message_type, **more}
        return self.call("getReceivedEdocList", parameters, receiver=True)

    def sent_list(self, doc_id: str, message_type: str = "edoc") -> Answer:
        """Ask what became of something the first system sent."""
        parameters = {"docId": doc_id, "servicetype": "eDoc", "messagetype": message_type}
        return self.call("getSentEdocList", parameters)

    def mark(self, doc_id: str, status: str, *, name: str = "docId", **more: str) -> Answer:
        """Tell the transfer status of a delivery, as the recipient's system."""
        return self.call("updateStatus", {name: doc_id, "status": status, **more}, receiver=True)

    def credentials(self, receiver: bool) -> tuple[str, str]:
        """Return systemid and secret of the first system, or of the one that serves the recipient."""
        target = self.target
        if receiver and target.second_system_id and target.second_secret:
            return target.second_system_id, target.second_secret
        return target.system_id, target.secret


def short_spelling(sha256: str) -> str:
    """Return a hash as the official SDK prints it."""
    return hash_spellings(sha256)[1]
