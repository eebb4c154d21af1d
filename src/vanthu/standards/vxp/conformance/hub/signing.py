"""VXP 7.2: who calls is proved by the signed headers, whatever their order, and by nothing else."""

from vanthu.standards.vxp.conformance.hub.probes import demand, is_success, probe, refused, rows, succeeded, told
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import delivery
from vanthu.standards.vxp.conformance.hub.transport import COUNT
from vanthu.standards.vxp.conformance.model import Level, Paragraph
from vanthu.standards.vxp.conformance.requests import Manner, Order, java_hash_map

LIST = {"servicetype": "eDoc", "messagetype": "edoc"}


@probe(
    "hub.sign.any-order",
    Paragraph.SIGNING,
    "Chữ ký được tính trên chính chuỗi sign-header nhận được: thứ tự tên bất kỳ (SDK dùng thứ tự của HashMap).",
)
def any_order(hub: Session) -> str:
    """As signed, backwards, and as Java gives them."""
    orders: dict[str, Order] = {
        "HashMap": java_hash_map,
        "ngược": lambda names: list(names)[::-1],
        "chữ cái": sorted,
    }
    for word, order in orders.items():
        answer = hub.call("getReceivedEdocList", LIST, manner=Manner(order=order))
        demand(is_success(answer), f"thứ tự {word}: {told(answer)}")
    return "nhận mọi thứ tự đã thử"


@probe(
    "hub.sign.text-as-received",
    Paragraph.SIGNING,
    "sign-header viết JSON theo cách khác (“\\/” thay cho “/”) vẫn đúng khi chữ ký tính trên chuỗi đó.",
    Level.SHOULD,
)
def text_as_received(hub: Session) -> str:
    """Some JSON libraries escape the slash."""
    answer = hub.call(COUNT, manner=Manner(slashes_escaped=True))
    succeeded(answer)
    return told(answer)


@probe("hub.sign.wrong-secret", Paragraph.SIGNING, "Yêu cầu ký bằng khóa bí mật sai bị từ chối.")
def wrong_secret(hub: Session) -> str:
    """The heart of it."""
    return refused(hub.call(COUNT, manner=Manner(secret=f"{hub.target.secret}-sai")))


@probe("hub.sign.unknown-system", Paragraph.SIGNING, "Yêu cầu của systemid chưa đăng ký bị từ chối.")
def unknown_system(hub: Session) -> str:
    """Nobody's secret signs for nobody."""
    return refused(hub.call(COUNT, manner=Manner(system_id="KTKN.KHONG.CO")))


@probe("hub.sign.no-signature", Paragraph.SIGNING, "Yêu cầu thiếu hash-header hoặc thiếu sign-header bị từ chối.")
def no_signature(hub: Session) -> str:
    """Names without proof."""
    said = ""
    for name in ("hash-header", "sign-header"):
        said = refused(hub.call(COUNT, manner=Manner(left_out=frozenset({name}))))
    return said


@probe(
    "hub.sign.changed-header",
    Paragraph.SIGNING,
    "Tiêu đề có giá trị khác với giá trị đã ký bị từ chối.",
)
def changed_header(hub: Session) -> str:
    """Somebody on the way changed the parameter and left the signature alone."""
    return refused(hub.call("getReceivedEdocList", LIST, manner=Manner(changed={"messagetype": "status"})))


@probe(
    "hub.sign.unsigned-parameter",
    Paragraph.SIGNING,
    "Tham số gửi kèm mà không được ký không có hiệu lực (getEdoc với docId không ký bị từ chối).",
)
def unsigned_parameter(hub: Session) -> str:
    """A parameter that nobody signed is nobody's wish."""
    doc_id = delivery(hub)
    return refused(hub.call("getEdoc", receiver=True, manner=Manner(unsigned={"docId": doc_id})))


@probe(
    "hub.sign.old-timestamp",
    Paragraph.SIGNING,
    "Dấu thời gian cũ một ngày được chấp nhận: SDK chỉ tính một lần cho mỗi đối tượng dịch vụ.",
)
def old_timestamp(hub: Session) -> str:
    """A strict window would lock long-running SDK clients out."""
    answer = hub.call(COUNT, manner=Manner(timestamp=hub.stale()))
    succeeded(answer)
    return told(answer)


@probe(
    "hub.sign.repeated-headers",
    Paragraph.SDK,
    "Tiêu đề đã ký của lời gọi trước (hash-file, from, docId) lặp lại ở lời gọi sau được bỏ qua.",
)
def repeated_headers(hub: Session) -> str:
    """One service object of the SDK keeps its header map."""
    kept = {"hash-file": "0" * 64, "from": hub.target.sender or "KTKN", "docId": "KTKN-KHONG-CO"}
    answer = hub.call("getReceivedEdocList", {**kept, **LIST}, manner=Manner(order=java_hash_map))
    return f"{len(rows(answer))} dòng"


PROBES = (
    any_order,
    text_as_received,
    wrong_secret,
    unknown_system,
    no_signature,
    changed_header,
    unsigned_parameter,
    old_timestamp,
    repeated_headers,
)
