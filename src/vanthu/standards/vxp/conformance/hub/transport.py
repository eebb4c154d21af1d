"""VXP 7.1: calls over HTTP as the official SDK makes them."""

from vanthu.standards.vxp.conformance.hub.probes import demand, is_success, probe, succeeded, told
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import letter, new_document, parties
from vanthu.standards.vxp.conformance.model import Level, Paragraph
from vanthu.standards.vxp.conformance.requests import Manner

COUNT = "countReceiveEdoc"


@probe(
    "hub.http.answers",
    Paragraph.TRANSPORT,
    "Lời gọi đúng chữ ký (countReceiveEdoc) được trả lời bằng JSON với status OK.",
)
def answers(hub: Session) -> str:
    """Everything else rests on this."""
    answer = hub.call(COUNT)
    succeeded(answer)
    return told(answer)


@probe(
    "hub.http.header-case",
    Paragraph.TRANSPORT,
    "Tên tiêu đề HTTP không phân biệt chữ hoa, chữ thường.",
)
def header_case(hub: Session) -> str:
    """HTTP says so, and proxies change the case."""
    for word, spelled in (("chữ thường", str.lower), ("chữ hoa", str.upper)):
        answer = hub.call(COUNT, manner=Manner(spelled=spelled))
        demand(is_success(answer), f"tên tiêu đề {word}: {told(answer)}")
    return "nhận cả hai cách viết"


@probe(
    "hub.http.expect-continue",
    Paragraph.TRANSPORT,
    "sendEdoc kèm Expect: 100-continue được trả lời 100 Continue, rồi được nhận.",
)
def expect_continue(hub: Session) -> str:
    """The SDK sends it on most calls and waits."""
    letter(hub)
    package = new_document(hub)
    answer = hub.send(package, sender=parties(hub).sender, expect=True)
    demand(answer.continued, f"không thấy 100 Continue; sau đó: {told(answer)}")
    succeeded(answer)
    return "có 100 Continue, rồi OK"


@probe(
    "hub.http.counts-by-post",
    Paragraph.OPERATIONS,
    "countReceiveEdoc và countReceiveStatus nhận POST với thân {} và trả “count” là số nguyên không âm.",
)
def counts_by_post(hub: Session) -> str:
    """Declared as GET, sent as POST."""
    counts = {}
    for operation in (COUNT, "countReceiveStatus"):
        count = succeeded(hub.call(operation, method="POST", body=b"{}")).get("count")
        good = isinstance(count, int) and not isinstance(count, bool) and count >= 0
        demand(good, f"{operation}: “count” là {count!r}")
        counts[operation] = count
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


@probe(
    "hub.http.unknown-operation",
    Paragraph.TRANSPORT,
    "Thao tác không tồn tại được từ chối, không làm trục lỗi (HTTP 5xx) và không báo thành công.",
    Level.SHOULD,
)
def unknown_operation(hub: Session) -> str:
    """An operation of a later edition meets an older hub."""
    answer = hub.call("khongCoThaoTacNay")
    hub.seen.pop()  # an address that is not VXP's need not answer as VXP does
    demand(answer.status < 500 and not is_success(answer), f"HTTP {answer.status}: {told(answer)}")
    return f"HTTP {answer.status}"


PROBES = (answers, header_case, expect_continue, counts_by_post, unknown_operation)
