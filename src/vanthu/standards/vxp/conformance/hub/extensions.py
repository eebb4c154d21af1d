"""Beyond VXP, as an axis of ours does it: notices, signed receipts and long polls. Tried only when asked for.

A hub that does not know an extension breaks no rule: the check is then not applicable.
"""

from __future__ import annotations

import queue
import time
from typing import TYPE_CHECKING

from vanthu.standards.vxp.conformance.hub.probes import NotApplicable, demand, is_success, probe, refused, rows, told
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import letter
from vanthu.standards.vxp.conformance.hub.webhook import listening
from vanthu.standards.vxp.conformance.model import Level, Paragraph
from vanthu.standards.vxp.errors import HeadersRefused
from vanthu.standards.vxp.headers import check, read

if TYPE_CHECKING:
    from vanthu.standards.evidence.findings import Verdict
    from vanthu.standards.evidence.receipts import Receipt

ASKED_SECONDS = 2
KEPT_AT_LEAST = 1.0
LATE_SECONDS = 3.0
TOLD_SECONDS = 10.0
"""A hub may gather notices for a moment; more is slower than asking."""
clock = time.monotonic


@probe(
    "hub.webhook.signed",
    Paragraph.BEYOND,
    "Có văn bản mới thì trục báo tới địa chỉ của hệ thống nhận (POST), ký bằng khóa của chính hệ thống đó.",
    Level.SHOULD,
)
def tells(hub: Session) -> str:
    """Tried before everything else about the letter: a hub that met a closed door may rest for a while."""
    if hub.target.webhook is None:
        raise NotApplicable("chưa cho biết nơi nghe báo (--webhook)")
    host, port = hub.target.webhook
    try:
        with listening(host, port) as notices:
            letter(hub)
            notice = notices.get(timeout=TOLD_SECONDS)
    except OSError as error:
        raise NotApplicable(f"không lắng nghe được tại {host}:{port}: {error.strerror}") from error
    except queue.Empty:
        demand(False, f"không có báo nào trong {TOLD_SECONDS:.0f} giây")
        raise
    system_id, secret = hub.credentials(receiver=True)
    try:
        signed = check(read(notice), secret=secret)
    except HeadersRefused as error:
        demand(False, error.sentence)
        raise
    said = {name: signed.get(name) for name in ("systemid", "event", "messagetype")}
    right = (said["systemid"], said["event"]) == (system_id, "waiting")
    demand(right and "edoc" in (said["messagetype"] or "").split(","), f"{said}")
    return f"messagetype {said['messagetype']}"


@probe(
    "hub.receipt.signed",
    Paragraph.BEYOND,
    "getReceipt cho bên gửi biên nhận nêu đúng mã băm, dung lượng, bên gửi, nơi nhận; chữ ký của trục khớp.",
    Level.SHOULD,
)
def receipt_signed(hub: Session) -> str:
    """The signature is checked against the certificate in it; whom to trust is for `vanthu evidence verify`."""
    verdict, sent = _verdict(hub), letter(hub).package
    wrong = [found.sentence for found in verdict.findings if found.code == "RECEIPT_SIGNATURE" and not found.holds]
    demand(not wrong, "; ".join(wrong))
    said = verdict.acceptance
    assert said is not None
    demand((said.sha256, said.size) == (sent.sha256, len(sent.data)), f"sha256 {said.sha256}, {said.size} byte")
    who = (sent.document.sender.organ_id, sorted(item.organ_id for item in sent.document.recipients))
    demand((said.sender, sorted(said.to)) == who, f"từ {said.sender} tới {', '.join(said.to)}")
    return f"do {verdict.signer} ký"


