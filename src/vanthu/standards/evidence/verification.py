"""What a receipt or a tree head proves: offline, from the file, the trust and (for a receipt) the package alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from vanthu.standards.evidence import merkle
from vanthu.standards.evidence.findings import Acceptance, Event, Finding, Outcome, Verdict
from vanthu.standards.evidence.heads import SignedHead
from vanthu.standards.evidence.members import moment
from vanthu.standards.evidence.receipts import Proof, Receipt
from vanthu.standards.evidence.signatures import Signed, signed_by, stamp_of
from vanthu.standards.evidence.trust import EvidenceTrust, Standing

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the clock of the axis may be ahead of that of the TSA."""
_VIETNAM = timezone(timedelta(hours=7))
_WHY = {
    "revoked": (False, "chứng thư đã bị thu hồi"),
    "weak": (False, "chứng thư dùng thuật toán không còn an toàn"),
    "usage": (False, "chứng thư không được cấp cho mục đích này"),
    "not_yet_valid": (False, "lúc đó chứng thư chưa có hiệu lực"),
    "expired": (None, "chứng thư đã hết hạn và không có dấu thời gian cho biết đã ký lúc còn hạn"),
    "no_revocation_data": (None, "thiếu danh sách thu hồi (CRL) còn dùng được"),
    "untrusted": (None, "chứng thư không thuộc danh sách tin cậy đã cho (--trust)"),
    "chain": (None, "không dựng được đường dẫn chứng thư tới CA tin cậy"),
}


@dataclass(frozen=True)
class PackageFile:
    """The SHA-256 (hex) and the size of the file somebody holds."""

    sha256: str
    size: int


@dataclass(frozen=True)
class _Judged:
    """A signature with its time stamp: what was found, who signed, and the time that is proved."""

    findings: tuple[Finding, ...]
    name: str | None
    good: bool
    stamped_at: datetime | None = None


def verify_receipt(
    receipt: Receipt, trust: EvidenceTrust, *, at: datetime, package: PackageFile | None = None
) -> Verdict:
    """Judge a receipt. Proved means: a trusted axis signed it, or a trusted signed head holds its acceptance."""
    own = _signature("RECEIPT", "biên nhận", receipt.text, receipt.signature, trust, at=at)
    heads = {head.head.size: _head(head, receipt, trust, at=at) for head in receipt.heads}
    included = {proof.index: proof for proof in receipt.proofs if _leads(proof, receipt)}
    first = included.get(receipt.accepted.index)
    covering = heads.get(first.size) if first else None
    findings = _once(
        [
            *own.findings,
            *(finding for head in heads.values() for finding in head.findings),
            *_inclusion(receipt, included),
            *_time(receipt, covering),
            _package(receipt, package),
        ]
    )
    sound = own.good or bool(covering and covering.good)
    return Verdict(
        outcome=_outcome(findings, sound),
        findings=tuple(findings),
        signer=own.name,
        judged_at=at,
        not_later_than=covering.stamped_at if covering else None,
        acceptance=_acceptance(receipt),
        events=tuple(_events(receipt, {index for index, proof in included.items() if heads[proof.size].good})),
    )


def verify_head(head: SignedHead, trust: EvidenceTrust, *, at: datetime, earlier: SignedHead | None = None) -> Verdict:
    """Judge a tree head, and with an earlier one whether the log only appended to it."""
    judged = _stamped(head, trust, at=at)
    findings = [*judged.findings, *([_appended(head, earlier)] if earlier else [])]
    if judged.stamped_at is None:
        findings.append(Finding("TIMESTAMP", None, "Chưa có dấu thời gian: thời điểm chỉ do đồng hồ của trục nói."))
    sound = judged.good and (earlier is None or findings[len(judged.findings)].holds is True)
    return Verdict(_outcome(findings, sound), tuple(findings), judged.name, at, judged.stamped_at)


def only_appended(head: SignedHead, earlier: SignedHead) -> bool:
    """Tell whether a head proves that its log only appended to an earlier one; signatures are not looked at."""
    return _appended(head, earlier).holds is True


def _outcome(findings: Iterable[Finding], sound: bool) -> Outcome:
    if any(item.holds is False for item in findings):
        return Outcome.REFUTED
    return Outcome.PROVED if sound else Outcome.OPEN


