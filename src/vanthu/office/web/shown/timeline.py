"""What happened to a document, in the words of the office: facts of the audit, and what recipients reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vanthu.office.audit import queries as audit
from vanthu.office.dispatch.states import Way
from vanthu.office.outgoing.states import StepKind
from vanthu.office.schedule.states import Answer
from vanthu.office.web.shown.document import Entry
from vanthu.standards.edxml import StatusCode
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.audit.models import Fact

Note = Callable[[dict[str, Any]], str]


def _nothing(details: dict[str, Any]) -> str:
    return ""


def _of(name: str) -> Note:
    return lambda details: str(details.get(name) or "")


def _people(details: dict[str, Any]) -> str:
    return str(_("%(n)s người")) % {"n": details.get("people", 0)}


def _code(details: dict[str, Any]) -> str:
    return f"{details.get('number', '')}/{details.get('notation', '')}".strip("/")


def _number(details: dict[str, Any]) -> str:
    number = details.get("arrival_number")
    return f"số {number:02d}" if isinstance(number, int) else ""


def _answer(details: dict[str, Any]) -> str:
    return f"{details.get('who', '')}: {details.get('code', '')}"


def _step(details: dict[str, Any]) -> str:
    kind = str(details.get("step", ""))
    words = str(StepKind(kind).label) if kind in StepKind.values else ""
    return " – ".join(part for part in (words, str(details.get("opinion") or "")) if part)


def _status(details: dict[str, Any]) -> str:
    code = str(details.get("status", ""))
    return StatusCode(code).label if code in set(StatusCode) else code


def _coming(details: dict[str, Any]) -> str:
    said = str(details.get("answer", ""))
    label = str(Answer(said).label).lower() if said in Answer.values else said
    return ": ".join(part for part in (label, str(details.get("reason") or "")) if part)


def _outcome(details: dict[str, Any]) -> str:
    return Outcome(details["outcome"]).label


def _way(details: dict[str, Any]) -> str:
    way = str(details.get("way", ""))
    label = Way(way).label.lower() if way in Way.values else way
    return ": ".join(part for part in (f"{details.get('recipient', '')} – {label}", details.get("reason")) if part)


def _copies(details: dict[str, Any]) -> str:
    to, reason = "; ".join(details.get("recipients") or ()), str(details.get("reason") or "")
    return ", ".join(part for part in (f"{details.get('copies')} bản", to, reason) if part)


def _posted(details: dict[str, Any]) -> str:
    return ", ".join(part for part in (str(details.get("recipient", "")), str(details.get("receipt") or "")) if part)


WORDS: dict[str, tuple[str | Promise, Note]] = {
    "documents.add_data_to_kept_file": (_("bổ sung dữ liệu kiểm chứng lâu dài vào bản lưu"), _nothing),
    "documents.prove_time_to_kept_file": (_("đóng dấu thời gian lên bản lưu thay chữ ký không có"), _of("stamped_by")),
    "documents.stamp_to_kept_file": (_("đóng dấu thời gian lưu trữ lên bản lưu"), _of("stamped_by")),
    "documents.find_unfit_to_keep": (
        _("không bổ sung được dữ liệu kiểm chứng lâu dài vào bản lưu"),
        _of("error_sentence"),
    ),
    "documents.pack_evidence_file": (_("yêu cầu lập tệp chứng cứ chỉ có dấu thời gian"), _nothing),
    "documents.sign_evidence_file": (_("ký số tệp chứng cứ"), _nothing),
    "documents.make_evidence_file": (_("lập xong tệp chứng cứ"), _nothing),
    "documents.fail_evidence_file": (_("không lập được tệp chứng cứ"), _of("error_sentence")),
    "outgoing.start": (_("soạn dự thảo"), _nothing),
    "outgoing.change": (_("sửa dự thảo"), _nothing),
    "outgoing.submit": (_("trình"), _nothing),
    "outgoing.approve": (_("đồng ý"), _step),
    "outgoing.return": (_("trả lại"), _of("reason")),
    "outgoing.comment": (_("góp ý vào dự thảo"), _of("text")),
    "outgoing.answer_comment": (_("trả lời góp ý"), _of("text")),
    "outgoing.resolve_comment": (_("đánh dấu góp ý đã xử lý"), _nothing),
    "outgoing.reopen_comment": (_("mở lại góp ý"), _nothing),
    "outgoing.withdraw": (_("hủy dự thảo"), _of("reason")),
    "outgoing.sign": (_("ký số"), _nothing),
    "outgoing.number": (_("cấp số"), _code),
    "outgoing.seal": (_("đóng dấu bằng chữ ký số cơ quan"), _nothing),
    "outgoing.issue": (_("phát hành"), _nothing),
    "documents.print_paper": (_("in bản chính giấy"), _copies),
    "documents.post_paper": (_("gửi bưu điện"), _posted),
    "documents.send_mail": (_("gửi thư điện tử"), _of("recipient")),
    "documents.fail_mail": (_("chưa gửi được thư điện tử"), _of("error")),
    "documents.cancel_mail": (_("hủy gửi thư điện tử"), _of("recipient")),
    "documents.publish": (_("công bố trên cổng"), _nothing),
    "documents.unpublish": (_("gỡ khỏi cổng"), _of("reason")),
    "documents.choose_way": (_("chọn cách gửi khác quy định"), _way),
    "outgoing.recall": (_("yêu cầu nơi nhận trả lại văn bản"), _of("reason")),
    "outgoing.update": (_("cập nhật, gửi bổ sung"), _of("reason")),
    "outgoing.replaces": (_("ban hành văn bản thay thế"), _of("code")),
    "outgoing.amends": (_("ban hành văn bản sửa đổi, bổ sung"), _of("code")),
    "outgoing.repeals": (_("ban hành văn bản bãi bỏ"), _of("code")),
    "outgoing.corrects": (_("ban hành công văn đính chính"), _of("code")),
    "outgoing.answered": (_("nhận văn bản trả lời"), _answer),
    "outgoing.cancel": (_("hủy văn bản đã ký, không phát hành"), _of("reason")),
    "documents.send": (_("gửi lên trục liên thông"), _nothing),
    "documents.fail_transmission": (_("chưa gửi được lên trục"), _of("error")),
    "documents.cancel_sending": (_("hủy gửi một nơi nhận"), _of("recipient")),
    "documents.retry_sending": (_("gửi lại một nơi nhận"), _of("recipient")),
    "documents.settle_undelivered": (_("đã xử lý một nơi nhận chưa nhận được"), _of("recipient")),
    "documents.send_status": (_("báo trạng thái cho bên gửi"), _status),
    "documents.fail_status": (_("chưa báo được trạng thái cho bên gửi"), _status),
    "incoming.arrive": (_("đến cơ quan"), _nothing),
    "incoming.register": (_("vào sổ văn bản đến"), _number),
    "incoming.refuse": (_("từ chối, trả lại"), _of("reason")),
    "incoming.join": (_("ghép với văn bản đã có"), _of("said")),
    "incoming.judge_again": (_("kiểm tra lại chữ ký số"), _outcome),
    "incoming.assign": (_("phân công xử lý"), _of("instruction")),
    "incoming.start": (_("bắt đầu xử lý"), _nothing),
    "incoming.complete": (_("hoàn thành"), _of("result")),
    "incoming.ask_back": (_("nhận yêu cầu lấy lại của bên gửi"), _of("reason")),
    "incoming.give_back": (_("đồng ý trả lại, hủy nội dung"), _nothing),
    "incoming.keep_it": (_("không trả lại"), _of("reason")),
    "incoming.ask_update": (_("nhận cập nhật của bên gửi"), _of("reason")),
    "incoming.ask_replace": (_("nhận thông báo thay thế của bên gửi"), _of("reason")),
    "incoming.update": (_("cập nhật dữ liệu theo bên gửi"), _nothing),
    "incoming.replaced": (_("đánh dấu đã được thay thế"), _of("code")),
    "incoming.refuse_change": (_("không đồng ý cập nhật, thay thế"), _of("reason")),
    "incoming.redirect": (_("thay đổi, bổ sung ý kiến chỉ đạo"), _of("words")),
    "incoming.return": (_("trả lại người phân công"), _of("reason")),
    "documents.hand_over": (_("giao người xử lý"), _nothing),
    "documents.return_task": (_("trả lại việc"), _of("reason")),
    "documents.split_task": (_("chia việc"), _of("title")),
    "documents.ask_extension": (_("xin gia hạn"), _of("reason")),
    "documents.grant_extension": (_("đồng ý gia hạn"), _of("until")),
    "documents.refuse_extension": (_("không gia hạn"), _of("reason")),
    "assignments.give_task": (_("giao việc"), _of("words")),
    "assignments.change_direction": (_("thay đổi, bổ sung"), _of("words")),
    "assignments.start_task": (_("bắt đầu"), _nothing),
    "assignments.complete_task": (_("hoàn thành"), _of("result")),
    "assignments.withdraw_task": (_("rút lại việc"), _of("why")),
    "assignments.hand_over": (_("giao người xử lý"), _nothing),
    "assignments.return_task": (_("trả lại người giao"), _of("reason")),
    "assignments.give_task_again": (_("giao lại"), _nothing),
    "assignments.read_task": (_("đã xem"), _nothing),
    "assignments.split_task": (_("chia việc"), _of("title")),
    "assignments.ask_extension": (_("xin gia hạn"), _of("reason")),
    "assignments.grant_extension": (_("đồng ý gia hạn"), _of("until")),
    "assignments.refuse_extension": (_("không gia hạn"), _of("reason")),
    "assignments.link_task": (_("gắn văn bản"), _of("code")),
    "schedule.propose": (_("đưa vào lịch công tác"), _nothing),
    "schedule.change": (_("sửa mục lịch"), _nothing),
    "schedule.approve": (_("duyệt mục lịch"), _nothing),
    "schedule.decline": (_("không duyệt mục lịch"), _of("reason")),
    "schedule.cancel": (_("hủy mục lịch"), _of("reason")),
    "schedule.answer": (_("trả lời mời họp"), _coming),
    "announcements.announce": (_("đưa thông báo"), _nothing),
    "announcements.urge_announcement": (_("nhắc người chưa đọc"), _people),
    "announcements.archive_announcement": (_("cho thông báo thôi hiệu lực"), _of("reason")),
    "announcements.withdraw_announcement": (_("thu hồi thông báo"), _of("reason")),
    "assignments.make_plan": (_("lập kế hoạch"), _nothing),
    "assignments.change_plan": (_("sửa kế hoạch"), _nothing),
    "assignments.copy_plan": (_("chép sang kỳ này"), _nothing),
    "copies.ask": (_("đề nghị sao"), _of("purpose")),
    "copies.agree": (_("đồng ý cho sao"), _of("opinion")),
    "copies.refuse": (_("không đồng ý sao"), _of("reason")),
    "copies.withdraw": (_("thôi sao"), _of("reason")),
    "copies.make": (_("sao"), _of("code")),
    "copies.send": (_("gửi bản sao"), _nothing),
}
"""What each recorded verb is called on a page; verbs that are not here are details for the inspector."""


def of_outgoing(outgoing: Any, progress: Iterable[Any]) -> list[Entry]:
    """Return the timeline of a văn bản đi: our own verbs, and every status of every recipient."""
    reported = [
        Entry(seen.at or seen.received_at, one.name, seen.label.lower(), seen.description)
        for one in progress
        for seen in one.statuses
    ]
    return sorted([*facts(outgoing.pk), *reported], key=lambda entry: entry.at)


def facts(document_id: Any) -> list[Entry]:
    """Return what was done to the document in this agency, oldest first."""
    found = (entry(fact) for fact in audit.facts_about([document_id]))
    return [line for line in found if line is not None]


def entry(fact: Fact) -> Entry | None:
    """Put one fact into words; None for what only an inspector asks for."""
    verb = fact.verb if "." in fact.verb else f"{fact.subject_type.split('.')[0].lower()}.{fact.verb}"
    if verb not in WORDS:
        return None
    words, note = WORDS[verb]
    instead = str(fact.details.get("instead_of_name") or "")
    who = _("%(who)s (thay %(whom)s)") % {"who": fact.by_name, "whom": instead} if instead else fact.by_name
    return Entry(fact.at, str(who), str(words), note(fact.details))
