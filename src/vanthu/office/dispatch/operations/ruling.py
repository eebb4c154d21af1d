"""Setting the rules by which ways of sending are decided (QD28-A7.2b, CT07-1d, CT07-3c)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies as access
from vanthu.office.audit import operations as audit
from vanthu.office.dispatch import queries
from vanthu.office.dispatch.models import WayRule
from vanthu.office.dispatch.operations.errors import WayRuleRefused
from vanthu.office.dispatch.states import Group, Way
from vanthu.office.kernel.scope import current_agency
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Quy định cách gửi văn bản"


def set_rule(
    *,
    way: str,
    basis: str,
    group: str = Group.ANY,
    recipients: Sequence[str] = (),
    types: Sequence[str] = (),
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> WayRule:
    """Set a rule, in force from `valid_from` (None: now); another one for the same ends then.

    Raises NotAllowed, WayRuleRefused.
    """
    access.may_administer(by, at=at).require(VERB)
    named = sorted({" ".join(one.split()) for one in recipients if one.strip()})
    chosen, since = sorted(set(types)), valid_from or at
    if why := _weakness(way, basis, group, named, chosen, (since, valid_to, at)):
        raise WayRuleRefused(why=why)
    with write():
        ensure_lawful(at=at)
        for other in queries.rows(since).filter(law="", group=group):
            if (other.recipients, other.types) == (named, chosen):
                _end(other, by, since, at)
        rule = WayRule.objects.create(
            way=Way(way), group=Group(group), recipients=named, types=chosen, basis=" ".join(basis.split()),
            valid_from=since, valid_to=valid_to, set_by=by,
        )  # fmt: skip
        audit.record(
            verb="set_way_rule", subject=rule, by=by, at=at, way=way, group=group, recipients=named, types=chosen,
            basis=rule.basis, valid_from=since, valid_to=valid_to,
        )  # fmt: skip
    return rule


def end_rule(rule_id: UUID, *, by: Person | None, at: datetime) -> None:
    """End a rule; the next less specific one takes its place. Raises NotAllowed, NotFound, WayRuleRefused (fixed)."""
    access.may_administer(by, at=at).require(VERB)
    with write():
        rule = queries.rule_row(rule_id)
        if rule.law in queries.FIXED:
            raise WayRuleRefused(
                why=f"quy định chung của {rule.basis} không bỏ được; hãy thêm quy định riêng cụ thể hơn"
            )
        if rule.valid_to is None or rule.valid_to > at:
            _end(rule, by, at, at)


def ensure_lawful(*, at: datetime) -> None:
    """Write down the rules of the law for the agency in force, those that are missing."""
    known = set(WayRule.objects.exclude(law="").values_list("law", flat=True))
    missing = [rule for rule in queries.LAWFUL if rule.law not in known]
    if not missing:
        return
    with write():
        for rule in missing:
            WayRule.objects.get_or_create(
                agency_id=current_agency(),
                law=rule.law,
                defaults={
                    "way": rule.way,
                    "group": rule.group,
                    "recipients": list(rule.recipients),
                    "types": list(rule.types),
                    "basis": rule.basis,
                    "valid_from": at,
                },
            )


def _end(rule: WayRule, by: Person | None, when: datetime, at: datetime) -> None:
    WayRule.objects.filter(pk=rule.pk).update(valid_to=when)
    audit.record(verb="end_way_rule", subject=rule, by=by, at=at, valid_to=when, basis=rule.basis)


def _weakness(
    way: str,
    basis: str,
    group: str,
    named: list[str],
    types: list[str],
    period: tuple[datetime, datetime | None, datetime],
) -> str:
    since, until, at = period
    if way not in Way.values or group not in Group.values:
        return "chưa chọn cách gửi hoặc nhóm nơi nhận"
    if not basis.strip():
        return "chưa ghi căn cứ (quy chế, quyết định của cơ quan)"
    if not named and not types:
        return (
            "phải nêu loại văn bản hoặc nơi nhận; cách gửi chung cho mọi văn bản do Quyết định 28/2018/QĐ-TTg quy định"
        )
    if since < at:
        return "ngày bắt đầu đã qua"
    if until is not None and until <= since:
        return "ngày hết hiệu lực phải sau ngày bắt đầu"
    return ""
