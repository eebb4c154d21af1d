"""Making and changing agencies, units, people and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.db.models.functions import Lower

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import agency_in_force, current_agency
from vanthu.office.organizations import queries
from vanthu.office.organizations.models import (
    Account,
    Agency,
    Attempts,
    CalendarDay,
    Person,
    Position,
    PositionHeld,
    Unit,
)
from vanthu.office.organizations.states import EVERY_FIELD, UNIT_LEVELS, DayKind, PositionLevel
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write


class CodeTaken(VanThuError):
    """Another agency of this installation has the identifier already, as its new or its old one."""

    code = "VT-TRUNG-MA-CO-QUAN"
    template = "Mã định danh «{agency_code}» đã được cấp cho {holder}. Hãy kiểm tra lại mã định danh."


class UsernameTaken(VanThuError):
    """Somebody logs in with this name already."""

    code = "VT-TRUNG-TEN-DANG-NHAP"
    template = "Tên đăng nhập «{username}» đã có người dùng. Hãy chọn tên khác."


class PasswordWeak(VanThuError):
    """The password is too short or too common."""

    code = "VT-MAT-KHAU-YEU"
    template = "Mật khẩu của «{username}» chưa đủ mạnh: dùng ít nhất 10 ký tự và không dùng mật khẩu phổ biến."
    http_status = 422


class PositionRefused(VanThuError):
    """The position contradicts another one or its own level."""

    code = "VT-CHUC-VU"
    template = "Chưa ghi được chức vụ «{title}»: {why}. Hãy sửa rồi lưu lại."
    http_status = 422


class CalendarRefused(VanThuError):
    """What was given is no calendar of working days."""

    code = "VT-LICH-LAM-VIEC"
    template = "Chưa ghi được lịch làm việc: {why}. Chưa có ngày nào được ghi; hãy sửa rồi thực hiện lại."
    http_status = 422


def create_agency(
    *, code: str, name: str, abbreviation: str, level: str, place: str, by: Person | None, at: datetime, **more: Any
) -> Agency:
    """Make an agency; `more` are other columns of Agency (governing_name, old_code, address, email …).

    Raises CodeTaken.
    """
    values = {"code": code.strip(), "name": name, "abbreviation": abbreviation, "level": level, "place": place, **more}
    with write():
        _require_free_codes(values.get("code", ""), values.get("old_code", ""))
        agency = Agency.objects.create(**values)
        with agency_in_force(agency.pk):
            audit.record(verb="create_agency", subject=agency, by=by, at=at, **values)
    return agency


def change_agency(agency_id: UUID, *, by: Person | None, at: datetime, **changes: Any) -> Agency:
    """Change columns of an agency; raises NotFound, CodeTaken. Nothing is written when nothing differs."""
    with write():
        agency = queries.agency(agency_id)
        _require_free_codes(changes.get("code", ""), changes.get("old_code", ""), but=agency_id)
        with agency_in_force(agency_id):
            _change(agency, "change_agency", changes, by=by, at=at)
    return agency


def create_unit(
    *, name: str, abbreviation: str, parent_id: UUID | None = None, ordinal: int = 0, by: Person | None, at: datetime
) -> Unit:
    """Make a unit of the agency in force."""
    with write():
        unit = Unit.objects.create(name=name, abbreviation=abbreviation, parent_id=parent_id, ordinal=ordinal)
        audit.record(verb="create_unit", subject=unit, by=by, at=at, name=name, abbreviation=abbreviation)
    return unit


def change_unit(unit_id: UUID, *, by: Person | None, at: datetime, **changes: Any) -> Unit:
    """Change columns of a unit; raises NotFound."""
    with write():
        unit = queries.unit(unit_id)
        _change(unit, "change_unit", changes, by=by, at=at)
    return unit


def create_person(
    *,
    full_name: str,
    position: str,
    unit_id: UUID | None = None,
    account: Account | None = None,
    by: Person | None,
    at: datetime,
    **more: Any,
) -> Person:
    """Make a person of the agency in force; `more` are other columns of Person (signing_authority, email …)."""
    values: Any = {"full_name": full_name, "position": position, "unit_id": unit_id, **more}
    username = account.username if account else None
    with write():
        person = Person.objects.create(account=account, **values)
        audit.record(verb="create_person", subject=person, by=by, at=at, account=username, **values)
    return person


def change_person(person_id: UUID, *, by: Person | None, at: datetime, **changes: Any) -> Person:
    """Change columns of a person; raises NotFound."""
    with write():
        person = queries.person(person_id)
        _change(person, "change_person", changes, by=by, at=at)
    return person


def close_person(person_id: UUID, *, reason: str, by: Person | None, at: datetime) -> Person:
    """Note that a person works in the agency no more; his account closes unless it stands for others elsewhere.

    The journey that calls this has seen to it that everything was handed over. Raises NotFound.
    """
    with write():
        person = queries.person(person_id)
        Person.objects.filter(pk=person_id).update(left_at=at)
        audit.record(verb="close_person", subject=person, by=by, at=at, reason=reason)
        account = person.account
        if account is not None and not queries.persons_of(account):
            Account.objects.filter(pk=account.pk).update(is_active=False)
    return queries.person(person_id)


def move_person(person_id: UUID, *, unit_id: UUID, reason: str, by: Person | None, at: datetime) -> Person:
    """Let a person work in another unit; raises NotFound. Like `close_person`."""
    with write():
        person = queries.person(person_id)
        before = person.unit_id
        Person.objects.filter(pk=person_id).update(unit_id=unit_id)
        audit.record(verb="move_person", subject=person, by=by, at=at, before=before, unit=unit_id, reason=reason)
    return queries.person(person_id)


def lock_person(person_id: UUID) -> Person:
    """Hold the row of a person until the transaction ends, so that what one person does happens one after another."""
    return Person.objects.select_for_update().get(pk=person_id)


def create_position(
    *,
    title: str,
    level: PositionLevel,
    unit_id: UUID | None = None,
    collective: str = "",
    collective_types: Sequence[str] = (),
    by: Person | None,
    at: datetime,
) -> Position:
    """Make a position of the agency in force; raises PositionRefused."""
    values: Any = {
        "title": " ".join(title.split()),
        "level": PositionLevel(level),
        "unit_id": unit_id,
        "collective": " ".join(collective.split()),
        "collective_types": sorted(set(collective_types)),
    }
    with write():
        _require_sound(values)
        position = Position.objects.create(**values)
        audit.record(verb="create_position", subject=position, by=by, at=at, **values)
    return position


def change_position(position_id: UUID, *, by: Person | None, at: datetime, **changes: Any) -> Position:
    """Change columns of a position; raises NotFound, PositionRefused."""
    with write():
        position = queries.position(position_id)
        names = ("title", "level", "unit_id", "collective", "collective_types")
        _require_sound({name: changes.get(name, getattr(position, name)) for name in names}, but=position_id)
        _change(position, "change_position", changes, by=by, at=at)
    return position


def end_position(position_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Abolish a position; raises NotFound, PositionRefused while somebody holds it."""
    with write():
        position = queries.position(position_id)
        held = queries.holdings(at).filter(position=position).first()
        if held is not None:
            raise PositionRefused(title=position.title, why=f"{held.person.full_name} đang giữ chức vụ này")
        _change(position, "end_position", {"ended_at": at}, by=by, at=at)


