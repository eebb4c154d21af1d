"""Making and changing agencies, units, people and accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.functions import Lower

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.organizations import queries
from vanthu.office.organizations.models import Account, Agency, Person, Unit
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
