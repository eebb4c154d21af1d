"""By what right a person signs a document: decided from positions and recorded authorisations (ND30-A13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import queries
from vanthu.office.access.states import CapacityKind, Duty
from vanthu.office.kernel.permission import Permission, refused
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import EVERY_FIELD, UNIT_LEVELS, PositionLevel
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.access.models import ByOrder
    from vanthu.office.organizations.models import Person, Position, PositionHeld

WIRE_LIMIT = 100
"""Characters of the authority line that an exchanged package carries (QCVN 102)."""
_PREFIX = re.compile(r"^(TM|KT|TL|TUQ|Q)\. ")
_RANK = list(PositionLevel.values)


class NotCompetent(VanThuError):
    """The person may not sign this document; the sentence names the article."""

    code = "VT-KHONG-THAM-QUYEN-KY"
    template = "{name} chưa có thẩm quyền ký văn bản này: {why}."
    http_status = 403


@dataclass(frozen=True)
class Capacity:
    """Quyền hạn, chức vụ của người ký: what is printed above the signature, and why."""

    kind: CapacityKind
    lines: tuple[str, ...]
    title: str
    """The signer's own position."""
    basis: str
    """One sentence with the article."""
    reference: str = ""
    """Of an authorisation or rule: the document it stands in."""

    def __bool__(self) -> bool:
        return True

    @property
    def wire(self) -> str:
        """What the exchanged package carries as the authority of the signer."""
        return wire_competence(self.lines)


def capacity(signer: Person, *, type_code: str, unit_id: UUID | None, at: datetime) -> Capacity:
    """Return how this person signs a document of a type drafted by a unit; raises NotCompetent with the article."""
    found = competence(signer, type_code=type_code, unit_id=unit_id, at=at)
    if isinstance(found, Permission):
        raise NotCompetent(name=signer.full_name, why=found.why)
    return found


def competence(signer: Person, *, type_code: str, unit_id: UUID | None, at: datetime) -> Capacity | Permission:
    """Return the capacity, or why there is none."""
    if signer.agency_id != current_agency() or signer.left_at is not None:
        return refused("người này không công tác ở cơ quan")
    why: list[str] = []
    found = next(_capacities(signer, type_code, unit_id, at, why), None)
    lines = recorded_lines(signer)
    if lines and (found is not None or queries.has_duty(signer, Duty.LEADER, at=at)):
        basis = f"Người quản trị ghi riêng: {signer.signing_authority_reason}"
        return Capacity(CapacityKind.RECORDED, lines, signer.position, basis)
    return found or refused(why[0] if why else _nothing(signer))


def possible_signers(*, type_code: str, unit_id: UUID | None, at: datetime) -> list[tuple[Person, Capacity]]:
    """Return who may sign such a document and how, head and deputies first."""
    known = {held.person_id: held.person for held in organizations.holdings(at)}
    known |= {person.pk: person for person in queries.holders(Duty.LEADER, at=at)}
    found = [(one, competence(one, type_code=type_code, unit_id=unit_id, at=at)) for one in known.values()]
    able = [(one, answer) for one, answer in found if isinstance(answer, Capacity)]
    return sorted(able, key=lambda pair: (list(CapacityKind).index(pair[1].kind), pair[0].full_name))


def signers(*, at: datetime) -> list[Person]:
    """Return who may sign some kind of document, by level of position, then by name."""
    ranks = {held.person_id: _RANK.index(held.position.level) for held in organizations.holdings(at)}
    known = {held.person_id: held.person for held in organizations.holdings(at)}
    known |= {person.pk: person for person in queries.holders(Duty.LEADER, at=at)}
    able = [one for one in known.values() if may_sign_something(one, at=at)]
    return sorted(able, key=lambda one: (ranks.get(one.pk, len(_RANK)), one.full_name))


def may_sign_something(person: Person, *, at: datetime) -> bool:
    """Tell whether there is any kind of document that this person may sign: then his key may be used at all."""
    if recorded_lines(person) and queries.has_duty(person, Duty.LEADER, at=at):
        return True
    held = list(organizations.holdings(at).filter(person=person))
    if any(one.position.level in {PositionLevel.HEAD, PositionLevel.DEPUTY} for one in held):
        return True
    rules = list(queries.by_order_rules(at))
    by_order = any(_concerns(rule, one.position) for rule in rules for one in held)
    return by_order or queries.authorisations_of(person, at=at).exists()


def recorded_lines(person: Person) -> tuple[str, ...]:
    """Return the lines an administrator recorded for this person with a reason; none without the reason."""
    if not person.signing_authority_reason.strip():
        return ()
    return tuple(filter(None, map(str.strip, person.signing_authority.splitlines())))


def wire_competence(lines: Sequence[str]) -> str:
    """Return the lines that carry a prefix, as many as the package has room for."""
    prefixed = [line for line in lines if _PREFIX.match(line)]
    while len("; ".join(prefixed)) > WIRE_LIMIT and len(prefixed) > 1:
        prefixed.pop()
    return "; ".join(prefixed)[:WIRE_LIMIT]


def _capacities(
    signer: Person, type_code: str, unit_id: UUID | None, at: datetime, why: list[str]
) -> Iterator[Capacity]:
    head = organizations.head_position()
    held = sorted(organizations.holdings(at).filter(person=signer), key=lambda one: _RANK.index(one.position.level))
    for one in held:
        answer = _by_position(one, head, type_code, unit_id, at)
        if isinstance(answer, Capacity):
            yield answer
        elif answer.why:
            why.append(answer.why)
    yield from _by_authorisation(signer, held, head, type_code, at, why)


