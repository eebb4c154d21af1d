"""The signed headers of a VXP request: `XroadVnpt-…`, HMAC-SHA256 over a JSON object of all of them.

A client calls `sign`. A hub calls `read` to learn who claims to be calling, looks up that system's secret, and calls
`check`; only the `Signed` which comes back gives parameters to an operation.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from vanthu.standards.vxp.errors import HeaderNotAscii, HeadersRefused

PREFIX = "XroadVnpt-"
VIETNAM = timezone(timedelta(hours=7), "+07:00")
CONSTANTS = {"User-Agent": "JAVASDKAgent/1.0.0 XRoad/VPCP", f"{PREFIX}version": "3.0.201608"}
"""Sent with every request and never signed; hubs are known to look at them."""

_TIMESTAMP = re.compile(r"(\d{8}T\d{6})\+(\d{4})")
_LONGEST_SIGN_HEADER = 256 * 1024


@dataclass(frozen=True)
class Claim:
    """What a request says about itself, before anybody has looked whether it is true."""

    system_id: str
    timestamp: str
    values: Mapping[str, str]
    sign_header: bytes
    hash_header: str


@dataclass(frozen=True)
class Signed:
    """The parameters of a request whose signature has been checked."""

    system_id: str
    timestamp: str
    values: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """Return a parameter by its wire name: first as spelled, then in any case (clients write docId and docid)."""
        if name in self.values:
            return self.values[name]
        wanted = name.lower()
        return next((value for key, value in self.values.items() if key.lower() == wanted), None)


def timestamp_text(moment: datetime) -> str:
    """Return the wire form of a moment: `ddMMyyyyTHHmmss+SSSS`, where SSSS are milliseconds and not a zone."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%d%m%YT%H%M%S}+{local.microsecond // 1000:04d}"


def parse_timestamp(text: str) -> datetime:
    """Return the moment a wire timestamp names, in Vietnamese time. Raises `HeadersRefused` when it names none."""
    found = _TIMESTAMP.fullmatch(text)
    try:
        if not found:
            raise ValueError(text)
        moment = datetime.strptime(found[1], "%d%m%YT%H%M%S").replace(tzinfo=VIETNAM)
        return moment + timedelta(milliseconds=int(found[2]))
    except ValueError as error:
        raise HeadersRefused(f"Dấu thời gian “{text[:40]}” không đúng dạng ddMMyyyyTHHmmss+SSSS.") from error


