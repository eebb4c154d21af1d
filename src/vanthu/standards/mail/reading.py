"""Read an e-mail from its bytes; whatever a sender, or an attacker, wrote, something can be said about it."""

from __future__ import annotations

import email
import email.policy
import hashlib
import html
import io
import mimetypes
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from vanthu.standards.mail.model import File, Kind, Letter, Noticed

MOST_FILES = 100
"""Further attachments are counted and stay in the e-mail."""
MOST_TEXT = 20_000
MOST_BOUNDARIES = 50
MOST_PARTS = 3_000
DEEPEST = 60
"""So many parts and levels of them are looked at."""
PDF = "application/pdf"
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, AssertionError)
"""What the library raises for headers and bodies that are no such thing."""
_BOUNDARY = re.compile(rb"boundary=\"?([^\";\s]{8,70})", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_ADDRESS = re.compile(r"^[^@\s<>]+@[^@\s<>]+$")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(br|/p|/div|/tr|/li)\b[^>]*>", re.IGNORECASE)


def fingerprint(raw: bytes) -> str:
    """SHA-256 of what the sender wrote: who, when, which id, about what, and every byte below the header.

    The lines that servers add on the way are left out, and so are the marks between parts, which programs draw anew
    when they send again: the same e-mail fetched or sent again has the same.
    """
    message, _ = _parsed(raw)
    named = [f"{name}:{_raw(message, name)}" for name in ("Message-ID", "From", "Date", "Subject")]
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    for mark in set(_BOUNDARY.findall(raw)[:MOST_BOUNDARIES]):
        body = body.replace(mark, b"-")
    return hashlib.sha256("\n".join(named).encode("utf-8", "surrogateescape") + b"\n\n" + body.strip()).hexdigest()


def read(raw: bytes, *, own_addresses: Iterable[str] = ()) -> Letter:
    """Return the e-mail; `own_addresses` are those this system sends from. Never raises for what is in the bytes."""
    message, noticed = _parsed(raw)
    name, address = _sender(message)
    parts = list(_parts(message, noticed))
    files, text = _files(parts, noticed), _text(parts, noticed)
    if len(_all(message, "From")) != 1 or not address:
        noticed.append(Noticed("VT-THU-NGUOI-GUI", "Thư không ghi rõ một người gửi, nên không xác định được ai gửi."))
    kind = _kind(message, address, own_addresses)
    return Letter(
        message_id=_one_id(_raw(message, "Message-ID")),
        sender_name=name,
        sender_address=address,
        reply_to=_first_address(message, "Reply-To") or address,
        subject=_header(message, "Subject"),
        sent_at=_date(message),
        text=text,
        files=files,
        kind=kind,
        replies_wanted=kind is Kind.LETTER and not _from_many(message) and bool(address),
        bounced_ids=_bounced(parts) if kind is Kind.BOUNCE else (),
        noticed=tuple(dict.fromkeys(noticed)),
    )


def _parsed(raw: bytes) -> tuple[Message, list[Noticed]]:
    noticed: list[Noticed] = []
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except RecursionError:
        message = email.message_from_bytes(raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n")
        noticed.append(_broken("các phần của thư lồng nhau quá sâu"))
    return message, noticed


def _broken(what: str) -> Noticed:
    return Noticed("VT-THU-HONG", f"Thư không đúng chuẩn ({what}); chỉ đọc được một phần, thư gốc còn nguyên.")


# ── the header ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _raw(message: Message, name: str) -> str:
    """The first such line as it is written, bytes above 127 as surrogates."""
    return " ".join(next((str(value) for value in _all(message, name)), "").split())


def _all(message: Message, name: str) -> list[object]:
    return [value for key, value in message.raw_items() if key.lower() == name.lower()]


def _header(message: Message, name: str) -> str:
    return _decoded(_raw(message, name))


def _decoded(value: str) -> str:
    """Words in other alphabets are coded (RFC 2047); what cannot be decoded stays as it is written."""
    try:
        pieces = [(text, charset) for text, charset in decode_header(value)]
    except (*_BROKEN, email.errors.HeaderParseError):
        return _clean(value)
    return _clean("".join(_words(text, charset) for text, charset in pieces))


def _words(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return _unescaped(text)
    return _in_letters(text, charset)[0]


def _unescaped(text: str) -> str:
    """Header bytes above 127 come as surrogates: they are UTF-8 more often than not."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _in_letters(content: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether it could be decoded as its sender says."""
    try:
        return content.decode(charset or "utf-8"), True
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace"), False


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _unescaped(text))
    return " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text).split())


def _sender(message: Message) -> tuple[str, str]:
    try:
        found = getaddresses([_unescaped(_raw(message, "From"))])
    except _BROKEN:
        found = []
    name, address = next(((name, one) for name, one in found if _ADDRESS.match(one)), ("", ""))
    return _decoded(name)[:200], address.lower()[:254]


def _first_address(message: Message, name: str) -> str:
    try:
        found = getaddresses([_unescaped(_raw(message, name))])
    except _BROKEN:
        return ""
    return next((one.lower() for _, one in found if _ADDRESS.match(one)), "")[:254]


def _date(message: Message) -> datetime | None:
    try:
        when = parsedate_to_datetime(_raw(message, "Date"))
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    except (*_BROKEN, OverflowError):
        return None


def _one_id(value: str) -> str:
    found = _MESSAGE_ID.search(value)
    return found.group()[:300] if found else ""


# ── who wrote it ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _kind(message: Message, address: str, own: Iterable[str]) -> Kind:
    if address and address in {one.lower() for one in own}:
        return Kind.OWN
    submitted = _raw(message, "Auto-Submitted").lower()
    if message.get_content_type() == "multipart/report":
        return Kind.BOUNCE if "delivery-status" in _raw(message, "Content-Type").lower() else Kind.AUTOMATIC
    if submitted.startswith("auto-replied") or _raw(message, "X-Autoreply") or _raw(message, "X-Autorespond"):
        return Kind.AUTOMATIC
    from_server = address.partition("@")[0] in {"mailer-daemon", "postmaster"}
    return Kind.BOUNCE if from_server or _raw(message, "Return-Path") == "<>" else Kind.LETTER


def _from_many(message: Message) -> bool:
    """Sent by a machine or to many (RFC 3834, RFC 2919): nobody reads an answer."""
    submitted = _raw(message, "Auto-Submitted").lower()
    bulk = _raw(message, "Precedence").lower() in {"bulk", "junk", "list"}
    return bulk or submitted not in {"", "no"} or bool(_raw(message, "List-Id") or _raw(message, "List-Unsubscribe"))


def _bounced(parts: Iterable[Message]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/delivery-status"}:
            text = part.as_string(unixfrom=False) if part.is_multipart() else str(part.get_payload())
            found += re.findall(r"^Message-ID:\s*(<[^<>\s]+>)", text, re.IGNORECASE | re.MULTILINE)
    return tuple(dict.fromkeys(found))


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parts(message: Message, noticed: list[Noticed]) -> Iterator[Message]:
    """Every part that holds something; an e-mail within an e-mail is one part."""
    waiting, seen = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            noticed.append(_broken(f"có hơn {MOST_PARTS} phần hoặc {DEEPEST} tầng"))
            return
        inside = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inside, list):
            waiting += [(one, depth + 1) for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part


def _files(parts: Iterable[Message], noticed: list[Noticed]) -> tuple[File, ...]:
    found: list[File] = []
    left = 0
    for number, part in enumerate(parts, start=1):
        if not _is_file(part):
            continue
        if len(found) == MOST_FILES:
            left += 1
            continue
        file = _file(part, number, noticed)
        found.append(file)
        _look_into(file, noticed)
    if left:
        sentence = f"Thư có {MOST_FILES + left} tệp kèm theo; chỉ {MOST_FILES} tệp đầu được lấy ra, thư gốc giữ đủ."
        noticed.append(Noticed("VT-THU-NHIEU-TEP", sentence))
    return tuple(found)


def _is_file(part: Message) -> bool:
    if part.get_content_maintype() == "message":
        return True
    named = bool(_name(part))
    return named or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"


def _name(part: Message) -> str:
    try:
        return _decoded(part.get_filename() or "")
    except _BROKEN:
        return ""


def _file(part: Message, number: int, noticed: list[Noticed]) -> File:
    content = _content(part, noticed)
    said = part.get_content_type()
    media_type = PDF if b"%PDF-" in content[:1024] else said if said != PDF else "application/octet-stream"
    name = re.sub(r"[\\/]+", "-", _name(part)).strip(" .-")[-200:]
    ending = ".eml" if said == "message/rfc822" else mimetypes.guess_extension(media_type) or ""
    return File(name or f"tep-{number}{ending}", media_type[:100], content)


def _content(part: Message, noticed: list[Noticed]) -> bytes:
    if part.is_multipart():  # an e-mail within the e-mail
        inside = part.get_payload()
        try:
            return b"".join(one.as_bytes() for one in inside if isinstance(one, Message))
        except (*_BROKEN, RecursionError):
            noticed.append(_broken("thư kèm theo không đọc được"))
            return b""
    try:
        content = part.get_payload(decode=True)
    except _BROKEN:
        content = None
    if isinstance(content, bytes):
        return content
    noticed.append(_broken("một tệp kèm theo không đọc được"))
    return b""


def _look_into(file: File, noticed: list[Noticed]) -> None:
    """Archives are never unpacked here; one that needs a password is of no use to anybody."""
    if not file.content.startswith(b"PK\x03\x04"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            locked = any(one.flag_bits & 1 for one in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, *_BROKEN):
        noticed.append(Noticed("VT-THU-NEN-HONG", f"Tệp nén «{file.name}» bị hỏng; đề nghị bên gửi gửi lại."))
        return
    if locked:
        sentence = f"Tệp nén «{file.name}» đặt mật khẩu nên không kiểm tra được; đề nghị bên gửi gửi lại tệp PDF."
        noticed.append(Noticed("VT-THU-NEN-MAT-KHAU", sentence))


def _text(parts: Iterable[Message], noticed: list[Noticed]) -> str:
    """What the sender typed: plain text where there is any, else the words of the HTML."""
    bodies = [part for part in parts if part.get_content_maintype() == "text" and not _is_file(part)]
    chosen = [part for part in bodies if part.get_content_subtype() == "plain"] or bodies
    read = "\n\n".join(_typed(part, noticed) for part in chosen)[:MOST_TEXT]
    return "".join(one for one in read if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"}).strip()


def _typed(part: Message, noticed: list[Noticed]) -> str:
    content = _content(part, noticed)
    text, readable = _in_letters(content, part.get_content_charset())
    if not readable:
        noticed.append(Noticed("VT-THU-BANG-MA", "Thư ghi sai bảng mã nên có chữ không đọc được; thư gốc còn nguyên."))
    if part.get_content_subtype() == "html":
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
