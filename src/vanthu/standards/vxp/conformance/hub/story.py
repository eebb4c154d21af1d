"""What several checks need: a letter that was sent, and its delivery at the other end. Each is made once a run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.hub.probes import Failed, NotApplicable, is_success, rows, told
from vanthu.standards.vxp.conformance.hub.session import Session, short_spelling
from vanthu.standards.vxp.conformance.packages import Package
from vanthu.standards.vxp.conformance.raw import Answer, NoAnswer

T = TypeVar("T")

MOST_LOOKED_INTO = 20
"""Deliveries of the sender that are opened to find the letter of a run, where no list names it."""


@dataclass(frozen=True)
class Letter:
    """A document that the hub took, its id there, and the answer it gave."""

    package: Package
    answer: Answer
    doc_id: str


@dataclass(frozen=True)
class Parties:
    """Who sends to whom."""

    sender: str
    recipient: str


def parties(hub: Session) -> Parties:
    """Return the agencies of the run. Raises NotApplicable when none were named."""
    sender, recipient = hub.target.sender, hub.target.recipient
    if not sender or not recipient:
        raise NotApplicable("chưa cho biết cơ quan gửi và cơ quan nhận (--from, --to)")
    return Parties(sender, recipient)


def new_document(hub: Session, *recipients: str) -> Package:
    """Return a document of the sender, to the recipient unless others are named."""
    who = parties(hub)
    return packages.document(who.sender, recipients or (who.recipient,), at=hub.today())


def sent(hub: Session, package: Package) -> Letter:
    """Send a document in the plainest way. Raises NotApplicable when the hub does not take it."""
    answer = hub.send(package, sender=parties(hub).sender)
    if not is_success(answer):
        answer = _sent_as_the_sdk_does(hub, package, answer)
    doc_id = str((answer.members or {}).get("DocId") or "")
    if not is_success(answer) or not doc_id:
        raise NotApplicable(f"không gửi được văn bản thử: {told(answer)}")
    return Letter(package, answer, doc_id)


def _sent_as_the_sdk_does(hub: Session, package: Package, refusal: Answer) -> Answer:
    """Try once more with the SDK's hash: a hub that knows no other is judged for that alone."""
    short = short_spelling(package.sha256)
    answer = hub.send(package, sender=parties(hub).sender, hash_file=short)
    if not is_success(answer):
        return refusal
    hub.memory["short spelling"] = True
    return answer


def letter(hub: Session) -> Letter:
    """Return the letter of this run, which stays undone until the checks of the end. Raises NotApplicable."""
    return _once(hub, "letter", lambda: sent(hub, new_document(hub)))


def delivery(hub: Session) -> str:
    """Return the id of the letter's delivery. Raises NotApplicable when it cannot be found."""
    return _once(hub, "delivery", lambda: delivery_of(hub, letter(hub)))


def new_delivery(hub: Session) -> tuple[Letter, str]:
    """Send another document and return it with the id of its delivery. Raises NotApplicable."""
    other = sent(hub, new_document(hub))
    return other, delivery_of(hub, other)


def delivery_of(hub: Session, some: Letter) -> str:
    """Return the id under which the recipient fetches a letter. Raises NotApplicable.

    The sender's list names it; where that list is of no use, the recipient's list is searched for the document.
    """
    recipient = parties(hub).recipient
    for row in _rows_or_none(hub.sent_list(some.doc_id)):
        if row.get("toCode") in (recipient, None) and row.get("receiverDocId"):
            return str(row["receiverDocId"])
    ours = [row for row in _rows_or_none(hub.received()) if row.get("from") == parties(hub).sender]
    for row in ours[-MOST_LOOKED_INTO:]:
        if row.get("docId") and _carries(hub, str(row["docId"]), some):
            return str(row["docId"])
    raise NotApplicable("không tìm thấy lượt giao của văn bản thử trong các danh sách của trục")


def fetched(hub: Session, doc_id: str) -> bytes:
    """Return what getEdoc or downloadEdoc gives for a delivery. Raises NotApplicable."""
    answer = hub.call("downloadEdoc", {"docId": doc_id}, receiver=True)
    if answer.members is not None or answer.status != 200:
        raise NotApplicable(f"không lấy được gói tin: {told(answer)}")
    return answer.body


def _carries(hub: Session, doc_id: str, some: Letter) -> bool:
    try:
        return some.package.document.document_id.encode() in fetched(hub, doc_id)
    except NotApplicable:
        return False


def _rows_or_none(answer: Answer) -> list[dict[str, Any]]:
    try:
        return rows(answer)
    except Failed:
        return []


def _once(hub: Session, name: str, make: Callable[[], T]) -> T:
    """Return what was made before under a name; a failure is remembered too, and told as not applicable."""
    if name not in hub.memory:
        try:
            hub.memory[name] = make()
        except (NotApplicable, NoAnswer) as reason:
            hub.memory[name] = NotApplicable(str(reason))
    found = hub.memory[name]
    if isinstance(found, NotApplicable):
        raise NotApplicable(str(found))
    return cast(T, found)
