"""Who may do what with a văn bản đi."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import policies as access_policies
from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.documents import queries as documents
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused
from vanthu.office.kernel.scope import current_agency
from vanthu.office.outgoing.queries import desk_of, open_steps, stands_in, turn, type_code_of, visible_to
from vanthu.office.outgoing.queries.fields import fields_of
from vanthu.office.outgoing.queries.route import last_round
from vanthu.office.outgoing.queries.signers import LAST, next_to_sign
from vanthu.office.outgoing.queries.turns import Desk, is_his
from vanthu.office.outgoing.states import MOVES, OutgoingState, StepKind, StepState
from vanthu.office.signatures import queries as signatures

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument

__all__ = [
    "LABELS",
    "Verb",
    "exists",
    "instead_of",
    "may",
    "may_answer",
    "may_comment",
    "may_start",
    "verbs",
    "visible_to",
]

LABELS = {
    "submit": "Trình",
    "approve": "Đồng ý",
    "sign": "Ký số",
    "number": "Cấp số",
    "seal": "Đóng dấu",
    "issue": "Phát hành",
    "change": "Sửa dự thảo",
    "return": "Trả lại",
    "withdraw": "Hủy dự thảo",
    "cancel": "Hủy văn bản",
    "recall": "Thu hồi",
    "update": "Cập nhật, gửi bổ sung",
    "amend": "Soạn văn bản thay thế, đính chính…",
}
"""Every verb with its Vietnamese word, those that move a document forward first."""

_CHANGEABLE = MOVES.sources("change")
_BACKWARD = frozenset({"change", "return", "withdraw"})
_AFTER_ISSUE = frozenset({"recall", "update", "amend"})
_CLERKS_VERBS = frozenset({"number", "seal", "issue", "cancel", "recall", "update"})


def may_start(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may draft a letter: whoever holds a duty in the work of the agency."""
    if person.agency_id != current_agency():
        return refused("ông/bà không thuộc cơ quan này")
    if access.duties_of(person, at=at) - {Duty.ADMINISTRATOR}:
        return ALLOWED
    return refused("ông/bà chưa được giao nhiệm vụ soạn thảo văn bản")


def exists(verb: str, state: str) -> bool:
    """Tell whether a document in this state knows the verb; what follows an issue moves nothing, it stands beside."""
    return state == OutgoingState.ISSUED if verb in _AFTER_ISSUE else state in MOVES.sources(verb)