def hold_position(
    person: Person,
    position: Position,
    *,
    acting: bool = False,
    fields: Sequence[str] = (),
    by: Person | None,
    at: datetime,
) -> PositionHeld:
    """Let a person hold a position from now on; the same again changes nothing, other words begin a new holding.

    `fields`: for a deputy of the head, ids of the units he is in charge of, or EVERY_FIELD. Raises PositionRefused
    when somebody else holds a position that only one person can hold.
    """
    wanted = sorted({str(field) for field in fields})
    with write():
        _require_place(person, position, wanted, at)
        present = queries.holdings(at).filter(person=person, position=position).first()
        if present is not None:
            if (present.acting, present.fields) == (acting, wanted):
                return present
            PositionHeld.objects.filter(pk=present.pk).update(valid_to=at)
        held = PositionHeld.objects.create(
            person=person, position=position, acting=acting, fields=wanted, valid_from=at
        )
        details: Any = {"person": person.pk, "position": position.title, "acting": acting, "fields": wanted}
        audit.record(verb="hold_position", subject=held, by=by, at=at, **details)
    return held


def leave_position(holding_id: UUID, *, by: Person | None, at: datetime) -> None:
    """End a holding; nothing happens when it has ended. Raises NotFound."""
    with write():
        held = queries.holding(holding_id)
        if PositionHeld.objects.filter(pk=held.pk, valid_to__isnull=True).update(valid_to=at):
            audit.record(
                verb="leave_position", subject=held, by=by, at=at, person=held.person_id, position=held.position.title
            )


def count_attempt(key: str, *, seconds: int, at: datetime) -> None:
    """Count an attempt; the count of a key ends so many seconds after its last one. What ended is forgotten."""
    ends_at = at + timedelta(seconds=seconds)
    with write():
        Attempts.objects.filter(ends_at__lte=at).delete()
        Attempts.objects.get_or_create(key=key, defaults={"ends_at": ends_at})
        Attempts.objects.filter(key=key).update(tries=F("tries") + 1, ends_at=ends_at)


