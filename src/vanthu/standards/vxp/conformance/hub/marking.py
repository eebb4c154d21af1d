"""VXP 5.7, 6.1 and 6.4: how far a delivery is, told by updateStatus and shown to both ends."""

from vanthu.standards.vxp.conformance.hub.probes import NotApplicable, demand, is_success, probe, refused, rows, told
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import Letter, delivery, letter, new_delivery
from vanthu.standards.vxp.conformance.model import Level, Paragraph
from vanthu.standards.vxp.conformance.requests import Manner, java_hash_map


@probe("hub.mark.processing", Paragraph.TRANSFER_STATUS, "updateStatus(processing) được nhận.")
def processing(hub: Session) -> str:
    """On the way."""
    return _marked(hub, delivery(hub), "processing")


@probe(
    "hub.mark.done",
    Paragraph.LIFE_CYCLE,
    "updateStatus(done) được nhận; sau đó gói tin không còn trong danh sách chờ.",
)
def done(hub: Session) -> str:
    """The end of a delivery."""
    doc_id = delivery(hub)
    _marked(hub, doc_id, "done")
    waiting = {row.get("docId") for row in rows(hub.received())}
    demand(doc_id not in waiting, f"{doc_id} vẫn trong danh sách chờ")
    return "không còn trong danh sách chờ"


@probe(
    "hub.mark.done-again",
    Paragraph.DUPLICATES,
    "updateStatus(done) lặp lại được nhận: bên nhận không biết lần trước đã đến hay chưa.",
)
def done_again(hub: Session) -> str:
    """The answer to the first may have been lost."""
    doc_id = delivery(hub)
    hub.mark(doc_id, "done")
    return _marked(hub, doc_id, "done")


@probe(
    "hub.mark.shown-to-sender",
    Paragraph.LIFE_CYCLE,
    "getSentEdocList cho bên gửi thấy receiveStatus done sau khi bên nhận báo done.",
)
def shown_to_sender(hub: Session) -> str:
    """The sender's proof that it arrived."""
    some, doc_id = letter(hub), delivery(hub)
    hub.mark(doc_id, "done")
    return _shown(hub, some, doc_id, "done")


@probe(
    "hub.mark.fail",
    Paragraph.TRANSFER_STATUS,
    "updateStatus(fail) kèm description (ASCII) được nhận, và bên gửi thấy receiveStatus fail.",
)
def fail(hub: Session) -> str:
    """The receiver could not read it."""
    some, doc_id = new_delivery(hub)
    _marked(hub, doc_id, "fail", description="Khong doc duoc goi tin")
    return _shown(hub, some, doc_id, "fail")


@probe("hub.mark.docid", Paragraph.SDK, "Tham số viết “docid” được hiểu như “docId”.")
def docid(hub: Session) -> str:
    """The SDK's demonstration writes it so."""
    _, doc_id = new_delivery(hub)
    answer = hub.mark(doc_id, "done", name="docid")
    demand(is_success(answer), told(answer))
    return told(answer)


@probe(
    "hub.mark.both-spellings",
    Paragraph.SDK,
    "docId và docid cùng được ký (HttpURLConnection chỉ gửi một tiêu đề cho cả hai) vẫn được nhận.",
)
def both_spellings(hub: Session) -> str:
    """A service object that keeps its headers signs both in the end."""
    _, doc_id = new_delivery(hub)
    parameters = {"docId": doc_id, "docid": doc_id, "status": "done"}
    answer = hub.call("updateStatus", parameters, receiver=True, manner=Manner(order=java_hash_map))
    demand(is_success(answer), told(answer))
    return told(answer)


@probe(
    "hub.mark.unknown-status",
    Paragraph.TRANSFER_STATUS,
    "updateStatus với giá trị ngoài processing, done, fail bị từ chối.",
    Level.SHOULD,
)
def unknown_status(hub: Session) -> str:
    """Status codes of documents (01, 03…) are another matter."""
    _, doc_id = new_delivery(hub)
    return refused(hub.mark(doc_id, "khong-co"))


@probe("hub.mark.unknown", Paragraph.OPERATIONS, "updateStatus với docId không tồn tại bị từ chối.")
def unknown(hub: Session) -> str:
    """A typing error must not look like success."""
    return refused(hub.mark("00000000-0000-7000-8000-00000000ffff", "done"))


def _marked(hub: Session, doc_id: str, status: str, **more: str) -> str:
    answer = hub.mark(doc_id, status, **more)
    demand(is_success(answer), told(answer))
    return told(answer)


def _shown(hub: Session, some: Letter, doc_id: str, status: str) -> str:
    answer = hub.sent_list(some.doc_id)
    if not is_success(answer):
        raise NotApplicable(f"getSentEdocList không dùng được: {told(answer)}")
    shown = [str(row.get("receiveStatus")) for row in rows(answer) if row.get("receiverDocId") == doc_id]
    demand(shown == [status], f"receiveStatus: {', '.join(shown) or 'không có dòng'}")
    return f"receiveStatus {status}"


PROBES = (
    processing,
    done,
    done_again,
    shown_to_sender,
    fail,
    docid,
    both_spellings,
    unknown_status,
    unknown,
)
