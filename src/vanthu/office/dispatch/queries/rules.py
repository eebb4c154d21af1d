"""Which way a document goes to a recipient, decided by rules that are data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from vanthu.office.dispatch.models import WayRule
from vanthu.office.dispatch.states import Group, Way
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.words import folded


@dataclass(frozen=True)
class Target:
    """A recipient as the rules see it; without a code it is not on the axis."""

    name: str
    code: str = ""
    address: str = ""
    email: str = ""

    @property
    def key(self) -> str:
        """What a choice names it by."""
        return self.code or self.name


@dataclass(frozen=True)
class Rule:
    """One rule in force; `law` names a rule that the law gives, `fixed` ones cannot be ended."""

    way: Way
    basis: str
    group: Group = Group.ANY
    recipients: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    law: str = ""
    fixed: bool = False
    valid_from: datetime | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Decision:
    """The way a rule gives, and the rule in words."""

    way: Way
    why: str


LAWFUL = (
    Rule(
        Way.AXIS,
        "Điều 4, khoản 2 và khoản 3 Điều 5 Quyết định 28/2018/QĐ-TTg",
        Group.ON_AXIS,
        law="truc",
        fixed=True,
    ),
    Rule(
        Way.BOTH,
        "điểm a khoản 2 Điều 7 Quyết định 28/2018/QĐ-TTg, Quy chế làm việc của Chính phủ",
        recipients=("G22", "000.00.00.G22", "Văn phòng Chính phủ", "Thủ tướng Chính phủ", "Chính phủ"),
        law="chinh-phu",
    ),
    Rule(
        Way.PAPER,
        "khoản 1 Điều 7 Quyết định 28/2018/QĐ-TTg, khoản 5 Điều 18 Nghị định 30/2020/NĐ-CP",
        Group.OFF_AXIS,
        law="ngoai-truc",
        fixed=True,
    ),
    Rule(
        Way.EMAIL,
        "Chỉ thị 15/CT-TTg ngày 22/5/2012",
        Group.OFF_AXIS,
        types=("giay_moi", "thong_bao"),
        law="thu-dien-tu",
    ),
    Rule(
        Way.PORTAL,
        "Nghị định 224/2026/NĐ-CP, trước là Điều 4 Nghị định 42/2022/NĐ-CP",
        recipients=("Cổng thông tin điện tử", "Trang thông tin điện tử"),
        law="cong",
    ),
)
"""What holds before an agency has set anything: electronic through the axis, with paper to the Government (QD28-A7.2a),
paper where one side cannot (QD28-A7.1), invitations and notices by e-mail (CT15-mail), a portal's copy on the portal
(PORTAL-1). An agency adds its list of A7.2b and may end what is not fixed."""

FIXED = frozenset(rule.law for rule in LAWFUL if rule.fixed)


def rules(at: datetime) -> list[Rule]:
    """Return the rules in force at a time. One of the law that was never written down here holds as the law has it."""
    written = list(rows(at))
    known = set(WayRule.objects.exclude(law="").values_list("law", flat=True))
    return [*(rule for rule in LAWFUL if rule.law not in known), *map(_rule, written)]


def rows(at: datetime) -> QuerySet[WayRule]:
    """Return the rules as they are written down."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    return WayRule.objects.filter(in_force, valid_from__lte=at).order_by("valid_from", "pk").select_related("set_by")


def rule_row(rule_id: UUID) -> WayRule:
    """Return one rule, ended or not; raises NotFound."""
    found = WayRule.objects.filter(pk=rule_id).first()
    if found is None:
        raise NotFound(what="quy định về cách gửi")
    return found


def decide(target: Target, *, type_code: str, type_name: str, among: Iterable[Rule]) -> Decision:
    """Return the way by the most specific rule that fits and can be followed for this recipient.

    Somebody named goes before a type, a type before a group, the agency's own rule before the law's, the newest of
    equals. Where electronic with paper is asked for and there is no axis, paper is left.
    """
    fitting = [rule for rule in among if _fits(rule, target, type_code)]
    chosen = max(fitting, key=_specificity)
    way = Way.PAPER if chosen.way == Way.BOTH and not target.code else chosen.way
    return Decision(way, _why(chosen, way, type_name))


def possible(target: Target) -> list[Way]:
    """Return the ways to choose from: e-mail also without a mail server, so that one is told what is missing."""
    return [way for way in Way if hindrance(way, target) == "" or (way == Way.EMAIL and target.email)]


def hindrance(way: Way, target: Target) -> str:
    """Tell in a clause why this recipient cannot be reached this way; empty when he can."""
    if way in {Way.AXIS, Way.BOTH} and not target.code:
        return "nơi nhận không ở trên trục liên thông"
    if way == Way.EMAIL and not target.email:
        return "nơi nhận chưa có địa chỉ thư điện tử"
    if way == Way.EMAIL and not can_mail():
        return "hệ thống chưa nối với máy chủ thư; người quản trị cần khai mục [mail] trong tệp cấu hình"
    return ""


def can_mail() -> bool:
    """Tell whether a mail server is set up."""
    mail = settings.OFFICE.mail
    return bool(mail.host and mail.sender)


def _fits(rule: Rule, target: Target, type_code: str) -> bool:
    if rule.types and type_code not in rule.types:
        return False
    if rule.recipients and not _named(rule.recipients, target):
        return False
    if (rule.group == Group.ON_AXIS and not target.code) or (rule.group == Group.OFF_AXIS and target.code):
        return False
    return rule.way == Way.BOTH or not hindrance(rule.way, target)


def _named(names: Sequence[str], target: Target) -> bool:
    """By code as it is, by name when the name begins with these words."""
    name = f"{folded(target.name)} "
    return any(one == target.code or name.startswith(f"{folded(one)} ") for one in names)


def _specificity(rule: Rule) -> tuple[bool, int, bool, bool, float]:
    types = {0: 0, 1: 2}.get(len(rule.types), 1)
    since = rule.valid_from.timestamp() if rule.valid_from else 0.0
    return bool(rule.recipients), types, rule.group != Group.ANY, not rule.law, since


def _why(rule: Rule, way: Way, type_name: str) -> str:
    about = [type_name] if rule.types else []
    if rule.recipients:
        about.append("nơi nhận có tên trong danh sách")
    elif rule.group != Group.ANY or not about:
        label = str(rule.group.label)
        about.append(label[0].lower() + label[1:])
    text = ", ".join(about)
    missing = "; nơi nhận không ở trên trục nên chỉ gửi bản giấy" if way != rule.way else ""
    return f"{text[0].upper()}{text[1:]}: {Way(rule.way).label.lower()} ({rule.basis}){missing}"


def _rule(row: WayRule) -> Rule:
    return Rule(
        way=Way(row.way),
        basis=row.basis,
        group=Group(row.group),
        recipients=tuple(row.recipients),
        types=tuple(row.types),
        law=row.law,
        fixed=row.law in FIXED,
        valid_from=row.valid_from,
        id=row.pk,
    )
