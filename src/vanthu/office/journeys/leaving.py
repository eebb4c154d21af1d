"""Somebody leaves the agency or goes to another unit: only after everything was handed over (ND30-A31.3đ)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import operations as access
from vanthu.office.access import policies as administering
from vanthu.office.access import queries as duties
from vanthu.office.access.states import Duty
from vanthu.office.assignments import policies as handing
from vanthu.office.assignments import queries as assignments
from vanthu.office.organizations import operations as organizations
from vanthu.office.organizations import queries as people
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries as outgoing_queries
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Cho thôi làm việc, chuyển đơn vị"
FEW = 5
"""So many examples of each kind stand in a refusal; the page names them all."""


class StillHolds(VanThuError):
    """The person still holds work, drafts, checks, a certificate or the seal."""

    code = "VT-CON-GIU-VIEC"
    template = (
        "{person} chưa bàn giao hết: {what}. Trước khi thôi việc, chuyển công tác phải bàn giao hết công việc, hồ sơ "
        "(điểm đ khoản 3 Điều 31 Nghị định 30/2020/NĐ-CP); hãy bàn giao từng mục rồi thực hiện lại."
    )


class LeavingRefused(VanThuError):
    """Something that has nothing to do with what the person holds stands against it."""

    code = "VT-THOI-VIEC"
    template = "Chưa thực hiện được: {why}."
    http_status = 422


@dataclass(frozen=True)
class Held:
    """One thing that a person holds: what kind, in words, and the document or task it is about."""

    kind: str
    """ "task", "draft", "step", "signature", "certificate" or "seal"."""
    words: str
    target: UUID | None = None


KINDS = {
    "task": "việc đang làm",
    "draft": "dự thảo chưa phát hành",
    "step": "văn bản chờ kiểm tra, cho ý kiến",
    "signature": "văn bản chờ ký",
    "certificate": "chứng thư số còn dùng",
    "seal": "con dấu và thiết bị của cơ quan",
}


def held_by(person: Person, *, at: datetime) -> list[Held]:
    """Return everything that must be handed over, or be ended, before this person leaves."""
    return list(_held_by(person, at))


def _held_by(person: Person, at: datetime) -> Iterator[Held]:
    for task in assignments.open_tasks_of(person.pk):
        about = task.assignment.title or str(task.assignment.document or "")
        yield Held("task", about, task.pk)
    for draft in outgoing_queries.open_drafts_of(person.pk):
        yield Held("draft", str(draft.document), draft.pk)
    for step in outgoing_queries.open_steps_of(person.pk):
        yield Held("step", str(step.outgoing.document), step.outgoing_id)
    for document in outgoing_queries.to_be_signed_by(person.pk):
        yield Held("signature", str(document.document), document.pk)
    if (identity := signature_queries.identity_for(person)) is not None:
        yield Held("certificate", identity.label)
    if [one.pk for one in duties.holders(Duty.CLERK, at=at)] == [person.pk]:
        yield Held("seal", "là văn thư duy nhất; giao nhiệm vụ văn thư cho người khác trước (Điều 32)")


def hand_papers(person_id: UUID, taker_id: UUID, *, by: Person, at: datetime) -> int:
    """Give drafts and open checks to another person of the agency; return how many. Raises NotAllowed, LeavingRefused.

    Tasks have a hand-over of their own with a record (`assignments.operations.hand_over_all`).
    """
    giver, taker = people.person(person_id), people.person(taker_id)
    handing.may_hand_all_over(by, giver, at=at).require("Bàn giao công việc")
    if taker.pk == giver.pk or taker.left_at is not None:
        raise LeavingRefused(why="người nhận phải là người khác, đang làm việc tại cơ quan")
    return outgoing.hand_over(giver.pk, taker, by=by, at=at)


def retire_certificate(person_id: UUID, *, by: Person, at: datetime) -> None:
    """End the use of the certificate of one who leaves; what was signed with it stays. Raises NotAllowed."""
    administering.may_administer(by, at=at).require("Thu hồi chứng thư số")
    identity = signature_queries.identity_for(people.person(person_id))
    if identity is not None:
        signatures.retire_identity(identity, by=by, at=at)


def close(person_id: UUID, *, reason: str, by: Person, at: datetime) -> Person:
    """Let a person work here no more: duties and positions end, he logs in no more. Raises StillHolds, LeavingRefused.

    Raises NotAllowed for anybody but an administrator.
    """
    with write():
        person = _free(person_id, reason, by, at)
        for duty in sorted(duties.duties_of(person, at=at)):
            access.take_duty(person, duty, by=by, at=at)
        for holding in people.holdings(at).filter(person=person):
            organizations.leave_position(holding.pk, by=by, at=at)
        return organizations.close_person(person_id, reason=reason.strip(), by=by, at=at)


def move(person_id: UUID, unit_id: UUID, *, reason: str, by: Person, at: datetime) -> Person:
    """Let a person work in another unit of the agency; raises what `close` raises."""
    with write():
        person = _free(person_id, reason, by, at, certificate=False)
        if person.unit_id == unit_id:
            raise LeavingRefused(why=f"{person.full_name} đang ở chính đơn vị này")
        people.unit(unit_id)
        for holding in people.holdings(at).filter(person=person, position__unit=person.unit_id):
            organizations.leave_position(holding.pk, by=by, at=at)
        return organizations.move_person(person_id, unit_id=unit_id, reason=reason.strip(), by=by, at=at)


def _free(person_id: UUID, reason: str, by: Person, at: datetime, *, certificate: bool = True) -> Person:
    """Return the person, held until the transaction ends, who holds nothing any more.

    A certificate names the person, not the unit: who only moves keeps it, and the seal.
    """
    administering.may_administer(by, at=at).require(VERB)
    person = organizations.lock_person(people.person(person_id).pk)
    if person.left_at is not None or person.pk == by.pk:
        name = person.full_name
        raise LeavingRefused(why=f"{name} đã thôi làm việc" if person.left_at else "không tự thực hiện cho chính mình")
    if not reason.strip():
        raise LeavingRefused(why="chưa ghi lý do")
    of_the_person = {"certificate", "seal"}
    found = [one for one in held_by(person, at=at) if certificate or one.kind not in of_the_person]
    if found:
        raise StillHolds(person=person.full_name, what=in_words(found))
    return person


def in_words(found: list[Held]) -> str:
    """Return how much there is of each kind, with a few examples."""
    said = []
    for kind, label in KINDS.items():
        words = [one.words for one in found if one.kind == kind]
        if words:
            more = "…" if len(words) > FEW else ""
            said.append(f"{len(words)} {label} ({'; '.join(words[:FEW])}{more})")
    return "; ".join(said)