def ascii_text(text: str) -> str:
    """Return a text with the marks of its Vietnamese letters taken off, on one line, fit for a header value."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return " ".join(bare.encode("ascii", "ignore").decode("ascii").split())


def sign(logical: Mapping[str, str], *, secret: str) -> dict[str, str]:
    """Return the HTTP headers of a request with these logical headers, in this order.

    `logical` must hold at least `systemid`, `timestamp` and `Content-Type`. Raises `HeaderNotAscii`.
    """
    named = {f"{PREFIX}{name}": _ascii(name, value) for name, value in logical.items()}
    sign_header = json.dumps(named, separators=(",", ":"))
    return {
        **CONSTANTS,
        "Content-Type": logical["Content-Type"],
        **named,
        f"{PREFIX}sign-header-key": ";".join(logical),
        f"{PREFIX}sign-header": sign_header,
        f"{PREFIX}hash-header": _hmac(secret, sign_header.encode()),
    }


def read(headers: Mapping[str, bytes]) -> Claim:
    """Return what a request claims. `headers` are its raw values by lower-case name. Raises `HeadersRefused`."""
    sign_header = _required(headers, "sign-header")
    names = _required(headers, "sign-header-key").decode("latin-1").split(";")
    values = _signed_values(sign_header, [name.strip() for name in names if name.strip()])
    _compare(values, headers)
    for name in ("systemid", "timestamp"):
        if not values.get(name):
            raise HeadersRefused(f"Thiếu tham số bắt buộc “{name}” trong phần đã ký.")
    claimed_hash = _required(headers, "hash-header").decode("latin-1").strip()
    return Claim(values["systemid"], values["timestamp"], values, sign_header, claimed_hash)


def check(claim: Claim, *, secret: str, now: datetime | None = None, window: timedelta | None = None) -> Signed:
    """Return the parameters of a request if its HMAC is right, and young enough where a window is given.

    The comparison takes constant time. Without `window` any timestamp passes: the official SDK computes it once per
    service object, so that long-running clients send old ones. Raises `HeadersRefused`.
    """
    expected = _hmac(secret, claim.sign_header)
    if not hmac.compare_digest(expected.encode(), claim.hash_header.lower().encode()):
        raise HeadersRefused("Chữ ký tiêu đề (hash-header) không đúng với mã bí mật của hệ thống.")
    if window is not None and now is not None and abs(now - parse_timestamp(claim.timestamp)) > window:
        raise HeadersRefused("Dấu thời gian của yêu cầu nằm ngoài khoảng cho phép; hãy kiểm tra đồng hồ máy gửi.")
    return Signed(claim.system_id, claim.timestamp, claim.values)


def hash_spellings(hexdigest: str) -> tuple[str, str]:
    """Return a SHA-256 as hex in full, and as the official SDK prints it: without the zero before a small byte."""
    return hexdigest, "".join(f"{byte:x}" for byte in bytes.fromhex(hexdigest))


def hash_matches(claimed: str, hexdigest: str) -> bool:
    """Tell whether a `hash-file` value names this SHA-256, in either spelling."""
    return claimed.strip().lower() in hash_spellings(hexdigest)


def _ascii(name: str, value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    raise HeaderNotAscii(f"Tham số “{name}” chỉ được chứa ký tự ASCII trên một dòng.")


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _required(headers: Mapping[str, bytes], name: str) -> bytes:
    value = headers.get(f"{PREFIX}{name}".lower())
    if not value:
        raise HeadersRefused(f"Thiếu tiêu đề {PREFIX}{name}, hoặc trong đó có ký tự ngoài ASCII.")
    return value


def _signed_values(sign_header: bytes, names: list[str]) -> dict[str, str]:
    signed = _parse_object(sign_header)
    missing = [name for name in names if not isinstance(signed.get(f"{PREFIX}{name}"), str)]
    if missing:
        raise HeadersRefused(f"Tiêu đề “{missing[0][:40]}” có tên trong danh sách nhưng không nằm trong phần đã ký.")
    return {name: str(signed[f"{PREFIX}{name}"]) for name in names}


def _parse_object(sign_header: bytes) -> dict[str, object]:
    if len(sign_header) > _LONGEST_SIGN_HEADER:
        raise HeadersRefused(f"Tiêu đề {PREFIX}sign-header quá dài.")
    try:
        # Clients that let non-ASCII through send UTF-8 or Latin-1; either way the HMAC is over these very bytes.
        parsed = json.loads(_decode(sign_header))
    except (ValueError, RecursionError) as error:
        raise HeadersRefused(f"Tiêu đề {PREFIX}sign-header không phải là JSON hợp lệ.") from error
    if not isinstance(parsed, dict):
        raise HeadersRefused(f"Tiêu đề {PREFIX}sign-header không phải là một đối tượng JSON.")
    return parsed


def _compare(values: Mapping[str, str], headers: Mapping[str, bytes]) -> None:
    """Refuse a request whose single headers say other than what was signed.

    A client which keeps its header map may have signed `docId` and `docid` with different values, while HTTP knows one
    name: the header is then one of the values signed, or all of them joined by commas. Servers drop what is not ASCII;
    the signed text has it all the same, so a header that arrives empty is then no reason to refuse.
    """
    candidates: dict[str, set[str]] = {}
    for name, value in values.items():
        candidates.setdefault(name.lower(), set()).add(value.strip())
    for name, accepted in candidates.items():
        sent = headers.get(f"{PREFIX}{name}".lower())
        if sent is None or not (_same(sent, accepted) or (not sent and not all(map(str.isascii, accepted)))):
            raise HeadersRefused(f"Tiêu đề {PREFIX}{name[:40]} không khớp với phần đã ký.")


def _same(sent: bytes, accepted: set[str]) -> bool:
    spellings = {_decode(sent).strip(), sent.decode("latin-1").strip()}
    joined = {part.strip() for part in _decode(sent).split(",")}
    return bool(spellings & accepted) or (len(accepted) > 1 and joined == accepted)


def _decode(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
