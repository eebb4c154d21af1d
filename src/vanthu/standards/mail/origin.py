"""Whether an e-mail surely comes from a state agency: DKIM (RFC 6376), and what the receiving server found (RFC 8601).

Only addresses under .gov.vn are official (CT15, S002), and only when a check binds the address to who sent it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import dkim

from vanthu.standards.mail.model import Letter

OFFICIAL = "gov.vn"
MOST_SIGNATURES = 5
PASS, FAIL, NONE, UNSURE = "pass", "fail", "none", "temperror"
Dns = Callable[..., bytes | None]
"""Answers a TXT record as dkimpy asks for it: `(name: bytes, timeout=seconds)`; raises OSError when it cannot ask."""

_RESULT = re.compile(r"\b(dkim|spf|dmarc|arc)\s*=\s*(\w+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(header\.d|header\.i|smtp\.mailfrom|header\.from)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_SILENT = logging.getLogger("vanthu.dkim")


@dataclass(frozen=True)
class Origin:
    """Official or not, why in a Vietnamese sentence, and every check by name."""

    official: bool
    sentence: str
    checks: dict[str, str] = field(default_factory=dict)


def judge(raw: bytes, letter: Letter, *, dns: Dns | None, trusted_servers: Collection[str] = ()) -> Origin:
    """Say where an e-mail comes from.

    `dns` None: signatures are not checked. `trusted_servers`: names under which the agency's own mail server writes
    Authentication-Results; none for a file that somebody handed over, since anybody can write those lines.
    """
    domain = letter.sender_address.rpartition("@")[2]
    signed = _dkim(raw, domain, dns)
    said = _said_by_server(raw, domain, trusted_servers)
    checks = {"dkim": signed, **said}
    if not _under(domain, OFFICIAL):
        return Origin(
            False, f"Địa chỉ gửi {letter.sender_address or '(không rõ)'} không thuộc tên miền .gov.vn.", checks
        )
    if any(one.code == "VT-THU-NGUOI-GUI" for one in letter.noticed):
        return Origin(False, "Thư không ghi rõ một người gửi.", checks)
    passed = [name for name, result in (("DKIM", signed), *_aligned(said)) if result == PASS]
    if passed:
        return Origin(True, f"Xác thực được tên miền {domain} ({', '.join(passed)}).", checks)
    if signed == UNSURE:
        return Origin(False, f"Chưa kiểm tra được chữ ký DKIM của {domain} vì không hỏi được DNS.", checks)
    return Origin(False, f"Ghi là gửi từ {domain} nhưng không xác thực được (DKIM, SPF); có thể bị giả mạo.", checks)


def _under(domain: str, parent: str) -> bool:
    return domain.lower().endswith(f".{parent}")


def _same_organisation(one: str, other: str) -> bool:
    """One is the other, or lies below it; nothing is shared above "xyz.gov.vn"."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    shorter = min(one, other, key=len)
    related = one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
    return related and shorter.count(".") >= 1 and shorter != OFFICIAL


def _dkim(raw: bytes, domain: str, dns: Dns | None) -> str:
    """The best result of the signatures by the sender's own domain over the whole of the text."""
    if dns is None:
        return NONE
    results = [_one_signature(raw, place, domain, dns) for place in range(_signatures(raw))]
    return next((best for best in (PASS, UNSURE, FAIL) if best in results), NONE)


def _signatures(raw: bytes) -> int:
    header = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return min(len(re.findall(rb"^dkim-signature\s*:", header, re.IGNORECASE | re.MULTILINE)), MOST_SIGNATURES)


def _one_signature(raw: bytes, place: int, domain: str, dns: Dns) -> str:
    asked_in_vain = False

    def ask(name: bytes, timeout: int = 5) -> bytes | None:
        nonlocal asked_in_vain
        try:
            return dns(name, timeout=timeout)
        except OSError:
            asked_in_vain = True
            return None

    checker = dkim.DKIM(raw, logger=_SILENT, minkey=1024)
    try:
        valid = checker.verify(idx=place, dnsfunc=ask)
    except (dkim.DKIMException, ValueError, KeyError, IndexError, TypeError):
        valid = False
    if asked_in_vain:
        return UNSURE
    by = (checker.domain or b"").decode("ascii", "replace")
    # l= leaves a tail unsigned, to which anybody may add.
    whole = b"l" not in (checker.signature_fields or {})
    return PASS if valid and whole and _same_organisation(by, domain) else FAIL


def _aligned(said: dict[str, str]) -> list[tuple[str, str]]:
    """What binds the sender's address; ARC tells of the way only."""
    labels = {"dmarc": "DMARC", "server_dkim": "DKIM", "spf": "SPF"}
    return [(f"{labels[name]} theo máy chủ nhận", result) for name, result in said.items() if name in labels]


def _said_by_server(raw: bytes, domain: str, servers: Collection[str]) -> dict[str, str]:
    """Results of our own server that are about the sender's domain; a pass for another domain says nothing."""
    found: dict[str, str] = {}
    for line in _own_results(raw, servers):
        for clause in line.split(";")[1:]:
            result = _RESULT.search(clause)
            if result is None:
                continue
            method, outcome = result.group(1).lower(), result.group(2).lower()
            about = [value.rpartition("@")[2] for _, value in _PROPERTY.findall(clause)]
            named = not about or any(_same_organisation(one, domain) for one in about)
            aligned = (method in {"dmarc", "arc"} and not about) or (bool(about) and named)
            name = "server_dkim" if method == "dkim" else method
            if aligned and found.get(name) != PASS:
                found[name] = outcome
    return found


def _own_results(raw: bytes, servers: Collection[str]) -> list[str]:
    """The Authentication-Results our server put on top; what stands below a later Received came with the message."""
    wanted = {one.lower() for one in servers}
    header = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    found: list[str] = []
    for line in re.sub(r"\n[ \t]+", " ", header).split("\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "received" and found:
            break
        if name.strip().lower() != "authentication-results":
            continue
        plain = _COMMENT.sub("", value)
        if plain.partition(";")[0].split()[:1] and plain.partition(";")[0].split()[0].lower() in wanted:
            found.append(plain)
    return found