def forget_attempts(key: str) -> None:
    """Begin anew after a right password."""
    if Attempts.objects.filter(key=key).exists():
        with write():
            Attempts.objects.filter(key=key).delete()


def set_days(days: Mapping[date, tuple[DayKind, str]], *, by: Person | None, at: datetime) -> int:
    """Say how the agency in force works on these days, each with its basis; return how many differ from before.

    Raises CalendarRefused for a day without a basis.
    """
    nameless = next((day for day, (_kind, basis) in days.items() if not basis.strip()), None)
    if not days or nameless is not None:
        raise CalendarRefused(why=f"ngày {nameless:%d/%m/%Y} chưa ghi căn cứ" if nameless else "chưa nêu ngày nào")
    changed = 0
    with write():
        present = {one.day: one for one in CalendarDay.objects.filter(day__in=list(days))}
        for day, (kind, basis) in days.items():
            values = {"kind": DayKind(kind), "basis": " ".join(basis.split())[:300]}
            before = present.get(day)
            if before is not None and (before.kind, before.basis) == tuple(values.values()):
                continue
            row, _ = CalendarDay.objects.update_or_create(day=day, agency_id=current_agency(), defaults=values)
            audit.record(verb="set_day", subject=row, by=by, at=at, day=day, **values)
            changed += 1
    return changed


def forget_day(day_id: UUID, *, by: Person | None, at: datetime) -> None:
    """Let a day be as usual again; raises NotFound."""
    with write():
        row = CalendarDay.objects.filter(pk=day_id).first()
        if row is None:
            raise NotFound(what="ngày trong lịch làm việc")
        audit.record(verb="forget_day", subject=row, by=by, at=at, day=row.day, kind=row.kind, basis=row.basis)
        row.delete()


def create_account(*, username: str, password: str) -> Account:
    """Make an account to log in with; raises UsernameTaken, PasswordWeak."""
    account = Account(username=username)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordWeak(username=username) from error
    account.set_password(password)
    with write():
        if Account.objects.annotate(lower=Lower("username")).filter(lower=username.lower()).exists():
            raise UsernameTaken(username=username)
        account.save(force_insert=True)
    return account


def _require_sound(values: dict[str, Any], *, but: UUID | None = None) -> None:
    """Check a position against the law and the other positions; raises PositionRefused."""
    title, level = values["title"], PositionLevel(values["level"])
    same, head = queries.position_by_title(title), queries.head_position()
    why = ""
    if not title:
        why = "chưa nhập tên chức vụ"
    elif level in UNIT_LEVELS and values["unit_id"] is None:
        why = "chức vụ của đơn vị phải nêu đơn vị"
    elif level not in UNIT_LEVELS and values["unit_id"] is not None:
        why = "chức vụ cấp cơ quan không gắn với đơn vị"
    elif values["collective"] and level is not PositionLevel.HEAD:
        why = "tập thể (TM.) chỉ ghi ở chức vụ người đứng đầu"
    elif same is not None and same.pk != but:
        why = "đã có chức vụ cùng tên; chức vụ của đơn vị nên kèm tên đơn vị như khi in trên văn bản"
    elif level is PositionLevel.HEAD and head is not None and head.pk != but:
        why = f"cơ quan đã có chức vụ người đứng đầu là «{head.title}»"
    if why:
        raise PositionRefused(title=title or "(trống)", why=why)


def _require_place(person: Person, position: Position, fields: list[str], at: datetime) -> None:
    units = {str(unit.pk) for unit in queries.units()}
    other = queries.holdings(at).filter(position=position).exclude(person=person).first()
    why = ""
    if person.agency_id != position.agency_id:
        why = "người này thuộc cơ quan khác"
    elif position.level in {PositionLevel.HEAD, PositionLevel.UNIT_HEAD} and other is not None:
        why = f"{other.person.full_name} đang giữ; hãy cho thôi giữ trước"
    elif fields and position.level != PositionLevel.DEPUTY:
        why = "lĩnh vực phụ trách chỉ ghi cho cấp phó của người đứng đầu cơ quan"
    elif not set(fields) <= units | {EVERY_FIELD}:
        why = "lĩnh vực phụ trách nêu đơn vị không có trong cơ quan"
    if why:
        raise PositionRefused(title=position.title, why=why)


def _require_free_codes(*codes: str, but: UUID | None = None) -> None:
    for code in filter(None, codes):
        holder = queries.agency_by_code(code)
        if holder is not None and holder.pk != but:
            raise CodeTaken(agency_code=code, holder=holder.name)


def _change(thing: Model, verb: str, changes: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    different = {name: value for name, value in changes.items() if getattr(thing, name) != value}
    if not different:
        return
    for name, value in different.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(different))
    audit.record(verb=verb, subject=thing, by=by, at=at, **different)
