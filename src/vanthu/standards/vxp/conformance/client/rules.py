"""What every request of a client must be like, whatever the situation (VXP 7.1, 7.2 and 7.4)."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vanthu.standards.vxp.conformance.client.player import Player
from vanthu.standards.vxp.conformance.client.request import RawRequest
from vanthu.standards.vxp.conformance.model import Check, Level, Paragraph
from vanthu.standards.vxp.errors import HeadersRefused
from vanthu.standards.vxp.headers import CONSTANTS, PREFIX, parse_timestamp
from vanthu.standards.vxp.operations import OPERATIONS

Fault = Callable[[RawRequest, Player], str | None]
"""Returns what is wrong, "" when nothing is, None when the rule does not concern the request."""

BY_GET = frozenset({"downloadEdoc", "countReceiveEdoc", "countReceiveStatus"})
REQUIRED = ("systemid", "timestamp", "Content-Type")
LISTS = frozenset({"getReceivedEdocList", "getSentEdocList"})


@dataclass(frozen=True)
class Rule:
    """A check that each request passes or fails."""

    check: Check
    fault: Fault


def _rule(check_id: str, paragraph: Paragraph, demand: str, level: Level = Level.MUST) -> Callable[[Fault], Rule]:
    return lambda fault: Rule(Check(check_id, paragraph, demand, level), fault)


@_rule(
    "client.http.operation", Paragraph.TRANSPORT, "Chỉ gọi các thao tác có trong giao thức, đúng chữ hoa chữ thường."
)
def operation(request: RawRequest, _: Player) -> str | None:
    """The last part of the address."""
    return "" if request.operation in OPERATIONS else f"gọi {request.operation or '(trống)'}"


@_rule(
    "client.http.method",
    Paragraph.TRANSPORT,
    "Gọi bằng POST; chỉ downloadEdoc và countReceive… có thể dùng GET.",
)
def method(request: RawRequest, _: Player) -> str | None:
    """Parameters travel in headers, yet it is a POST."""
    good = request.method == "POST" or (request.method == "GET" and request.operation in BY_GET)
    return "" if good else f"{request.operation} bằng {request.method}"


@_rule(
    "client.http.constants",
    Paragraph.SIGNING,
    "Gửi User-Agent và XroadVnpt-version như SDK (có trục xem các tiêu đề này).",
    Level.SHOULD,
)
def constants(request: RawRequest, _: Player) -> str | None:
    """Not signed."""
    wrong = [name for name, value in CONSTANTS.items() if request.header(name) != value.encode()]
    return f"thiếu hoặc khác: {', '.join(wrong)}" if wrong else ""


@_rule(
    "client.sign.headers",
    Paragraph.SIGNING,
    "Có sign-header-key, sign-header, hash-header; trong phần ký có systemid, timestamp, Content-Type.",
)
def headers(request: RawRequest, _: Player) -> str | None:
    """Without these nobody is anybody."""
    missing = [name for name in ("sign-header-key", "sign-header", "hash-header") if not request.logical(name)]
    if not missing:
        signed = {name for name, _ in request.pairs}
        missing = [name for name in REQUIRED if f"{PREFIX}{name}" not in signed]
    return f"{request.operation}: thiếu {', '.join(missing)}" if missing else ""


@_rule("client.sign.compact", Paragraph.SIGNING, "sign-header là một đối tượng JSON gọn, mọi giá trị là chuỗi.")
def compact(request: RawRequest, _: Player) -> str | None:
    """No blanks between its parts."""
    if not request.sign_text:
        return None
    if not request.pairs:
        return f"không phải đối tượng JSON: {request.sign_text[:60]!r}"
    odd = [name for name, value in request.pairs if not isinstance(value, str)]
    if odd:
        return f"{odd[0]} không phải là chuỗi"
    again = json.dumps(dict(request.pairs), separators=(",", ":"), ensure_ascii=False)
    plain = request.sign_text.decode().replace("\\/", "/")
    return "" if plain == again or not plain.isascii() else "có khoảng trắng thừa hoặc tên lặp"


@_rule(
    "client.sign.names",
    Paragraph.SIGNING,
    "sign-header-key liệt kê đúng các tên trong sign-header, cùng thứ tự, cách nhau bằng dấu chấm phẩy.",
)
def names(request: RawRequest, _: Player) -> str | None:
    """A hub compares what is listed."""
    if not request.pairs or not request.names:
        return None
    signed = [name for name, _ in request.pairs]
    return "" if signed == [f"{PREFIX}{name}" for name in request.names] else f"khóa: {';'.join(request.names)}"


@_rule(
    "client.sign.values",
    Paragraph.SIGNING,
    "Mỗi tên được ký có tiêu đề XroadVnpt-<tên> với đúng giá trị đã ký.",
)
def values(request: RawRequest, _: Player) -> str | None:
    """Like HttpURLConnection, one header may stand for two names that differ only in case."""
    if not request.pairs:
        return None
    signed: dict[str, set[bytes]] = {}
    for name, value in request.pairs:
        signed.setdefault(name.lower(), set()).add(str(value).encode())
    for name, accepted in signed.items():
        if (request.header(name) or b"") not in accepted:
            return f"{request.operation}: {name} là {request.header(name)!r}, đã ký {sorted(accepted)!r}"
    return ""


@_rule(
    "client.sign.hmac",
    Paragraph.SIGNING,
    "hash-header là HMAC-SHA256 của chuỗi sign-header với khóa bí mật, viết thập lục phân chữ thường.",
)
def hmac_right(request: RawRequest, player: Player) -> str | None:
    """The proof."""
    claimed = request.logical("hash-header")
    if not request.sign_text or claimed is None:
        return None
    expected = hmac.new(player.secret.encode(), request.sign_text, hashlib.sha256).hexdigest().encode()
    if hmac.compare_digest(expected, claimed.strip()):
        return ""
    return "viết chữ hoa" if claimed.strip().lower() == expected else f"{request.operation}: chữ ký sai"


@_rule("client.sign.system-id", Paragraph.SIGNING, "systemid là mã hệ thống đã được cấp.")
def system_id(request: RawRequest, player: Player) -> str | None:
    """As given for this run."""
    claimed = request.get("systemid")
    return None if claimed is None else "" if claimed == player.system_id else f"systemid {claimed}"


@_rule(
    "client.sign.timestamp",
    Paragraph.SIGNING,
    "timestamp dạng ddMMyyyyTHHmmss+SSSS, SSSS là phần nghìn giây chứ không phải múi giờ.",
)
def timestamp(request: RawRequest, _: Player) -> str | None:
    """+0700 would be 700 milliseconds: a hub cannot tell, so only the form is judged, and the thousand."""
    text = request.get("timestamp")
    if text is None:
        return None
    try:
        parse_timestamp(text)
    except HeadersRefused as error:
        return error.sentence
    return "" if int(text[-4:]) < 1000 else f"phần nghìn giây là {text[-4:]}"


@_rule("client.sign.ascii", Paragraph.SIGNING, "Giá trị tiêu đề chỉ gồm ASCII (description viết không dấu).")
def ascii_only(request: RawRequest, _: Player) -> str | None:
    """Other letters do not survive the way."""
    odd = [name for name, value in request.headers if not value.isascii()]
    return f"{request.operation}: {odd[0]} có ký tự ngoài ASCII" if odd else ""


@_rule("client.sign.content-type", Paragraph.SIGNING, "Content-Type đã ký trùng với tiêu đề Content-Type của HTTP.")
def content_type(request: RawRequest, _: Player) -> str | None:
    """Sent twice: plain and with the prefix."""
    signed, plain = request.get("Content-Type"), request.header("Content-Type")
    if signed is None:
        return None
    return "" if (plain or b"").decode("latin-1") == signed else f"ký {signed}, gửi {plain!r}"


@_rule(
    "client.call.kinds",
    Paragraph.OPERATIONS,
    "sendEdoc và các danh sách có servicetype=eDoc, messagetype=edoc hoặc status.",
)
def kinds(request: RawRequest, _: Player) -> str | None:
    """servicetype is eDoc for statuses too."""
    if request.operation not in {"sendEdoc", *LISTS}:
        return None
    service, message = request.get("servicetype"), request.get("messagetype")
    good = service == "eDoc" and message in ("edoc", "status")
    return "" if good else f"{request.operation}: servicetype {service}, messagetype {message}"


@_rule(
    "client.list.filters",
    Paragraph.OPERATIONS,
    "Tham số lọc đúng dạng: fromDate, toDate là dd/MM/yyyy HH:mm:ss; pageSize, pageIndex là số.",
)
def filters(request: RawRequest, _: Player) -> str | None:
    """Only where they are used."""
    if request.operation != "getReceivedEdocList":
        return None
    used = {name: request.get(name) for name in ("fromDate", "toDate", "pageSize", "pageIndex") if request.get(name)}
    if not used:
        return None
    wrong = [f"{name}={value}" for name, value in used.items() if not _well_formed(name, str(value))]
    return ", ".join(wrong)


def _well_formed(name: str, value: str) -> bool:
    if name.startswith("page"):
        return value.isdecimal()
    if not re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", value):
        return False
    try:
        return bool(datetime.strptime(f"{value} +0700", "%d/%m/%Y %H:%M:%S %z"))
    except ValueError:
        return False


@_rule(
    "client.mark.value",
    Paragraph.TRANSFER_STATUS,
    "updateStatus có docId và status là processing, done hoặc fail.",
)
def mark_value(request: RawRequest, _: Player) -> str | None:
    """Codes like 01 belong into status packages."""
    if request.operation != "updateStatus":
        return None
    status = request.get("status")
    return "" if status in ("processing", "done", "fail") and request.get("docId") else f"status {status}"


RULES: tuple[Rule, ...] = (
    operation,
    method,
    constants,
    headers,
    compact,
    names,
    values,
    hmac_right,
    system_id,
    timestamp,
    ascii_only,
    content_type,
    kinds,
    filters,
    mark_value,
)