def _signature(
    code: str,
    what: str,
    text: str,
    signature: bytes,
    trust: EvidenceTrust,
    *,
    at: datetime,
    stamped_at: datetime | None = None,
) -> _Judged:
    signed = signed_by(signature, text)
    if signed is None or not signed.holds:
        wrong = f"Chữ ký của trục trên {what} không khớp: {what} đã bị sửa hoặc chữ ký bị hỏng."
        return _Judged((Finding(f"{code}_SIGNATURE", False, wrong),), None, good=False)
    intact = Finding(f"{code}_SIGNATURE", True, f"Nội dung {what} còn nguyên như lúc ký; người ký: {_who(signed)}.")
    standing = trust.standing(signed, moment=stamped_at or at)
    return _Judged((intact, *_signer(code, what, signed, standing)), signed.name, good=standing.problem is None)


def _signer(code: str, what: str, signed: Signed, standing: Standing) -> list[Finding]:
    if standing.problem is not None:
        holds, why = _WHY[standing.problem]
        return [Finding(f"{code}_SIGNER", holds, f"Không tin được chứng thư ký {what}: {why}.")]
    if standing.named:
        found = [Finding(f"{code}_SIGNER", True, f"Chứng thư ký {what} đúng là chứng thư đã cho là tin cậy.")]
    else:
        sentence = f"Chứng thư ký {what} do CA tin cậy cấp cho «{signed.name}»; hãy xem đó có đúng là trục không."
        found = [Finding(f"{code}_SIGNER", True, sentence)]
    if not standing.revocation:
        found.append(Finding("REVOCATION", None, "Chưa kiểm tra chứng thư có bị thu hồi không (không có tệp CRL)."))
    return found


def _stamped(head: SignedHead, trust: EvidenceTrust, *, at: datetime) -> _Judged:
    """Judge a head as of its time stamp, where it has one that counts."""
    stamp = stamp_of(head.timestamp, head.imprint) if head.timestamp else None
    found: list[Finding] = []
    stamped_at = None
    if head.timestamp and (stamp is None or not stamp.holds):
        found.append(Finding("TIMESTAMP", False, "Dấu thời gian không khớp với đầu cây chứng cứ."))
    elif stamp is not None:
        standing = trust.standing(stamp.signed, moment=at, time_stamping=True)
        if standing.problem is None:
            stamped_at = stamp.at
            sentence = f"Dấu thời gian lúc {_told(stamp.at)} do «{stamp.signed.name}» cấp."
            found.append(Finding("TIMESTAMP", True, sentence))
        else:
            holds, why = _WHY[standing.problem]
            sentence = f"Không tin được dấu thời gian của «{stamp.signed.name}»: {why}."
            found.append(Finding("TIMESTAMP", holds, sentence))
    judged = _signature("HEAD", "đầu cây", head.head.text, head.signature, trust, at=at, stamped_at=stamped_at)
    return _Judged((*judged.findings, *found), judged.name, judged.good, stamped_at)


def _head(head: SignedHead, receipt: Receipt, trust: EvidenceTrust, *, at: datetime) -> _Judged:
    judged = _stamped(head, trust, at=at)
    if (head.head.log, head.head.organ_id) == (receipt.log, receipt.organ_id):
        return judged
    strange = Finding("HEAD_LOG", False, "Đầu cây chứng cứ thuộc một sổ khác, không phải sổ của biên nhận.")
    return _Judged((*judged.findings, strange), judged.name, good=False)


def _leads(proof: Proof, receipt: Receipt) -> bool:
    """Whether a proof leads from a leaf of the receipt to a head in it."""
    leaf = next(
        (text for text, leaf in zip(receipt.texts, receipt.leaves, strict=True) if leaf.index == proof.index), None
    )
    root = next((item.head.root for item in receipt.heads if item.head.size == proof.size), None)
    if leaf is None or root is None:
        return False
    hashed = merkle.leaf_hash(leaf.encode())
    return merkle.verify_inclusion(hashed, proof.index, proof.size, proof.path, bytes.fromhex(root))