def _by_position(
    held: PositionHeld, head: Position | None, type_code: str, unit_id: UUID | None, at: datetime
) -> Capacity | Permission:
    level = held.position.level
    if level == PositionLevel.HEAD:
        lines = (*_together(held.position, type_code), _own(held))
        basis = "Người đứng đầu ký mọi văn bản (khoản 1, 2 Điều 13 NĐ 30/2020)"
        return Capacity(CapacityKind.HEAD, lines, held.position.title, basis)
    if level == PositionLevel.OTHER:
        return refused("")
    if head is None:
        return refused("cơ quan chưa khai báo chức vụ người đứng đầu nên chưa in được quyền hạn (Điều 13 NĐ 30/2020)")
    if level == PositionLevel.DEPUTY:
        return _as_deputy(held, head, type_code, unit_id)
    return _by_order(held, head, type_code, unit_id, at)


def _as_deputy(held: PositionHeld, head: Position, type_code: str, unit_id: UUID | None) -> Capacity | Permission:
    if EVERY_FIELD not in held.fields and str(unit_id) not in held.fields:
        return refused(
            f"văn bản không thuộc lĩnh vực được phân công phụ trách; {held.position.title} chỉ ký thay (KT.) trong "
            "lĩnh vực được phân công (khoản 1 Điều 13 NĐ 30/2020)"
        )
    lines = (*_together(head, type_code), f"KT. {head.printed}", _own(held))
    basis = "Cấp phó ký thay người đứng đầu trong lĩnh vực được phân công (khoản 1, 2 Điều 13 NĐ 30/2020)"
    return Capacity(CapacityKind.DEPUTY, lines, held.position.title, basis)


def _by_order(
    held: PositionHeld, head: Position, type_code: str, unit_id: UUID | None, at: datetime
) -> Capacity | Permission:
    position, deputy = held.position, held.position.level == PositionLevel.UNIT_DEPUTY
    rules = [rule for rule in queries.by_order_rules(at) if rule.unit_id in {None, position.unit_id}]
    fitting = [
        rule for rule in rules if type_code in rule.types and (rule.drafted_elsewhere or unit_id == position.unit_id)
    ]
    if not fitting:
        return refused(
            f"quy chế làm việc đã ghi trên hệ thống chưa giao {position.title} ký thừa lệnh (TL.) loại văn bản này của "
            "đơn vị soạn thảo (khoản 4 Điều 13 NĐ 30/2020)"
        )
    rule = next((rule for rule in fitting if rule.deputies or not deputy), None)
    if rule is None:
        return refused("quy định ký thừa lệnh chưa giao cho cấp phó của đơn vị ký thay (khoản 4 Điều 13 NĐ 30/2020)")
    lines: tuple[str, ...] = (f"TL. {head.printed}", _own(held))
    if deputy:
        lines = (lines[0], f"KT. {_unit_head_title(position)}", lines[1])
    basis = f"Ký thừa lệnh theo {rule.basis} (khoản 4 Điều 13 NĐ 30/2020)"
    return Capacity(CapacityKind.BY_ORDER, lines, position.title, basis, rule.basis)


def _by_authorisation(
    signer: Person,
    held: Sequence[PositionHeld],
    head: Position | None,
    type_code: str,
    at: datetime,
    why: list[str],
) -> Iterator[Capacity]:
    for one in queries.authorisations_of(signer, at=at):
        if type_code not in one.types:
            why.append(f"văn bản ủy quyền {one.reference} không gồm loại văn bản này (khoản 3 Điều 13 NĐ 30/2020)")
        elif head is None or not organizations.holdings(at).filter(person=one.grantor, position=head).exists():
            why.append(f"người ủy quyền tại {one.reference} không còn là người đứng đầu (khoản 3 Điều 13 NĐ 30/2020)")
        else:
            title = held[0].position.title if held else signer.position
            lines = (f"TUQ. {head.printed}", _own(held[0]) if held else title.upper())
            basis = f"Ký thừa ủy quyền theo {one.reference} (khoản 3 Điều 13 NĐ 30/2020)"
            yield Capacity(CapacityKind.AUTHORISED, lines, title, basis, one.reference)


def _together(head: Position, type_code: str) -> tuple[str, ...]:
    """The line "TM. …" of a body that decides together, for the types it issues as such (ND30-A13.2)."""
    if not head.collective or (head.collective_types and type_code not in head.collective_types):
        return ()
    return (f"TM. {head.collective.upper()}",)


def _own(held: PositionHeld) -> str:
    return f"Q. {held.position.printed}" if held.acting else held.position.printed


def _unit_head_title(deputy: Position) -> str:
    """The title of the head in whose place the deputy of a unit signs."""
    same = [one for one in organizations.positions() if one.unit_id == deputy.unit_id]
    heads = [one for one in same if one.level == PositionLevel.UNIT_HEAD]
    return heads[0].printed if heads else deputy.printed.removeprefix("PHÓ ").strip()


def _concerns(rule: ByOrder, position: Position) -> bool:
    right_level = position.level == PositionLevel.UNIT_HEAD or (
        rule.deputies and position.level == PositionLevel.UNIT_DEPUTY
    )
    return right_level and position.level in UNIT_LEVELS and rule.unit_id in {None, position.unit_id}


def _nothing(signer: Person) -> str:
    return (
        f"hệ thống chưa ghi chức vụ hay văn bản ủy quyền nào cho {signer.full_name} ký (Điều 13 NĐ 30/2020); người "
        "quản trị khai báo ở «Chức vụ» hoặc «Thẩm quyền ký»"
    )