@probe(
    "hub.receipt.inclusion",
    Paragraph.BEYOND,
    "Chứng minh trong biên nhận dẫn từ việc tiếp nhận tới gốc của một đầu cây đã ký.",
    Level.SHOULD,
)
def receipt_included(hub: Session) -> str:
    """There is none before the log is sealed, which takes a minute or so."""
    codes = ("INCLUSION", "INCLUSION_LATER", "HEAD_SIGNATURE", "HEAD_LOG")
    found = [item for item in _verdict(hub).findings if item.code in codes]
    wrong = [item.sentence for item in found if item.holds is False]
    demand(not wrong, "; ".join(wrong))
    if not any(item.code == "INCLUSION" and item.holds for item in found):
        raise NotApplicable("sổ chứng cứ chưa được niêm phong tới gói tin này; hãy chạy lại sau")
    return next(item.sentence for item in found if item.code == "INCLUSION")


@probe(
    "hub.receipt.foreign",
    Paragraph.BEYOND,
    "Hệ thống không gửi gói tin thì không lấy được biên nhận của nó.",
    Level.SHOULD,
)
def receipt_foreign(hub: Session) -> str:
    """A receipt tells who wrote to whom."""
    if not hub.has_second:
        raise NotApplicable("cần hệ thống thứ hai (--second-system)")
    _receipt(hub)
    return refused(hub.call("getReceipt", {"docId": letter(hub).doc_id}, receiver=True))


@probe(
    "hub.wait.empty",
    Paragraph.BEYOND,
    "Có tham số wait mà không có gì mới thì trục giữ câu hỏi, không lâu hơn số giây đã nêu, rồi trả danh sách rỗng.",
    Level.SHOULD,
)
def waits(hub: Session) -> str:
    """Statuses, because the letter of this run waits among the documents."""
    if rows(hub.received("status")):
        raise NotApplicable("đang có trạng thái chờ lấy")
    began = clock()
    answer = hub.received("status", wait=str(ASKED_SECONDS))
    kept = clock() - began
    found = rows(answer)
    if kept < KEPT_AT_LEAST and not found:
        raise NotApplicable("trục trả lời ngay: không biết tham số wait")
    demand(not found, f"{len(found)} dòng")
    demand(kept <= ASKED_SECONDS + LATE_SECONDS, f"giữ {kept:.1f} giây, yêu cầu {ASKED_SECONDS} giây")
    return f"giữ {kept:.1f} giây"


@probe(
    "hub.wait.at-once",
    Paragraph.BEYOND,
    "Có tham số wait mà đang có văn bản mới thì trục trả lời ngay.",
    Level.SHOULD,
)
def answers_at_once(hub: Session) -> str:
    """The letter waits, not yet fetched or marked; sent anew where it was."""
    began = clock()
    found = rows(hub.received("edoc", wait="20"))
    kept = clock() - began
    if not any(row.get("status") == "initial" for row in found):
        raise NotApplicable("không có văn bản nào mới")
    demand(kept <= LATE_SECONDS, f"giữ {kept:.1f} giây dù có văn bản mới")
    return f"{len(found)} dòng sau {kept:.1f} giây"


def _receipt(hub: Session) -> Receipt:
    """Return the receipt of the letter. Raises NotApplicable where the hub gives none."""
    from vanthu.standards.evidence.errors import EvidenceError
    from vanthu.standards.evidence.receipts import Receipt

    answer = hub.call("getReceipt", {"docId": letter(hub).doc_id})
    if not is_success(answer):
        raise NotApplicable(f"trục không cấp biên nhận: {told(answer)}")
    try:
        return Receipt.read((answer.members or {}).get("receipt") or {})
    except EvidenceError as error:
        demand(False, f"không đọc được biên nhận: {error.sentence}")
        raise


def _verdict(hub: Session) -> Verdict:
    """Judge the receipt by the very certificate it was signed with."""
    from vanthu.standards.evidence.signatures import signed_by
    from vanthu.standards.evidence.trust import EvidenceTrust
    from vanthu.standards.evidence.verification import verify_receipt

    receipt = _receipt(hub)
    signed = signed_by(receipt.signature, receipt.text)
    trust = EvidenceTrust.of_certificates([signed.certificate] if signed else [])
    return verify_receipt(receipt, trust, at=hub.now())


PROBES = (tells, receipt_signed, receipt_included, receipt_foreign, waits, answers_at_once)