def _inclusion(receipt: Receipt, included: dict[int, Proof]) -> list[Finding]:
    if len(included) < len(receipt.proofs):
        return [Finding("INCLUSION", False, "Có đường chứng minh không dẫn từ sự kiện tới gốc của cây.")]
    count, whole = len(included), len(receipt.leaves)
    if receipt.accepted.index not in included:
        sentence = "Chưa có chứng minh việc tiếp nhận nằm trong cây chứng cứ; hãy xin lại biên nhận sau."
        return [Finding("INCLUSION", None, sentence)]
    found = [
        Finding("INCLUSION", True, f"Việc tiếp nhận nằm trong cây chứng cứ ({count}/{whole} sự kiện có chứng minh).")
    ]
    if count < whole:
        sentence = f"{whole - count} sự kiện mới hơn chưa có chứng minh nằm trong cây; hãy xin lại biên nhận sau."
        found.append(Finding("INCLUSION_LATER", None, sentence))
    return found


def _time(receipt: Receipt, covering: _Judged | None) -> list[Finding]:
    claimed = moment(receipt.accepted.at)
    if covering is None or covering.stamped_at is None:
        sentence = (
            f"Thời điểm tiếp nhận {_told(claimed)} mới chỉ do đồng hồ của trục nói, chưa có dấu thời gian độc lập."
        )
        return [Finding("TIME", None, sentence)]
    if claimed > covering.stamped_at + CLOCK_TOLERANCE:
        sentence = "Trục ghi thời điểm tiếp nhận sau cả dấu thời gian: đồng hồ của trục sai."
        return [Finding("TIME", False, sentence)]
    sentence = f"Gói tin đã được tiếp nhận không muộn hơn {_told(covering.stamped_at)}; trục ghi {_told(claimed)}."
    return [Finding("TIME", True, sentence)]


def _package(receipt: Receipt, package: PackageFile | None) -> Finding:
    data = receipt.accepted.data
    if package is None:
        return Finding("PACKAGE", None, "Chưa đối chiếu tệp gói tin (thêm --package).")
    if (package.sha256, package.size) == (data["sha256"], data["size"]):
        return Finding("PACKAGE", True, "Tệp đưa vào đúng là gói tin trục đã tiếp nhận, từng byte.")
    sentence = (
        "Tệp đưa vào không phải là gói tin ghi trong biên nhận (khác SHA-256). "
        "Tệp bên nhận tải về có thêm TraceHeader của trục nên luôn khác."
    )
    return Finding("PACKAGE", False, sentence)


def _acceptance(receipt: Receipt) -> Acceptance:
    data = receipt.accepted.data
    return Acceptance(
        package=receipt.package,
        sha256=data["sha256"],
        size=data["size"],
        sender=data["from"],
        to=tuple(str(code) for code in data["to"]),
        message_type=data["type"],
        document_id=str(data.get("document_id", "")),
        at=receipt.accepted.at,
    )


def _events(receipt: Receipt, in_log: set[int]) -> Iterable[Event]:
    for leaf in receipt.leaves:
        state = leaf.data.get("state")
        told = None if state is None else str(state)
        yield Event(leaf.number, leaf.kind, leaf.subject, leaf.at, leaf.by, leaf.index in in_log, told)


def _appended(head: SignedHead, earlier: SignedHead) -> Finding:
    """Whether the log only appended since an earlier head, by the proof the newer one brings or by equality."""
    new, old = head.head, earlier.head
    if (new.log, new.organ_id) != (old.log, old.organ_id):
        return Finding("CONSISTENCY", False, "Hai đầu cây thuộc hai sổ khác nhau.")
    if head.since != old.size and (new.size, new.root) != (old.size, old.root):
        sentence = f"Đầu cây mới không kèm chứng minh từ kích thước {old.size}: dùng vanthu axis head --since."
        return Finding("CONSISTENCY", None, sentence)
    roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
    path = head.path if head.since == old.size else ()
    if old.size and not merkle.verify_consistency(old.size, new.size, *roots, path):
        return Finding("CONSISTENCY", False, "Sổ chứng cứ ĐÃ BỊ SỬA hoặc bớt so với đầu cây trước.")
    return Finding("CONSISTENCY", True, f"Từ {old.size} đến {new.size} sự kiện, sổ chỉ được ghi thêm.")


def _who(signed: Signed) -> str:
    return f"«{signed.name}» (số chứng thư {signed.serial})"


def _told(at: datetime) -> str:
    return at.astimezone(_VIETNAM).strftime("%H:%M:%S ngày %d/%m/%Y")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))
