"""Who may do what with a văn bản đến."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.assignments import policies as assignment_policies
from vanthu.office.assignments import queries as assignments
from vanthu.office.incoming.queries import earlier, open_wish, visible_to
from vanthu.office.incoming.states import CHANGING, MOVES, TAKING_BACK, UNTOUCHED, Channel, IncomingState
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument
    from vanthu.office.organizations.models import Person

__all__ = ["LABELS", "Verb", "exists", "may", "may_receive", "verbs", "visible_to"]

LABELS = {
    "register": "Vào sổ",
    "join": "Ghép với văn bản đã có",
    "assign": "Phân công",
    "start": "Bắt đầu xử lý",
    "complete": "Hoàn thành",
    "answer": "Soạn văn bản trả lời",
    "redirect": "Thay đổi, bổ sung ý kiến",
    "return": "Trả lại người phân công",
    "refuse": "Từ chối, trả lại",
    "send_back": "Trả lại bên gửi sau khi vào sổ",
    "give_back": "Đồng ý trả lại",
    "keep_it": "Không trả lại",
    "accept_change": "Đồng ý với bên gửi",
    "refuse_change": "Không đồng ý với bên gửi",
}
"""Every verb with its Vietnamese word, those that move a document forward first."""

_WISH_VERBS = {"give_back": TAKING_BACK, "keep_it": TAKING_BACK, "accept_change": CHANGING, "refuse_change": CHANGING}
"""The kinds of wishes of the issuer that each of these verbs answers."""
_ANSWERED_IN = frozenset({IncomingState.REGISTERED, IncomingState.ASSIGNED, IncomingState.IN_PROGRESS})


def exists(verb: str, state: str) -> bool:
    """Tell whether a document in this state knows the verb at all."""
    if verb in _WISH_VERBS:
        return state in MOVES.sources("give_back")
    return state in (_ANSWERED_IN if verb == "answer" else MOVES.sources(verb))


def may(person: Person, verb: str, incoming: IncomingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this document now."""
    if person.agency_id != incoming.agency_id:
        return refused("văn bản này thuộc cơ quan khác")
    if not exists(verb, incoming.state):
        return refused(f"văn bản đang ở trạng thái «{IncomingState(incoming.state).label}»")
    duties = access.duties_of(person, at=at)
    if verb in {"register", "refuse", "join"}:
        return ALLOWED if Duty.CLERK in duties else refused("việc này do văn thư cơ quan thực hiện")
    if verb == "send_back":
        return _may_send_back(incoming, duties)
    if verb in _WISH_VERBS:
        return _may_decide(verb, incoming, duties)
    if verb in {"assign", "redirect"}:
        return assignment_policies.may_direct(person, at=at)
    if verb == "return" and Duty.LEADER in duties:
        return refused("lãnh đạo thay đổi ý kiến chỉ đạo thay vì trả lại")
    return _may_work(person, incoming, duties)


def _may_decide(verb: str, incoming: IncomingDocument, duties: frozenset[Duty]) -> Permission:
    """Answer for the clerk while nobody works with it, afterwards for a leader: an answer may have been built on it."""
    if open_wish(incoming.pk, _WISH_VERBS[verb]) is None:
        what = "yêu cầu lấy lại" if _WISH_VERBS[verb] == TAKING_BACK else "cập nhật hay thay thế"
        return refused(f"bên gửi không có {what} nào đang chờ trả lời")
    untouched = incoming.state in UNTOUCHED
    if Duty.LEADER in duties or (untouched and Duty.CLERK in duties):
        return ALLOWED
    if untouched:
        return refused("việc này do văn thư hoặc lãnh đạo cơ quan quyết định")
    return refused("văn bản đã được phân công hoặc giải quyết nên do lãnh đạo cơ quan quyết định")


def _may_send_back(incoming: IncomingDocument, duties: frozenset[Duty]) -> Permission:
    """Answer for the clerk until the document is assigned, for a leader always; the issuer on the axis was told 03."""
    if incoming.channel == Channel.AXIS:
        return refused("bên gửi trên trục đã được báo tiếp nhận; chỉ bên gửi lấy lại được văn bản (thu hồi)")
    if Duty.LEADER in duties or (incoming.state == IncomingState.REGISTERED and Duty.CLERK in duties):
        return ALLOWED
    if incoming.state == IncomingState.REGISTERED:
        return refused("việc này do văn thư hoặc lãnh đạo cơ quan thực hiện")
    return refused("văn bản đã được phân công nên do lãnh đạo cơ quan quyết định")


def may_receive(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may take in what came on paper (ND30-A21)."""
    if access.has_duty(person, Duty.CLERK, at=at):
        return ALLOWED
    return refused("việc này do văn thư cơ quan thực hiện")


def verbs(person: Person, incoming: IncomingDocument, *, at: datetime) -> list[Verb]:
    """Return the verbs that exist in the state of the document, each with its answer for this person."""
    asked = {verb for verb, kinds in _WISH_VERBS.items() if open_wish(incoming.pk, kinds) is not None}
    existing = [verb for verb in LABELS if exists(verb, incoming.state) and (verb in asked or verb not in _WISH_VERBS)]
    if incoming.channel == Channel.AXIS:
        existing = [verb for verb in existing if verb != "send_back"]
    if incoming.possible_duplicate_of_id is None or earlier(incoming) is None:
        existing = [verb for verb in existing if verb != "join"]
    return [Verb(verb, LABELS[verb], may(person, verb, incoming, at=at)) for verb in existing]


def _may_work(person: Person, incoming: IncomingDocument, duties: frozenset[Duty]) -> Permission:
    """Answer for those who handle it: the lead unit's people; before it is assigned, a leader himself."""
    lead = assignments.leads([incoming.pk]).get(incoming.pk)
    if lead is not None:
        return assignment_policies.may_work_on(person, lead, duties)
    return ALLOWED if Duty.LEADER in duties else refused("văn bản chưa được lãnh đạo phân công")