def may(person: Person, verb: str, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this document now."""
    if person.agency_id != outgoing.agency_id:
        return refused("văn bản này thuộc cơ quan khác")
    if not exists(verb, outgoing.state):
        return refused(f"văn bản đang ở trạng thái «{OutgoingState(outgoing.state).label}»")
    if verb in _BACKWARD and _signed_already(outgoing):
        return refused("lãnh đạo đã ký, đang chờ dấu thời gian")
    if verb in {"amend", "update"} and (link := documents.ended_by([outgoing.pk]).get(outgoing.pk)) is not None:
        return refused(f"văn bản không còn hiệu lực, đã có {documents.cited(link.source)}")
    if verb in _CLERKS_VERBS:
        clerk = desk_of(person, at=at).clerk
        return _yes_if(clerk, "việc này do văn thư cơ quan trực tiếp thực hiện")
    if verb == "amend":
        # It is a document like any other, and goes the way of all (ND30-A18.3).
        return may_start(person, at=at)
    if verb == "sign":
        return _may_sign(person, outgoing, at)
    if verb == "approve":
        return _may_approve(outgoing, desk_of(person, at=at))
    if verb == "return":
        return _may_return(outgoing, desk_of(person, at=at))
    if verb == "withdraw" and outgoing.signer_id == person.pk and outgoing.state == OutgoingState.APPROVED:
        return ALLOWED
    return _yes_if(outgoing.drafter_id == person.pk, f"chỉ người soạn thảo ({outgoing.drafter.full_name}) được làm")


def may_comment(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may comment on passages: whoever checks the draft or checked it, and its signer."""
    if not (found := _while_a_draft(person, outgoing)):
        return found
    desk = desk_of(person, at=at)
    steps = last_round(outgoing.steps.select_related("person"))
    on_the_way = any(is_his(one, person.pk, desk.duties) or stands_in(outgoing, one, desk) for one in steps)
    why = "chỉ người kiểm tra dự thảo và người ký được góp ý vào từng đoạn"
    return _yes_if(on_the_way or outgoing.signer_id == person.pk, why)


def may_answer(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may answer comments and close them: the drafter, and whoever may comment."""
    if outgoing.drafter_id == person.pk:
        return _while_a_draft(person, outgoing)
    return may_comment(person, outgoing, at=at)


def _while_a_draft(person: Person, outgoing: OutgoingDocument) -> Permission:
    if person.agency_id != outgoing.agency_id:
        return refused("văn bản này thuộc cơ quan khác")
    if outgoing.state not in _CHANGEABLE:
        return refused(f"văn bản đang ở trạng thái «{OutgoingState(outgoing.state).label}»")
    return ALLOWED


def verbs(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> list[Verb]:
    """Return the verbs that exist in the state of the document, each with its answer for this person."""
    existing = [verb for verb in LABELS if exists(verb, outgoing.state)]
    return [Verb(verb, LABELS[verb], may(person, verb, outgoing, at=at)) for verb in existing]


def _signed_already(outgoing: OutgoingDocument) -> bool:
    """Tell whether the signature is made and only its time stamp is waited for: then the draft is no longer one."""
    return outgoing.state == OutgoingState.APPROVED and bool(signatures.awaiting_timestamp([outgoing.pk]))


def may_choose_way(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may choose a way of sending: the drafter of a draft, the clerks until the issue."""
    if person.agency_id != outgoing.agency_id or outgoing.state in MOVES.final:
        return refused("văn bản đã phát hành hoặc đã hủy nên không đổi cách gửi được nữa")
    if outgoing.state == OutgoingState.DRAFT and outgoing.drafter_id == person.pk:
        return ALLOWED
    clerk = desk_of(person, at=at).clerk
    return _yes_if(clerk, "cách gửi do người soạn thảo chọn khi soạn, do văn thư chọn khi phát hành")


def may_print_paper(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may print the bản chính giấy and post it: the clerks, once it is issued."""
    if outgoing.state != OutgoingState.ISSUED:
        return refused("văn bản chưa phát hành")
    return _yes_if(desk_of(person, at=at).clerk, "việc này do văn thư cơ quan trực tiếp thực hiện")


def may_publish(person: Person, outgoing: OutgoingDocument, *, at: datetime) -> Permission:
    """Answer whether this person may make a document public or take it down: the clerks, once it is issued."""
    return may_print_paper(person, outgoing, at=at)


def instead_of(person: Person, verb: str, *, at: datetime) -> Person | None:
    """Return in whose place this person does a verb of the clerks; None for a clerk himself and for other verbs."""
    return desk_of(person, at=at).clerk_instead if verb in _CLERKS_VERBS else None


def _may_sign(person: Person, outgoing: OutgoingDocument, at: datetime) -> Permission:
    turn_ = next_to_sign(outgoing)
    if turn_ is None or turn_.person.pk != person.pk:
        who = turn_.person.full_name if turn_ else outgoing.signer.full_name
        return refused(f"văn bản này chờ {who} ký")
    if turn_.place != LAST:
        return ALLOWED  # who signs beside the signer was approved with the draft
    fields = fields_of(outgoing)
    found = access_policies.competence(person, type_code=type_code_of(fields), unit_id=outgoing.unit_id, at=at)
    return found if isinstance(found, Permission) else ALLOWED


def _may_approve(outgoing: OutgoingDocument, desk: Desk) -> Permission:
    if turn(outgoing, desk):
        return ALLOWED
    waiting = open_steps(outgoing)
    if not waiting:
        return refused("văn bản không có bước kiểm tra nào đang chờ")
    named = "; ".join(f"{step.person.full_name} ({StepKind(step.kind).label.lower()})" for step in waiting)
    return refused(f"đang chờ {named}")


def _may_return(outgoing: OutgoingDocument, desk: Desk) -> Permission:
    if outgoing.signer_id == desk.person.pk or turn(outgoing, desk):
        return ALLOWED
    for step in last_round(outgoing.steps.select_related("person")):
        if step.state == StepState.APPROVED and step.kind != StepKind.SIGNATURE and _checked(outgoing, step, desk):
            return ALLOWED
    return refused("chỉ người kiểm tra đến lượt, người đã kiểm tra hoặc người ký được trả lại")


def _checked(outgoing: OutgoingDocument, step: ApprovalStep, desk: Desk) -> bool:
    """Who checked it, or in whose place it was checked, may still send back; a delegate only while he is one."""
    if step.instead_of_id is None:
        return step.person_id == desk.person.pk or stands_in(outgoing, step, desk) is not None
    delegators = {one.pk for people in desk.instead.values() for one in people}
    return step.instead_of_id in {desk.person.pk, *delegators}


def _yes_if(condition: bool, why: str) -> Permission:
    return ALLOWED if condition else refused(why)
