"""Who may ask for copies, agree to them, make and send them (ND30-A27, A32.2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import policies as access
from vanthu.office.access import queries as access_queries
from vanthu.office.access.states import Duty
from vanthu.office.copies import queries
from vanthu.office.copies.queries import visible_to
from vanthu.office.copies.states import COPY_TYPE, MOVES, CopyState, Medium
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.access.policies import Capacity
    from vanthu.office.copies.models import Copy
    from vanthu.office.copies.queries import Original
    from vanthu.office.organizations.models import Person

__all__ = ["LABELS", "Verb", "capacity", "exists", "may", "may_ask", "possible_signers", "verbs", "visible_to"]

LABELS = {
    "agree": "Đồng ý cho sao",
    "make": "Thực hiện sao",
    "send": "Gửi qua trục",
    "refuse": "Không đồng ý",
    "withdraw": "Thôi sao",
}
"""Every verb with its Vietnamese word, those that move a copy forward first."""


def may_ask(person: Person, original: Original, *, at: datetime) -> Permission:
    """Answer whether this person may ask for a copy of a document he sees: whoever has work in the agency."""
    if person.agency_id != current_agency():
        return refused("văn bản này thuộc cơ quan khác")
    if original.hindrance:
        return refused(original.hindrance)
    if access_queries.duties_of(person, at=at) - {Duty.ADMINISTRATOR}:
        return ALLOWED
    return refused("ông/bà chưa được giao nhiệm vụ xử lý văn bản")


def exists(verb: str, copy: Copy) -> bool:
    """Tell whether a copy in its state knows the verb; sending moves nothing, it is a fact beside the copy."""
    if verb == "send":
        return copy.state == CopyState.MADE and copy.target == Medium.ELECTRONIC
    return copy.state in MOVES.sources(verb)


def may(person: Person, verb: str, copy: Copy, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this copy now."""
    if person.agency_id != copy.agency_id:
        return refused("bản sao này thuộc cơ quan khác")
    if not exists(verb, copy):
        return refused(f"bản sao đang ở trạng thái «{CopyState(copy.state).label}»")
    if verb in {"make", "send"}:
        clerk = queries.is_clerk(person, at=at)
        return ALLOWED if clerk else refused("việc này do văn thư cơ quan trực tiếp thực hiện")
    if verb == "withdraw":
        mine = copy.asked_by_id == person.pk
        return ALLOWED if mine else refused(f"chỉ người đề nghị sao ({copy.asked_by.full_name}) được làm")
    if copy.signer_id != person.pk:
        return refused(f"việc sao này chờ {copy.signer.full_name} quyết định (Điều 27 Nghị định 30/2020/NĐ-CP)")
    found = capacity(person, unit_id=copy.asked_by.unit_id, at=at) if verb == "agree" else ALLOWED
    return found if isinstance(found, Permission) else ALLOWED


def capacity(signer: Person, *, unit_id: object, at: datetime) -> Capacity | Permission:
    """Return how this person signs copies asked for by a unit, or why he may not (ND30-A13, A27)."""
    return access.competence(signer, type_code=COPY_TYPE, unit_id=unit_id, at=at)  # type: ignore[arg-type]


def possible_signers(person: Person, *, at: datetime) -> list[Person]:
    """Return who may decide on a copy that this person asks for."""
    found = access.possible_signers(type_code=COPY_TYPE, unit_id=person.unit_id, at=at)
    return [signer for signer, _ in found]


def verbs(person: Person, copy: Copy, *, at: datetime) -> list[Verb]:
    """Return the verbs that exist for the copy in its state, each with its answer for this person."""
    existing = [verb for verb in LABELS if exists(verb, copy)]
    return [Verb(verb, LABELS[verb], may(person, verb, copy, at=at)) for verb in existing]
